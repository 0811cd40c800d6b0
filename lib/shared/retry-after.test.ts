import { describe, expect, it } from "vitest";
import { limits } from "./limits";
import { readRetryAfter, refuseLongWait } from "./retry-after";

describe("Retry-After", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  it.each([
    ["2", 2_000],
    ["0", 0],
    ["1.5", 1_500],
    [" 3600 ", 3_600_000],
    ["Mon, 23 Nov 2026 12:00:05 GMT", 5_000],
    ["Mon, 23 Nov 2026 11:00:00 GMT", 0],
    ["soon", undefined],
    ["-4", undefined],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("%s is %s ms", (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });

  it("is honoured up to its limit, and refused past it with both named", () => {
    expect(refuseLongWait(limits.retryAfterMs.value)).toBeNull();
    expect(refuseLongWait(limits.retryAfterMs.value + 1)).toBe(
      "It asks for 25 hours without a request, and a step waits 24 hours at most. Run it again later.",
    );
  });
});
