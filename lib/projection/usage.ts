/**
 * Tokens and money: what steps and runs used, and what that costs at a price table.
 *
 * Pure. A cost covers prompt and completion tokens. What a provider charges for tools is published
 * nowhere, so it is counted (`connectors`) and never priced.
 */
import { addUsage, noUsage, saidInOtherRun, type Usage } from "../shared/conversation";
import type { RunView, StepView } from "./run-view";
import type { ModelPrice } from "./summaries";

/** Prices by model. */
export type PriceTable = ReadonlyMap<string, ModelPrice>;

/** One amount of tokens and the model that used it. */
export type ModelUse = { readonly model: string; readonly usage: Usage };

/** A sum of costs in US dollars: `usd` is null when a part is unknown, `knownUsd` is the rest of it. */
export type CostSum = { readonly usd: number | null; readonly knownUsd: number; readonly isPartial: boolean };

export type TokenCost = { readonly input: number | null; readonly output: number | null };

const tokensPerPrice = 1_000_000;

/** Later lines stand in place of earlier ones for the same model. */
export function priceTableOf(...lists: readonly (readonly ModelPrice[])[]): PriceTable {
  return new Map(lists.flat().map((price) => [price.model, price]));
}

/** US dollars; null when the price of tokens that were used is unknown. No tokens cost nothing, whatever their price. */
export function costOf(usage: Usage, model: string, prices: PriceTable): number | null {
  const { input, output } = tokenCostOf(usage, model, prices);
  return input === null || output === null ? null : input + output;
}

/** The same, for what was sent and what was answered apart. */
export function tokenCostOf(usage: Usage, model: string, prices: PriceTable): TokenCost {
  const price = prices.get(model);
  return { input: costOfTokens(usage.promptTokens, price?.input), output: costOfTokens(usage.completionTokens, price?.output) };
}

/** Adds up what is known and says whether something is missing. Nothing costs 0. */
export function sumCosts(costs: readonly (number | null)[]): CostSum {
  const known = costs.filter((cost) => cost !== null);
  const knownUsd = known.reduce((sum, cost) => sum + cost, 0);
  const isPartial = known.length < costs.length;
  return { usd: isPartial ? null : knownUsd, knownUsd, isPartial };
}

/** What every attempt of a step used: a failed try is paid for too, what another run did is not. */
export function usesOfStep(step: StepView): readonly ModelUse[] {
  if (step.isReused) return [];
  return step.attempts.flatMap(({ model }) =>
    model === null || model.provider === saidInOtherRun ? [] : [{ model: model.model, usage: model.usage }],
  );
}

export function usesOfRun(view: RunView): readonly ModelUse[] {
  return [...view.steps.values()].flatMap(usesOfStep);
}

export function totalUsage(uses: readonly ModelUse[]): Usage {
  return uses.reduce((sum, use) => addUsage(sum, use.usage), noUsage);
}

export function totalCost(uses: readonly ModelUse[], prices: PriceTable): CostSum {
  return sumCosts(uses.map(({ usage, model }) => costOf(usage, model, prices)));
}

/** Models without a complete price among those that used tokens, each once. */
export function unpricedModels(uses: readonly ModelUse[], prices: PriceTable): readonly string[] {
  return [...new Set(uses.filter(({ usage, model }) => costOf(usage, model, prices) === null).map(({ model }) => model))];
}

function costOfTokens(tokens: number, pricePerMillion: number | null | undefined): number | null {
  if (tokens === 0) return 0;
  return pricePerMillion === null || pricePerMillion === undefined ? null : (tokens * pricePerMillion) / tokensPerPrice;
}
