import "server-only";

/**
 * Runs that a step of another run started, and what either side has to tell the other.
 *
 * A child's end is told by whoever looks second: its own driver, or its parent's once the waiting stands in
 * the journal. What a crash kept from being told, the sweep finds.
 */
import type { RunEvent } from "../engine/events";
import type { RunState } from "../engine/run-state";
import type { StepState } from "../engine/step-state";
import type { StepError } from "../nodes/contract";
import type { StartedRun } from "../nodes/execution";
import type { JsonObject } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import { isBatchStep } from "../shared/step-path";
import type { Actor } from "./access";
import { childRunId, type ParentStep } from "./child-run-id";
import { isUniqueViolation } from "./database-error";
import { limitInForce } from "./env";
import { log } from "./log";
import { cancelChildren, cancelOrphans, type EndedChild, findParent, readRunOutput, selectEndedChildren } from "./repositories/child-runs";
import { findPublishedOf } from "./repositories/publications";
import { insertInboxEntry } from "./repositories/runs";
import { queuePublishedRun, queueWorkflowRun, type RunRequest, type StartError } from "./services/queue-run";
import { storableJson } from "./stored-json";

type Request = { readonly workflowId: string; readonly input: JsonObject };
type Wake = (runId: string) => Promise<void>;

/**
 * Queues the run, unless the same step did so before: then it is the same run. Waking it is the caller's.
 *
 * What is published runs what the other workflow is published as, where it is; everything else runs its draft.
 */
export async function startChildRun(step: ParentStep, { workflowId, input }: Request): Promise<Result<StartedRun, StepError>> {
  const runId = childRunId(step);
  const parent = await findParent(step.runId, runId);
  if (parent === null) throw new Error(`There is no run ${step.runId} to start another one from.`);
  if (parent.isStarted) return ok({ runId });
  const most = limitInForce("subWorkflowDepth");
  if (parent.depth >= most) return err(tooDeep(most));

  const actor: Actor = { personId: parent.personId, workspaceId: parent.workspaceId, role: "runner" };
  try {
    const published = parent.isPublished ? await findPublishedOf(actor, workflowId) : null;
    const asked: RunRequest = { runId, workflowId, input, trigger: "workflow", parent: step };
    const queued = published === null ? await queueWorkflowRun(actor, asked) : await queuePublishedRun(actor, published, asked);
    return queued.ok ? ok({ runId }) : err(refusal(queued.error));
  } catch (error) {
    // An owner that has lost the run may be at the same step.
    if (isUniqueViolation(error)) return ok({ runId });
    throw error;
  }
}

/** Most runs have neither, and nothing is asked for them. */
export type RunFamily = { readonly runId: string; readonly isChild: boolean; readonly hasChildren: () => boolean };

/** Of a run that is driven here; `state` is what its journal says so far. */
export function familyOf({ runId, isChild }: Pick<RunFamily, "runId" | "isChild">, state: RunState): RunFamily {
  const isParent = (step: StepState): boolean => step.waiting?.for === "run" || step.resumed?.by === "run";
  return { runId, isChild, hasChildren: () => [...state.steps.values()].some(isParent) };
}

/** What has just been written into a run's journal means something to other runs. Never throws: the sweep mends. */
export async function tellOtherRuns(run: RunFamily, written: readonly RunEvent[], wake: Wake): Promise<void> {
  const { runId } = run;
  try {
    for (const id of await toldBy(run, written)) await wake(id);
  } catch (error) {
    log().warn({ err: error, runId }, "other runs could not be told yet");
  }
}

/** Tells what nobody was there to tell. Whoever was told is due afterwards. */
export async function mendChildRuns(): Promise<void> {
  for (const child of await selectEndedChildren(null)) await tellParent(child);
  await cancelOrphans();
}

async function toldBy({ runId, isChild, hasChildren }: RunFamily, written: readonly RunEvent[]): Promise<readonly string[]> {
  const isOver = written.some((event) => event.type === "run_finished");
  const cancelled = written.flatMap((event) => (event.type === "step_cancelled" ? [event.path] : []));
  const awaited = written.flatMap((event) => (event.type === "step_waiting" && event.until.for === "run" ? [event.until.runId] : []));
  const told: string[] = [];
  if ((isOver || cancelled.length > 0) && hasChildren()) told.push(...(await cancelChildren(runId, isOver ? null : cancelled)));
  for (const childId of isOver && isChild ? [runId, ...awaited] : awaited) {
    for (const child of await selectEndedChildren(childId)) told.push(...(await tellParent(child)));
  }
  return told;
}

/** Two that tell the same do no harm: a step is resumed once. */
async function tellParent(child: EndedChild): Promise<readonly string[]> {
  const { parentId, path, turn, status } = child;
  const actor: Actor = { personId: child.personId, workspaceId: child.workspaceId, role: "runner" };
  // What a batch comes to is read by the step that waits for it: it is more than an output.
  const output = isBatchStep(path) ? null : await readRunOutput(actor, child.runId);
  const by = { by: "run", status, output: null, ...(status !== "succeeded" && { message: endInWords(child) }) };
  // As a text: the inbox would not keep the order of an object's keys.
  const data = { path, turn, by, output: JSON.stringify(storableJson(output)) };
  return (await insertInboxEntry(actor, parentId, { kind: "resume", data })) ? [parentId] : [];
}

function endInWords({ number, workflowName, status, note }: EndedChild): string {
  const came = `Run ${number} of “${workflowName}” ${status === "cancelled" ? "was cancelled" : "failed"}`;
  return note === null || status === "cancelled" ? `${came}.` : `${came}: ${note}`;
}

function refusal({ code, message, fields }: StartError): StepError {
  const missing = Object.entries(fields ?? {}).map(([key, problem]) => `${key}: ${problem}`);
  const isFull = code === "too_many_runs";
  return {
    code,
    class: isFull ? "limit" : "permanent",
    message: ["The other workflow could not be started.", message, ...missing].join(" "),
  };
}

function tooDeep(most: number): StepError {
  const message = `Sub-workflows may lie ${most} deep inside one another, and this one would lie deeper. Look for workflows that run each other in a circle.`;
  return { code: "sub_workflow_too_deep", class: "limit", message };
}
