import { describe, expect, it } from "vitest";
import { pricesAsOf, shippedPrices } from "./prices";
import { model, retry, started, succeeded, usage, viewOf } from "./testing";
import { costOf, priceTableOf, sumCosts, totalCost, totalUsage, unpricedModels, usesOfRun } from "./usage";

const prices = priceTableOf(shippedPrices);

describe("costOf", () => {
  it("prices prompt and completion tokens apart, in US dollars per million", () => {
    expect(costOf(usage(1_000_000, 2_000_000), "mistral-medium-latest", prices)).toBeCloseTo(1.5 + 15, 10);
  });

  it("leaves a model that is in no list unknown instead of free", () => {
    expect(costOf(usage(10, 10), "llama3.2", prices)).toBeNull();
  });

  it("needs no price for tokens that were not used", () => {
    const halfKnown = priceTableOf([{ model: "m", input: 2, output: null, asOf: pricesAsOf, isEdited: true }]);
    expect(costOf(usage(1_000_000, 0), "m", halfKnown)).toBe(2);
    expect(costOf(usage(1_000_000, 1), "m", halfKnown)).toBeNull();
    expect(costOf(usage(0, 0), "unheard-of", halfKnown)).toBe(0);
  });

  it("takes the operator's price in place of the shipped one", () => {
    const edited = { model: "mistral-small-latest", input: 1, output: 1, asOf: "2026-11-01", isEdited: true };
    expect(costOf(usage(1_000_000, 0), "mistral-small-latest", priceTableOf(shippedPrices, [edited]))).toBe(1);
  });
});

describe("sumCosts", () => {
  it("is null when a part is unknown, and still says what is known", () => {
    expect(sumCosts([1, null, 2])).toEqual({ usd: null, knownUsd: 3, isPartial: true });
  });

  it("is zero for nothing", () => {
    expect(sumCosts([])).toEqual({ usd: 0, knownUsd: 0, isPartial: false });
  });
});

describe("uses of a run", () => {
  it("counts the tokens of a failed try: they were paid for", () => {
    const view = viewOf(
      [0, started("a")],
      [10, { ...retry("a", 1, 20), model: model({ usage: usage(100, 0) }) }],
      [20, started("a", 2)],
      [30, succeeded("a", { attempt: 2, model: model({ usage: usage(100, 50) }) })],
    );
    expect(totalUsage(usesOfRun(view))).toMatchObject({ promptTokens: 200, completionTokens: 50, totalTokens: 250 });
  });

  it("names the models that have no price", () => {
    const view = viewOf(
      [0, started("a")],
      [1, succeeded("a", { model: model({ model: "llama3.2", usage: usage(5, 5) }) })],
      [2, started("b")],
      [3, succeeded("b", { model: model({ usage: usage(1_000_000, 0) }) })],
    );
    expect(unpricedModels(usesOfRun(view), prices)).toEqual(["llama3.2"]);
    expect(totalCost(usesOfRun(view), prices)).toEqual({ usd: null, knownUsd: 0.15, isPartial: true });
  });
});

describe("the shipped price table", () => {
  it("names each model once, with a date", () => {
    expect(new Set(shippedPrices.map((price) => price.model)).size).toBe(shippedPrices.length);
    expect(shippedPrices.every(({ asOf }) => asOf === "2026-08-21")).toBe(true);
  });
});
