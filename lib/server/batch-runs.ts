import "server-only";

/**
 * Runs that do one batch of a node's work for another run of the same version, and what they come to.
 *
 * A batch begins with all that lies behind its node in the run above, so that its steps see the same as they would
 * there. It is waited for like any other run that a step starts.
 */
import { randomUUID } from "node:crypto";
import type { RunBatch, RunEvent, StoredValue } from "../engine/events";
import { lineage } from "../engine/lineage";
import { batchOf, indexForRun } from "../engine/plan-index";
import { applyToState, emptyRunState, failedStepEvent } from "../engine/run-state";
import { lastingWrites } from "../engine/state-values";
import type { StepError } from "../nodes/contract";
import type { BatchResult, StartedRun } from "../nodes/execution";
import { cancelledBatch } from "../nodes/map/batches";
import type { Entry } from "../shared/conversation";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import type { Actor } from "./access";
import { childRunId, type ParentStep } from "./child-run-id";
import { isUniqueViolation } from "./database-error";
import { limitInForce } from "./env";
import { readJournal, readValues } from "./journal";
import { findBatch, findBatchParent } from "./repositories/child-runs";
import { insertRun } from "./repositories/runs";
import { readPlan } from "./repositories/versions";
import { type BatchGiven, RunValues } from "./run-values";
import { isSimulatedProvider } from "./services/settings";
import { storableJson } from "./stored-json";
import { firstEvents, takeOverChild } from "./taken-over";

/** @param scope as the step that starts the batch sees it. */
export function batchGiven(input: JsonValue, scope: JsonObject, entries: readonly Entry[]): BatchGiven {
  const { input: _input, received: _received, nodes = {}, state = {}, ...values } = scope;
  return { input, values, nodes: isJsonObject(nodes) ? nodes : {}, state: isJsonObject(state) ? state : {}, entries };
}

type NewBatch = Pick<RunBatch, "nodeId" | "title"> & { readonly given: BatchGiven };

/** Queues the run, unless the same step did so before: then it is the same run. Waking it is the caller's. Fails with `not_found`. */
export async function startBatchRun(step: ParentStep, { nodeId, title, given }: NewBatch): Promise<Result<StartedRun, StepError>> {
  const runId = childRunId(step);
  const parent = await findBatchParent(step.runId, runId);
  if (parent === null) throw new Error(`There is no run ${step.runId} to start a batch of.`);
  if (parent.isStarted) return ok({ runId });
  const { workspaceId, personId, workflowId, versionId, planHash, input } = parent;
  const actor: Actor = { personId, workspaceId, role: "runner" };
  const stored = storedGiven(given);
  const isSimulated = isSimulatedProvider();
  const batch: RunBatch = { nodeId, title, given: stored.given };
  const taken = await takeOverChild(actor, step, { versionId, input, given: stored.value });
  const first = firstEvents({ planHash, input, simulated: isSimulated, batch }, taken);
  const run = { id: runId, workflowId, versionId, trigger: "workflow", isSimulated, input, stepsTotal: 1 } as const;
  try {
    const number = await insertRun(actor, { ...run, ...first, values: stored.values, parent: step });
    return number === null ? err(noWorkflow) : ok({ runId });
  } catch (error) {
    // An owner that has lost the run may be at the same step.
    if (isUniqueViolation(error)) return ok({ runId });
    throw error;
  }
}

const noWorkflow: StepError = { code: "not_found", class: "permanent", message: "The workflow of this run was deleted." };

function storedGiven(given: BatchGiven): {
  readonly value: JsonValue;
  readonly given: StoredValue;
  readonly values: readonly { readonly id: string; readonly content: Buffer }[];
} {
  // Entries are JSON as the provider gave them.
  const value = storableJson(JSON.parse(JSON.stringify(given)) as JsonValue);
  const content = Buffer.from(JSON.stringify(value));
  if (content.length <= limitInForce("stepOutputInlineBytes")) return { value, given: { inline: value }, values: [] };
  const id = randomUUID();
  return { value, given: { blob: { blobId: id, bytes: content.length } }, values: [{ id, content }] };
}

/**
 * What the run that the step started came to, from its journal.
 *
 * Fails with what that run failed with, or with `batch_cancelled`.
 */
export async function readBatchRun(step: ParentStep): Promise<Result<BatchResult, StepError>> {
  const runId = childRunId(step);
  const [row, journal, blobs] = await Promise.all([findBatch(runId), readJournal(runId), readValues(runId)]);
  const end = journal.at(-1);
  if (row === null || end?.type !== "run_finished") throw new Error(`The batch ${runId} is not over.`);
  if (end.status === "succeeded") return ok(await resultOf(row.versionId, journal, new RunValues(blobs)));
  const title = batchOf(journal)?.title ?? "The batch";
  if (end.status === "cancelled" || end.error === undefined) {
    return err(cancelledBatch(`${title} (run ${row.number})`));
  }
  const { code, message, class: isClass } = end.error;
  // What could be tried again was tried again in there.
  return err({ code, class: isClass === "limit" ? "limit" : "permanent", message });
}

async function resultOf(versionId: string, journal: readonly RunEvent[], values: RunValues): Promise<BatchResult> {
  const nodeId = batchOf(journal)?.nodeId ?? "";
  const index = indexForRun(await readPlan(versionId), journal);
  const state = emptyRunState();
  for (const event of journal) applyToState(index, state, event);
  values.bind(index, state);
  const done = state.steps.get(nodeId);
  const after = { frame: "", nodeId, from: [], turn: (done?.turn ?? 0) + 1 };
  return {
    output: values.read(done?.output),
    writes: lastingWrites(index, state, lineage(index, state, after)),
    emits: journal.flatMap((event) =>
      event.type === "event_emitted" && event.from !== null && event.name !== failedStepEvent
        ? [{ name: event.name, data: values.read(event.data) }]
        : [],
    ),
    entries: values.said(after),
  };
}
