import "server-only";

/**
 * Runs that go on from the record of an earlier one: resumed after a failure, or run again from a step.
 *
 * A rerun is a new run, shown as a child of the old one, which is left as it is. It has the same version, or that
 * of the draft: then a step is taken over only where neither its node nor one before it was changed. What it takes
 * over is marked as reused and is neither done nor paid for again.
 */
import { randomUUID } from "node:crypto";
import { changedNodes } from "../../compile/changed-nodes";
import type { Plan } from "../../compile/plan";
import type { RunEvent } from "../../engine/events";
import { batchOf, indexPlan } from "../../engine/plan-index";
import type { RerunScope } from "../../engine/replay";
import { readRunInput } from "../../nodes/input/input-values";
import { type AppError, appError } from "../../shared/app-error";
import { type JsonValue, utf8Bytes } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import { nodeIdOf, rootNodeOf } from "../../shared/step-path";
import type { Actor } from "../access";
import { limitInForce } from "../env";
import { readJournal } from "../journal";
import { findRerunSource, insertRun, type RerunSource } from "../repositories/runs";
import { readPlan } from "../repositories/versions";
import { storableJson } from "../stored-json";
import { firstEvents, type TakenOver, takeOver } from "../taken-over";
import { wakeRun } from "../worker";
import { pinCurrentDraft, refuseWhenFull, type StartError } from "./queue-run";
import { isFinished, noSuchRun } from "./runs";
import { isSimulatedProvider } from "./settings";

/** Absent `path`: goes on after a failure or a cancel. With `output`, the step is kept with that output instead of its own. */
export type RerunRequest = {
  readonly path?: string;
  readonly output?: JsonValue;
  /** Of the draft as it is now. */
  readonly onDraft?: boolean;
  /** Of the draft without what is pinned in it. */
  readonly ignoresPins?: boolean;
};

/**
 * Queues a rerun and wakes a worker.
 *
 * Fails with `not_found`, `not_finished`, `part_of_a_run`, `nothing_to_resume`, `unknown_step`, `too_large` or `too_many_runs`;
 * on the draft also with `invalid_workflow` or `invalid_run_input`.
 */
export async function rerun(
  actor: Actor,
  runId: string,
  request: RerunRequest,
): Promise<Result<{ runId: string; number: number }, StartError>> {
  const source = await findRerunSource(actor, runId);
  if (source === null) return err(noSuchRun());
  if (!isFinished(source.status)) {
    return err(appError("not_finished", `Run ${source.number} is still going on. Wait for its end, or cancel it.`));
  }
  const journal = await readJournal(runId);
  const batch = batchOf(journal);
  if (batch !== undefined)
    return err(appError("part_of_a_run", `Run ${source.number} did a part of another one: ${batch.title}. ${howToRepeatPart}`));
  // Compiled and stored by this product together with the version.
  const plan = source.plan as Plan;
  const target =
    request.onDraft === true
      ? await draftTarget(actor, source, plan, request.ignoresPins !== true)
      : ok({ ...source, plan, changed: new Set<string>() });
  if (!target.ok) return target;
  const scope = scopeOf(request, source, journal, target.value);
  if (!scope.ok) return scope;
  const refused = await refuseWhenFull(actor);
  if (refused !== null) return err(refused);
  const taken = await takeOver(actor, runId, plan, journal, scope.value, target.value.changed);
  return queueRerun(actor, runId, source.workflowId, target.value, taken);
}

/** What the new run executes. */
type Target = Pick<RerunSource, "versionId" | "planHash" | "input"> & {
  readonly plan: Plan;
  /** Nodes of which nothing can be taken over. */
  readonly changed: ReadonlySet<string>;
};

async function draftTarget(
  actor: Actor,
  { workflowId, input: before }: RerunSource,
  ran: Plan,
  hasPins: boolean,
): Promise<Result<Target, StartError>> {
  const pinned = await pinCurrentDraft(actor, workflowId, hasPins);
  if (!pinned.ok) return pinned;
  const { versionId, planHash, inputFields } = pinned.value;
  const values = readRunInput(inputFields, before);
  if (!values.ok) return err(values.error);
  const input = storableJson(values.value);
  const plan = await readPlan(versionId);
  const isSameInput = JSON.stringify(input) === JSON.stringify(before);
  return ok({ versionId, planHash, input, plan, changed: isSameInput ? changedNodes(ran, plan) : new Set(indexPlan(ran).root) });
}

function scopeOf(
  { path, output }: RerunRequest,
  source: RerunSource,
  journal: readonly RunEvent[],
  { plan, changed }: Target,
): Result<RerunScope, AppError> {
  if (path === undefined) {
    if (source.status !== "succeeded" || changed.size > 0) return ok({ is: "resume" });
    return err(appError("nothing_to_resume", `Run ${source.number} succeeded: there is nothing to resume. Run it again from a step.`));
  }
  if (!plan.nodes.some(({ id }) => id === nodeIdOf(path))) {
    return err(
      appError("unknown_step", "The draft has no such step any more. Go on with the draft instead, or choose another step.", "path"),
    );
  }
  const end = journal.find((event) => event.type === "step_succeeded" && event.path === path);
  const isKnown = journal.some((event) => event.type === "step_started" && event.path === path);
  if (!isKnown || (output !== undefined && end === undefined)) {
    return err(appError("unknown_step", `Run ${source.number} has no such step to run again from.`, "path"));
  }
  if (output === undefined) return ok({ is: "from", path });
  if (changed.has(rootNodeOf(path))) {
    const message = "The draft changed this step or one before it, so it runs anew and can't be given an output. Run it again from here.";
    return err(appError("unknown_step", message, "path"));
  }
  const bytes = utf8Bytes(JSON.stringify(output));
  // An edited output stands in its event; one that a step computes may lie beside it.
  const limit = limitInForce("stepOutputInlineBytes");
  if (bytes > limit) return err(appError("too_large", `The output has ${bytes} bytes; at most ${limit} can be put in by hand.`, "output"));
  return ok({ is: "edited", path, output: { inline: storableJson(output) } });
}

const howToRepeatPart = "Resume that one: what was done here is taken over.";

async function queueRerun(
  actor: Actor,
  parentId: string,
  workflowId: string,
  { versionId, input, planHash, plan }: Target,
  taken: TakenOver,
): Promise<Result<{ runId: string; number: number }, AppError>> {
  const runId = randomUUID();
  const isSimulated = isSimulatedProvider();
  const number = await insertRun(actor, {
    id: runId,
    workflowId,
    versionId,
    trigger: "resume",
    isSimulated,
    input,
    stepsTotal: indexPlan(plan).root.length,
    ...firstEvents({ planHash, input, simulated: isSimulated }, taken),
    parent: { runId: parentId, path: null },
  });
  if (number === null) return err(appError("not_found", "The workflow of this run was deleted."));
  await wakeRun(runId);
  return ok({ runId, number });
}
