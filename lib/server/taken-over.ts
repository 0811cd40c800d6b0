import "server-only";

/**
 * What a new run takes over of the record of an earlier one: a rerun, or the run of a step that goes on where the one
 * that the same step had started before ended.
 */
import { randomUUID } from "node:crypto";
import { changedNodes } from "../compile/changed-nodes";
import type { Plan } from "../compile/plan";
import type { RunEvent, RunEventBody, RunResumption } from "../engine/events";
import { batchOf, indexForRun } from "../engine/plan-index";
import { type RerunScope, reusedJournal } from "../engine/replay";
import type { JsonObject, JsonValue } from "../shared/json";
import { rootNodeOf } from "../shared/step-path";
import type { Actor } from "./access";
import { childRunId, type ParentStep } from "./child-run-id";
import { readJournal, readValues } from "./journal";
import { findResumption } from "./repositories/child-runs";
import { selectBlobIds } from "./repositories/run-records";
import { findRerunSource, type NewRun } from "./repositories/runs";
import { readPlan } from "./repositories/versions";

export type TakenOver = {
  readonly events: readonly RunEventBody[];
  /** Values and files beside the journal, which the new run has as its own: old id to new id. */
  readonly blobs: ReadonlyMap<string, string>;
  /** Absent where a person chose the step from which on it runs: then what steps started is started anew. */
  readonly resumes?: RunResumption;
};

/** @param plan of the run whose record it is. */
export async function takeOver(
  actor: Actor,
  runId: string,
  plan: Plan,
  journal: readonly RunEvent[],
  scope: RerunScope,
  changed: ReadonlySet<string>,
): Promise<TakenOver> {
  const events = reusedJournal(indexForRun(plan, journal), journal, scope, changed);
  const resumes = scope.is === "resume" && { resumes: { runId, anew: [...changed] } };
  return { ...withOwnBlobs(events, await selectBlobIds(actor, runId)), ...resumes };
}

/** What a new run begins with. */
export function firstEvents(started: RunStarted, taken: TakenOver | null): Pick<NewRun, "events" | "stepsDone" | "copiedBlobs"> {
  const { events, blobs, resumes } = taken ?? { events: [], blobs: new Map() };
  const first: RunEventBody = { ...started, type: "run_started", at: Date.now(), ...(resumes && { resumes }) };
  return {
    events: [first, ...events].map((event, at): RunEvent => ({ ...event, seq: at + 1 })),
    stepsDone: events.filter(({ type }) => type === "step_succeeded" || type === "step_skipped").length,
    copiedBlobs: blobs,
  };
}

type RunStarted = Pick<Extract<RunEventBody, { type: "run_started" }>, "planHash" | "input" | "simulated" | "batch">;

/** Either run can be deleted then. */
function withOwnBlobs(events: readonly RunEventBody[], blobIds: ReadonlySet<string>): TakenOver {
  const blobs = new Map<string, string>();
  const renamed = JSON.stringify(events).replaceAll(/"(blobId|fileId)":"([\w-]+)"/g, (named, key: string, id: string) => {
    if (!blobIds.has(id)) return named;
    const copy = blobs.get(id) ?? randomUUID();
    blobs.set(id, copy);
    return `"${key}":"${copy}"`;
  });
  // The same events with other ids.
  return { events: JSON.parse(renamed) as readonly RunEventBody[], blobs };
}

/** The run that a step is about to start. */
type Child = {
  readonly versionId: string;
  readonly input: JsonObject;
  /** What lies behind it, for a batch. */
  readonly given?: JsonValue;
};

/**
 * What the run that a step starts takes over, when the step's own run goes on where an earlier one ended and the same
 * step had started a run of the same with the same input there. Null for a run that begins at its beginning.
 */
export async function takeOverChild(actor: Actor, step: ParentStep, next: Child): Promise<TakenOver | null> {
  for (let above = await findResumption(step.runId); above !== null; above = await findResumption(above.runId)) {
    if (above.anew.includes(rootNodeOf(step.path))) return null;
    const runId = childRunId({ runId: above.runId, path: step.path });
    const earlier = await findRerunSource(actor, runId);
    // A run that was resumed may have ended before it came to this step.
    if (earlier === null) continue;
    const journal = await readJournal(runId);
    if (!(await isSameTask(earlier.input, runId, journal, next))) return null;
    // Compiled and stored by this product together with the version.
    const plan = earlier.plan as Plan;
    const changed = earlier.versionId === next.versionId ? new Set<string>() : changedNodes(plan, await readPlan(next.versionId));
    return takeOver(actor, runId, plan, withItemsOpen(journal), { is: "resume" }, changed);
  }
  return null;
}

async function isSameTask(input: JsonObject, runId: string, journal: readonly RunEvent[], next: Child): Promise<boolean> {
  const isSame = (a: JsonValue, b: JsonValue) => JSON.stringify(a) === JSON.stringify(b);
  const given = batchOf(journal)?.given;
  if (given === undefined || next.given === undefined) return next.given === given && isSame(input, next.input);
  const before = "inline" in given ? given.inline : (await readValues(runId)).get(given.blob.blobId);
  return before !== undefined && isSame(before, next.given);
}

/** A batch that ended without some of its items has those before it again; to list what all came to costs nothing. */
function withItemsOpen(journal: readonly RunEvent[]): readonly RunEvent[] {
  const batch = batchOf(journal);
  if (batch === undefined) return journal;
  return journal.filter((event) => event.type !== "step_succeeded" || event.path !== batch.nodeId);
}
