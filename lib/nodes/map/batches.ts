/**
 * A long list cut into batches, each worked on by a run of its own, and what those came to put together again.
 *
 * Pure.
 */
import { z } from "zod";
import { noUsage, saidInOtherRun } from "../../shared/conversation";
import { isJsonObject, type JsonObject, type JsonValue, JsonValueSchema, ownValue } from "../../shared/json";
import type { ModelReport, SpawnedChild, StepError } from "../contract";
import type { BatchResult } from "../execution";
import { itemTitle } from "./item-title";

/** What the run of a batch is started with. `first` is its first item's number in the whole list, from 0. */
export const MapBatch = z.object({
  first: z.number().int().min(0),
  items: z.array(JsonValueSchema).min(1),
  /** How many of its items are worked on side by side. */
  atOnce: z.number().int().min(1),
});
export type MapBatch = z.infer<typeof MapBatch>;

export type BatchSizes = {
  /** Items of one batch. */
  readonly items: number;
  /** Items of all batches that may be worked on at once. */
  readonly atOnce: number;
  /** Batches that may be worked on at once. */
  readonly batchesAtOnce: number;
};

export type Batches = { readonly children: readonly SpawnedChild[]; readonly atOnce: number };

/** @param nodeId of the Map, which does each of its batches itself. */
export function batchesOf(nodeId: string, items: readonly JsonValue[], sizes: BatchSizes): Batches {
  const count = Math.ceil(items.length / sizes.items);
  const { batches: atOnce, items: itemsAtOnce } = shareOut(sizes, count);
  const children = Array.from({ length: count }, (_, number): SpawnedChild => {
    const first = number * sizes.items;
    const batch: MapBatch = { first, items: items.slice(first, first + sizes.items), atOnce: itemsAtOnce };
    return {
      title: batchTitle(batch, items.length),
      runs: { node: nodeId, as: "batch" },
      values: {},
      input: batch,
      carry: "behind",
      parts: batch.items.length,
    };
  });
  return { children, atOnce };
}

function batchTitle({ first, items }: MapBatch, total: number): string {
  return items.length === 1 ? `Item ${first + 1} of ${total}` : `Items ${first + 1}–${first + items.length} of ${total}`;
}

/** As many items at once as may be, never more, over as many batches as that allows. */
export function shareOut(
  { items, atOnce, batchesAtOnce }: BatchSizes,
  count: number,
): { readonly batches: number; readonly items: number } {
  let best = { batches: 1, items: Math.min(atOnce, items) };
  for (let batches = 2; batches <= Math.min(count, batchesAtOnce, atOnce); batches += 1) {
    const share = { batches, items: Math.min(Math.floor(atOnce / batches), items) };
    if (share.batches * share.items >= best.batches * best.items) best = share;
  }
  return best;
}

/** Of a batch whose run did not end well: nothing is known of its items but that. */
export function resultsWithout({ first, items }: MapBatch, { code, message }: StepError): readonly JsonObject[] {
  const status = code === ofCancelled.code ? "cancelled" : "failed";
  return items.map((item, at) => ({ index: first + at, name: itemTitle(item, first + at), status, error: { code, message } }));
}

const ofCancelled = { code: "batch_cancelled", class: "permanent" } as const;

/** @param run what it was, in words. */
export function cancelledBatch(run: string): StepError {
  return { ...ofCancelled, message: `${run} was cancelled.` };
}

/** How many did not succeed, and what the first of them failed with. */
export function lostItems(results: readonly JsonObject[]): { readonly parts: number; readonly error: StepError } | undefined {
  const lost = results.filter((result) => ownValue(result, "status") !== "succeeded");
  const [first] = lost;
  if (first === undefined) return undefined;
  const error = ownValue(first, "error");
  const { code = "", message = "" } = isJsonObject(error) ? error : {};
  return { parts: lost.length, error: { code: String(code), class: "permanent", message: `${ownValue(first, "name")}: ${message}` } };
}

/** What was said while the items were worked on, for those that carry it on. It was paid for in the batch's own run. */
export function reportOf({ entries }: BatchResult): ModelReport | undefined {
  if (entries.length === 0) return undefined;
  return { provider: saidInOtherRun, model: "", conversationId: null, entries, usage: noUsage, files: [], leftOut: [] };
}
