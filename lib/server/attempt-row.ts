import "server-only";

import type { PlanNode } from "../compile/plan";
import type { CallRecord } from "./call-model";
import type { AttemptRow } from "./journal";

/** One turn of a step as it began. `startedAt` is epoch milliseconds. */
export type Begun = { readonly node: PlanNode; readonly attempt: number; readonly turn: number; readonly startedAt: number };

/** What the journal keeps of a turn that ended at `at`. */
export function attemptRow(
  path: string,
  begun: Begun,
  at: number,
  status: AttemptRow["status"],
  record: CallRecord,
  { reserved, charged }: Pick<AttemptRow, "reserved" | "charged">,
): AttemptRow {
  const { promptTokens, completionTokens, totalTokens } = record.usage;
  return {
    path,
    attempt: begun.attempt,
    turn: begun.turn,
    status,
    startedAt: begun.startedAt,
    finishedAt: at,
    model: record.model,
    exchanges: record.exchanges,
    rendered: record.rendered,
    promptTokens,
    completionTokens,
    totalTokens,
    reserved,
    charged,
  };
}
