import "server-only";

/** What runs cost: the tokens of every attempt, by model, at the prices in force. */
import { shippedPrices } from "../../projection/prices";
import type { StartedRuns } from "../../projection/summaries";
import { costOf, type PriceTable, priceTableOf, sumCosts } from "../../projection/usage";
import { noUsage } from "../../shared/conversation";
import type { Actor } from "../access";
import { selectStartedRuns } from "../repositories/child-runs";
import { selectPrices } from "../repositories/prices";
import { type ModelUseRow, selectModelUse } from "../repositories/runs";

/** By model: the prices that ship with the product, and in their place those the operator typed. */
export async function priceTable(actor: Actor): Promise<PriceTable> {
  return priceTableOf(shippedPrices, await selectPrices(actor));
}

/** US dollars by run id; null where a price is unknown, 0 where no model was called. */
export async function costsOfRuns(actor: Actor, runIds: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
  if (runIds.length === 0) return new Map();
  const [uses, prices] = await Promise.all([selectModelUse(actor, runIds), priceTable(actor)]);
  const costs = new Map<string, (number | null)[]>(runIds.map((id) => [id, []]));
  for (const use of uses) costs.get(use.run_id)?.push(costOfUse(use, prices));
  return new Map([...costs].map(([runId, parts]) => [runId, sumCosts(parts).usd]));
}

/** Of the runs that its steps started: they are not in the run's own totals. */
export async function startedRunsOf(actor: Actor, runId: string): Promise<StartedRuns> {
  const rows = await selectStartedRuns(actor, runId);
  const costs = await costsOfRuns(
    actor,
    rows.map(({ id }) => id),
  );
  const totalTokens = rows.reduce((sum, row) => sum + row.totalTokens, 0);
  return { runs: rows.length, totalTokens, costUsd: sumCosts([...costs.values()]).usd };
}

function costOfUse({ model, prompt_tokens, completion_tokens }: ModelUseRow, prices: PriceTable): number | null {
  return costOf({ ...noUsage, promptTokens: prompt_tokens, completionTokens: completion_tokens }, model, prices);
}
