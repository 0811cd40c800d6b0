import { describe, expect, it } from "vitest";
import { formatBytes, formatCost, formatCountOf, formatDuration, formatExactTime, formatTokens, formatWhen } from "./format";

/** Local time, so that the tests mean the same in every time zone. */
const local = (year: number, month: number, day: number, hour = 12, minute = 0) =>
  new Date(year, month - 1, day, hour, minute).toISOString();

describe("durations", () => {
  it.each([
    [-5, "0.0 s"], // a clock that went back
    [49, "0.0 s"],
    [3_240, "3.2 s"],
    [59_940, "59.9 s"],
    [59_960, "1 m 00 s"], // never "60.0 s"
    [64_000, "1 m 04 s"],
    [102_400, "1 m 42 s"],
    [3_599_700, "1 h 00 m"], // never "60 m"
    [7_560_000, "2 h 06 m"],
    [273_600_000, "3 d 4 h"],
  ])("writes %d ms as %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("tokens", () => {
  it.each([
    [0, "0"],
    [412, "412"],
    [999, "999"],
    [5_012, "5.0k"],
    [66_100, "66.1k"],
    [99_951, "100k"], // never "100.0k"
    [999_499, "999k"],
    [999_500, "1.0M"],
  ])("writes %d as %s", (count, text) => expect(formatTokens(count)).toBe(text));
});

describe("costs", () => {
  it.each([
    [null, "unknown"], // an unknown price is never zero
    [0, "$0"],
    [0.00001, "<$0.0001"],
    [0.0131, "$0.0131"],
    [0.99996, "$1.00"],
    [1_234.5, "$1,234.50"],
  ])("writes %d as %s", (usd, text) => expect(formatCost(usd)).toBe(text));
});

describe("sizes and counts", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [8_000, "8.0 kB"],
    [64_000, "64 kB"],
    [2_000_000, "2.0 MB"],
    [999_600, "1.0 MB"],
  ])("writes %d bytes as %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it("agrees with its number", () => {
    expect([1, 0, 1_042].map((count) => formatCountOf(count, "run"))).toEqual(["1 run", "0 runs", "1,042 runs"]);
    expect(formatCountOf(2, "entry", "entries")).toBe("2 entries");
  });
});

describe("times", () => {
  const now = new Date(local(2026, 11, 22, 14, 30));

  it.each([
    [local(2026, 11, 22, 14, 30), "just now"],
    [local(2026, 11, 22, 14, 31), "just now"], // clocks differ a little
    [local(2026, 11, 22, 14, 26), "4 min ago"],
    [local(2026, 11, 22, 12, 20), "2 h ago"],
    [local(2026, 11, 22, 6, 0), "today, 06:00"],
    [local(2026, 11, 21, 17, 40), "yesterday, 17:40"],
    [local(2026, 11, 20, 15, 31), "20 Nov, 15:31"],
    [local(2025, 11, 20, 15, 31), "20 Nov 2025, 15:31"],
    ["not a time", ""],
  ])("writes %s as %s", (iso, text) => expect(formatWhen(iso, now)).toBe(text));

  it("says how long ago before it names the day: ten minutes before midnight are not yet yesterday", () => {
    expect(formatWhen(local(2026, 11, 21, 23, 50), new Date(local(2026, 11, 22, 0, 5)))).toBe("15 min ago");
  });

  it("gives the exact time for a tooltip", () => {
    expect(formatExactTime(local(2026, 11, 20, 15, 31))).toBe("20 Nov 2026, 15:31:00");
    expect(formatExactTime("")).toBe("");
  });
});
