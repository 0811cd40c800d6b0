import "server-only";

/** A run as the API reports it, with the outputs that lie beside its journal read back while there is room. */
import type { Plan } from "../../compile/plan";
import type { StoredValue } from "../../engine/events";
import { type GivenValue, type RunReport, runReport } from "../../projection/run-report";
import { foldRunView, type RunView } from "../../projection/run-view";
import { utf8Bytes } from "../../shared/json";
import type { Actor } from "../access";
import { limitInForce } from "../env";
import { findRerunSource } from "../repositories/runs";
import { costsOfRuns, startedRunsOf } from "./run-costs";
import { readBlob, readEvents } from "./runs";

/** Null when there is no such run. */
export async function readRunReport(actor: Actor, runId: string): Promise<RunReport | null> {
  const source = await findRerunSource(actor, runId);
  if (source === null) return null;
  const [events, costs, startedRuns] = await Promise.all([
    readEvents(actor, runId, 0),
    costsOfRuns(actor, [runId]),
    startedRunsOf(actor, runId),
  ]);
  const view = foldRunView(events);
  // Compiled and stored by this product together with the version.
  const { nodes, outputNodes } = source.plan as Plan;
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  const values = await readValuesInOrder(actor, runId, valuesOf(view));
  const run = { runId, view, titles, outputNodes, costUsd: costs.get(runId) ?? null, startedRuns };
  return runReport(run, (stored) => values.get(stored) ?? { value: null });
}

/** The run's own outputs come first: they are what most callers want. */
function valuesOf(view: RunView): readonly StoredValue[] {
  return [...Object.values(view.outputs), ...[...view.steps.values()].flatMap(({ output }) => output ?? [])];
}

async function readValuesInOrder(
  actor: Actor,
  runId: string,
  stored: readonly StoredValue[],
): Promise<ReadonlyMap<StoredValue, GivenValue>> {
  const values = new Map<StoredValue, GivenValue>();
  let room = limitInForce("apiAnswerBytes");
  for (const value of stored) {
    const bytes = "inline" in value ? utf8Bytes(JSON.stringify(value.inline)) : value.blob.bytes;
    if (bytes > room) {
      values.set(value, { leftOutBytes: bytes });
      continue;
    }
    room -= bytes;
    values.set(value, { value: "inline" in value ? value.inline : await readBeside(actor, runId, value.blob.blobId) });
  }
  return values;
}

async function readBeside(actor: Actor, runId: string, blobId: string) {
  const blob = await readBlob(actor, runId, blobId);
  return blob === null ? null : JSON.parse(new TextDecoder().decode(blob.content));
}
