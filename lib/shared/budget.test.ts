import { expect, it } from "vitest";
import { amountInWords, type Budget, budgetInWords, budgetOf, capsIn, nearlySpent, noAmounts, shortageInWords, shortOf } from "./budget";

const caps = { calls: 10, tokens: 1_000, micros: 500_000, activeMs: 60_000 };

it("reads as it was written, whatever a person left out", () => {
  const budgets: readonly Budget[] = [{}, { tokens: 1_000 }, { tokens: 7, calls: 3, dollars: 0.25, activeMinutes: 90 }];
  for (const budget of budgets) expect(budgetOf(capsIn(budget))).toEqual(budget);
});

it("allows what comes to exactly a cap, and is short by one more", () => {
  const spent = { ...noAmounts, tokens: 900 };
  expect(shortOf({ caps, spent }, { ...noAmounts, tokens: 100 })).toBeNull();
  expect(shortOf({ caps, spent }, { ...noAmounts, tokens: 101 })).toBe("tokens");
  expect(shortOf({ caps: { ...caps, tokens: null }, spent }, { ...noAmounts, tokens: 1_000_000 })).toBeNull();
});

it("warns from four fifths of a cap on", () => {
  expect(nearlySpent({ caps, spent: { ...noAmounts, calls: 7, tokens: 799 } })).toEqual([]);
  expect(nearlySpent({ caps, spent: { ...noAmounts, calls: 8, micros: 400_000 } })).toEqual(["calls", "micros"]);
});

it("says amounts as people do", () => {
  expect(amountInWords("tokens", 12_345)).toBe("12,345 tokens");
  expect(amountInWords("calls", 1)).toBe("1 model call");
  expect(amountInWords("micros", 420_000)).toBe("$0.42");
  expect(amountInWords("micros", 37)).toBe("$0.000037");
  expect(amountInWords("activeMs", 90_000)).toBe("1.5 minutes of work");
  expect(budgetInWords({ tokens: 500, dollars: 2 })).toBe("500 tokens, $2.00");
  expect(shortageInWords({ item: "micros", cap: 500_000, spent: 410_000, needed: 120_000 })).toBe(
    "$0.41 of $0.50 spent; the next call may take $0.12.",
  );
});
