import { expect, it } from "vitest";
import { nextRetryDelayMs } from "./retry";

const policy = { maxAttempts: 3, baseMs: 1_000, maxMs: 60_000 };

it("draws below a bound that doubles with every failure", () => {
  expect(nextRetryDelayMs(policy, 1, 0.5)).toBe(500);
  expect(nextRetryDelayMs(policy, 2, 0.5)).toBe(1_000);
});

it("allows no attempt beyond the policy's", () => {
  expect(nextRetryDelayMs(policy, 3, 0.5)).toBeNull();
});

it("honours the wait a provider asks for, up to a day", () => {
  expect(nextRetryDelayMs(policy, 1, 0.5, 20_000)).toBe(20_000);
  expect(nextRetryDelayMs(policy, 1, 0.5, 86_400_001)).toBe(86_400_000);
});

it("never waits longer than the longest back-off", () => {
  expect(nextRetryDelayMs({ ...policy, maxAttempts: 20 }, 15, 0.999)).toBeLessThanOrEqual(60_000);
});
