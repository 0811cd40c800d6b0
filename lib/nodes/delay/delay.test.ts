import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JsonObject } from "../../shared/json";
import { firstTurn, received, stepContext, turnResumed } from "../testing";
import { delayNode } from "./definition";
import { executeDelay } from "./executor.server";

const now = Date.parse("2026-03-01T08:00:00Z");
const config = (parts: JsonObject = {}) => delayNode.config.parse(parts);
const step = (parts: JsonObject) => firstTurn(config(parts), received({ Draft: "text" }));
const delay = (parts: JsonObject, scope: JsonObject = {}) => executeDelay(step(parts), stepContext({ scope }));
const passedOn = { kind: "succeeded", ports: ["out"], output: "text" };

beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a Delay", () => {
  it.each([
    [{ amount: 30, unit: "seconds" }, 30_000],
    [{ amount: 1.5, unit: "minutes" }, 90_000],
    [{ amount: 2, unit: "hours" }, 7_200_000],
    [{ amount: 30, unit: "days" }, 2_592_000_000],
  ])("of %j waits %d ms", async (parts, ms) => {
    expect(await delay(parts)).toEqual({ kind: "waiting", until: { for: "time", at: now + ms } });
  });

  it("passes on what it received once its time has come", async () => {
    expect(await executeDelay(turnResumed(step({}), { by: "time" }), stepContext({}))).toEqual(passedOn);
  });

  it.each([
    "2026-03-01T09:00:00Z",
    "2026-03-01T10:00+01:00",
    "2026-03-01T09:00",
    "2026-03-01 09:00:00",
    Date.parse("2026-03-01T09:00:00Z"),
  ])("until %j waits for an hour, without a zone in UTC", async (at) => {
    expect(await delay({ mode: "until", until: "input.at" }, { input: { at } })).toMatchObject({ until: { at: now + 3_600_000 } });
  });

  it.each([0, "2026-03-01", "2026-02-28T23:59:59Z"])("until %j, which is over, does not wait", async (at) => {
    expect(await delay({ mode: "until", until: "input.at" }, { input: { at } })).toEqual(passedOn);
    expect(await delay({ amount: 0 })).toEqual(passedOn);
  });

  it.each(["tomorrow", "1", "01/03/2026", "2026-13-01", true, null])("fails for good over %j, which is no time", async (at) => {
    const outcome = await delay({ mode: "until", until: "input.at" }, { input: { at } });
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "not_a_time", class: "permanent" } });
  });

  it("says so when there is no time at all", async () => {
    const outcome = await delay({ mode: "until", until: "input.at" });
    expect(outcome).toMatchObject({ error: { message: "A Delay needs a time like 2026-03-01T09:00:00Z; it got nothing." } });
  });

  it("waits 30 days and not longer", async () => {
    const until = (at: string) => delay({ mode: "until", until: "input.at" }, { input: { at } });
    expect(await until("2026-03-31T08:00:00Z")).toMatchObject({ kind: "waiting" });
    expect(await until("2026-03-31T08:00:01Z")).toMatchObject({ kind: "failed", error: { code: "delay_too_long", class: "limit" } });
    expect(delayNode.check?.(config({ amount: 31, unit: "days" }))).toMatchObject([{ code: "delay_too_long", field: "amount" }]);
    expect(delayNode.check?.(config({ amount: 30, unit: "days" }))).toEqual([]);
  });

  it("says how long on its card, and needs a time to wait for", () => {
    expect(delayNode.describe(config({ amount: 1, unit: "hours" }))).toBe("Delay · 1 hour");
    expect(delayNode.describe(config({ amount: 2, unit: "days" }))).toBe("Delay · 2 days");
    expect(delayNode.describe(config({ mode: "until", until: "input.at" }))).toBe("Delay · until input.at");
    expect(delayNode.check?.(config({ mode: "until" }))).toMatchObject([{ code: "missing_time", field: "until" }]);
  });
});
