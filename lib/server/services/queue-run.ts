import "server-only";

/**
 * Queues a run of a workflow's draft: for a person, or for a step of another run.
 *
 * Writes what a worker needs (version, input, first event). Waking one is the caller's.
 */
import { compileDocument, type ModelDefaults } from "../../compile/compile";
import type { Diagnostic } from "../../compile/diagnostic";
import type { Plan } from "../../compile/plan";
import type { WorkflowDocument } from "../../document/schema";
import { withoutPins } from "../../document/without-pins";
import { readGivenInput, unknownInputs } from "../../nodes/input/given-input";
import { readRunInput } from "../../nodes/input/input-values";
import { type AppError, appError } from "../../shared/app-error";
import type { JsonObject } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { contentHash } from "../content-hash";
import { limitInForce } from "../env";
import type { PublishedRow } from "../repositories/publications";
import { countQueuedRuns, insertRun, type RunTrigger } from "../repositories/runs";
import { findOrCreateVersion } from "../repositories/versions";
import { findDraftState, findWorkflow } from "../repositories/workflows";
import { storableJson } from "../stored-json";
import { firstEvents, takeOverChild } from "../taken-over";
import { type DraftRevision, knownDraft, type PinnedDraft, rememberDraft } from "./pinned-drafts";
import { isSimulatedProvider } from "./settings";
import { storedDocument } from "./stored-document";

export type StartError = AppError & {
  /** With `invalid_workflow`: what keeps it from running. */
  readonly diagnostics?: readonly Diagnostic[];
  /** With `invalid_run_input` and `too_large`: a sentence by input field. */
  readonly fields?: { readonly [key: string]: string };
};

export type RunRequest = {
  readonly runId: string;
  readonly workflowId: string;
  readonly input: JsonObject;
  readonly trigger: RunTrigger;
  /** The step that waits for it. */
  readonly parent?: { readonly runId: string; readonly path: string };
  /** Every step works, also in a run that a person starts by hand. */
  readonly ignoresPins?: boolean;
};

/** Fails with `not_found`, `invalid_workflow` (diagnostics), `invalid_run_input` or `too_large` (both with fields), or `too_many_runs`. */
export async function queueWorkflowRun(actor: Actor, request: RunRequest): Promise<Result<{ runId: string; number: number }, StartError>> {
  const { runId, workflowId } = request;
  const state = await findDraftState(actor, workflowId);
  if (state === null) return err(noSuchWorkflow());
  const hasPins = request.trigger === "manual" && request.ignoresPins !== true;
  const known = knownDraft(workflowId, state, hasPins);
  const draft = known === null ? await compileDraft(actor, workflowId, hasPins) : ok(known);
  if (!draft.ok) return draft;
  // What a step of another run passes on may be more than this workflow takes by now.
  const { inputFields } = draft.value;
  const isRefusable = request.parent === undefined && unknownInputs(inputFields, request.input).length > 0;
  const values = (isRefusable ? readGivenInput : readRunInput)(inputFields, request.input);
  if (!values.ok) return err(values.error);
  const refused = refusalOf(state.queuedRuns);
  if (refused !== null) return err(refused);

  const pinned = "versionId" in draft.value ? draft.value : await pinDraft(actor, workflowId, draft.value);
  const number = await insertRunOfVersion(actor, { ...request, input: storableJson(values.value), version: pinned });
  return number === null ? err(noSuchWorkflow()) : ok({ runId, number });
}

/** The same of the version that a workflow is published as. Fails with `not_found`, `invalid_run_input`, `too_large` or `too_many_runs`. */
export async function queuePublishedRun(
  actor: Actor,
  { versionId, planHash, plan }: Pick<PublishedRow, "versionId" | "planHash" | "plan">,
  request: RunRequest,
): Promise<Result<{ runId: string; number: number }, StartError>> {
  // Compiled and stored by this product together with the version.
  const { inputFields, nodes } = plan as Plan;
  const values = readRunInput(inputFields, request.input);
  if (!values.ok) return err(values.error);
  const refused = await refuseWhenFull(actor);
  if (refused !== null) return err(refused);
  const version = { versionId, planHash, steps: nodes.length };
  const number = await insertRunOfVersion(actor, { ...request, input: storableJson(values.value), version });
  return number === null ? err(noSuchWorkflow()) : ok({ runId: request.runId, number });
}

/** In force in this process. */
export function modelDefaults(): ModelDefaults {
  return {
    attempts: limitInForce("modelAttempts"),
    firstByteMs: limitInForce("modelFirstByteMs"),
    idleMs: limitInForce("modelIdleMs"),
    totalMs: limitInForce("modelTotalMs"),
  };
}

export async function refuseWhenFull(actor: Actor): Promise<StartError | null> {
  return refusalOf(await countQueuedRuns(actor));
}

function refusalOf(queued: number): StartError | null {
  const limit = limitInForce("queuedRuns");
  if (queued < limit) return null;
  return appError(
    "too_many_runs",
    `${queued} runs are waiting for a worker and the limit is ${limit}. Wait for some to start, or cancel some.`,
  );
}

type CompiledDraft = Pick<Plan, "inputFields"> & {
  readonly draft: DraftRevision;
  readonly hasPins: boolean;
  readonly document: WorkflowDocument;
  readonly plan: Plan;
};

async function compileDraft(actor: Actor, workflowId: string, hasPins: boolean): Promise<Result<CompiledDraft, StartError>> {
  const row = await findWorkflow(actor, workflowId);
  if (row === null) return err(noSuchWorkflow());
  const drawn = storedDocument(row.draft);
  const document = hasPins ? drawn : withoutPins(drawn);
  const plan = compileDocument(document, modelDefaults());
  if (!plan.ok) return err(invalidWorkflow(plan.error));
  const draft = { revision: row.draftRevision, updatedAt: row.updatedAt };
  return ok({ inputFields: plan.value.inputFields, draft, hasPins, document, plan: plan.value });
}

/**
 * The version of a workflow's draft as it is now. Fails with `not_found` or `invalid_workflow`.
 *
 * @param hasPins with what is pinned in it.
 */
export async function pinCurrentDraft(actor: Actor, workflowId: string, hasPins: boolean): Promise<Result<PinnedDraft, StartError>> {
  const state = await findDraftState(actor, workflowId);
  const known = state === null ? null : knownDraft(workflowId, state, hasPins);
  if (known !== null) return ok(known);
  const draft = await compileDraft(actor, workflowId, hasPins);
  return draft.ok ? ok(await pinDraft(actor, workflowId, draft.value)) : draft;
}

async function pinDraft(actor: Actor, workflowId: string, { draft, hasPins, document, plan }: CompiledDraft): Promise<PinnedDraft> {
  const planHash = contentHash(plan);
  const versionId = await findOrCreateVersion(actor, { workflowId, hash: contentHash(document), document, plan, planHash });
  const pinned = { versionId, planHash, inputFields: plan.inputFields, steps: plan.nodes.length };
  rememberDraft(workflowId, draft, hasPins, pinned);
  return pinned;
}

export type VersionRunRequest = RunRequest & {
  readonly version: Pick<PinnedDraft, "versionId" | "planHash" | "steps">;
  readonly request?: { readonly key: string; readonly hash: string };
};

/** Its input was read, and there is room for it. Null when the workflow is gone. */
export async function insertRunOfVersion(actor: Actor, run: VersionRunRequest): Promise<number | null> {
  const { runId, workflowId, version, input, trigger, parent, request } = run;
  const { versionId, planHash, steps } = version;
  const isSimulated = isSimulatedProvider();
  const taken = parent === undefined ? null : await takeOverChild(actor, parent, { versionId, input });
  return insertRun(actor, {
    id: runId,
    workflowId,
    versionId,
    trigger,
    isSimulated,
    input,
    stepsTotal: steps,
    ...firstEvents({ planHash, input, simulated: isSimulated }, taken),
    ...(parent !== undefined && { parent }),
    ...(request !== undefined && { request }),
  });
}

/** @param refusal the sentence before the first reason. */
export function invalidWorkflow(diagnostics: readonly Diagnostic[], refusal = "The workflow can't run yet."): StartError {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const [first] = errors;
  const more = errors.length > 1 ? ` And ${errors.length - 1} more.` : "";
  return { ...appError("invalid_workflow", `${refusal} ${first?.message ?? ""}${more}`), diagnostics };
}

export function noSuchWorkflow(): AppError {
  return appError("not_found", "There is no such workflow. It may have been deleted.");
}
