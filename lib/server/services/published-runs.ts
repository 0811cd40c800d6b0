import "server-only";

/**
 * Runs of published workflows, as programs start them: by name, once for each idempotency key.
 */
import { randomUUID } from "node:crypto";
import { nearestNames } from "../../compile/nearest-name";
import type { Plan } from "../../compile/plan";
import type { WorkflowDocument } from "../../document/schema";
import type { InputField } from "../../nodes/contract";
import { readGivenInput } from "../../nodes/input/given-input";
import type { PublishedWorkflow } from "../../projection/published";
import type { RunSummary } from "../../projection/summaries";
import { type AppError, appError } from "../../shared/app-error";
import type { JsonObject } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { contentHash } from "../content-hash";
import { isUniqueViolation } from "../database-error";
import { findPublished, type PublishedRow, selectPublished } from "../repositories/publications";
import { findRequestedRun } from "../repositories/runs";
import { storableJson } from "../stored-json";
import { wakeRun } from "../worker";
import { insertRunOfVersion, noSuchWorkflow, refuseWhenFull, type StartError } from "./queue-run";
import { storedDocument } from "./stored-document";

export type PublishedDescription = PublishedWorkflow & {
  readonly inputSchema: JsonObject;
  /** Inputs to try it with. */
  readonly sampleInput: JsonObject;
};

export type UnknownNameError = AppError & {
  /** With `workflow_unknown`: names there are, the nearest ones where there are many. */
  readonly names?: readonly string[];
};

export type PublishedRunError = StartError & UnknownNameError;

export type PublishedRunRequest = {
  readonly name: string;
  readonly inputs: JsonObject;
  readonly trigger: RunSummary["trigger"];
  /** The caller's name for this request: the same again is the same run. */
  readonly idempotencyKey?: string;
};

export type StartedPublishedRun = {
  readonly runId: string;
  readonly number: number;
  /** It had been started before, by the same request. */
  readonly isRepeated: boolean;
};

export type PublishedVersion = {
  readonly workflowId: string;
  readonly document: WorkflowDocument;
  readonly inputFields: readonly InputField[];
};

/** The version that answers under a name; null when none does. */
export async function getPublishedVersion(actor: Actor, name: string): Promise<PublishedVersion | null> {
  const published = await findPublished(actor, name);
  if (published === null) return null;
  const { workflowId, document, plan } = published;
  // Compiled and stored by this product together with the version.
  return { workflowId, document: storedDocument(document), inputFields: (plan as Plan).inputFields };
}

/** What a published workflow asks for. Fails with `workflow_unknown`. */
export async function describePublished(actor: Actor, name: string): Promise<Result<PublishedDescription, UnknownNameError>> {
  const published = await findPublished(actor, name);
  if (published === null) return err(await unknownName(actor, name));
  const document = storedDocument(published.document);
  return ok({
    name,
    title: document.name,
    description: document.description,
    version: published.number,
    publishedAt: published.publishedAt.toISOString(),
    inputSchema: published.inputSchema,
    sampleInput: document.sampleInput,
  });
}

/**
 * Queues a run of the version that is published under a name and wakes a worker.
 *
 * Fails with `workflow_unknown` (names), `invalid_run_input` or `too_large` (both with fields), `idempotency_key_reused` or `too_many_runs`.
 */
export async function startPublishedRun(
  actor: Actor,
  { name, inputs, trigger, idempotencyKey }: PublishedRunRequest,
): Promise<Result<StartedPublishedRun, PublishedRunError>> {
  const request = idempotencyKey === undefined ? undefined : { key: idempotencyKey, hash: contentHash({ name, inputs }) };
  const before = request === undefined ? null : await sameRequest(actor, request);
  if (before !== null) return before;
  const published = await findPublished(actor, name);
  if (published === null) return err(await unknownName(actor, name));
  return startVersion(actor, published, { inputs, trigger, ...(request !== undefined && { request }) });
}

type Asked = {
  readonly inputs: JsonObject;
  readonly trigger: RunSummary["trigger"];
  readonly request?: { readonly key: string; readonly hash: string };
};

async function startVersion(
  actor: Actor,
  { workflowId, versionId, plan: stored, planHash }: PublishedRow,
  { inputs, trigger, request }: Asked,
): Promise<Result<StartedPublishedRun, PublishedRunError>> {
  // Compiled and stored by this product together with the version.
  const plan = stored as Plan;
  const input = readGivenInput(plan.inputFields, inputs);
  if (!input.ok) return input;
  const refused = await refuseWhenFull(actor);
  if (refused !== null) return err(refused);

  const version = { versionId, planHash, steps: plan.nodes.length };
  const run = { runId: randomUUID(), workflowId, version, trigger, input: storableJson(input.value) };
  try {
    const number = await insertRunOfVersion(actor, { ...run, ...(request !== undefined && { request }) });
    if (number === null) return err(noSuchWorkflow());
    await wakeRun(run.runId);
    return ok({ runId: run.runId, number, isRepeated: false });
  } catch (error) {
    // The same request came twice at once: the other one was first.
    const first = request !== undefined && isUniqueViolation(error) ? await sameRequest(actor, request) : null;
    if (first !== null) return first;
    throw error;
  }
}

/** Null when no run was asked for under this key. */
async function sameRequest(
  actor: Actor,
  { key, hash }: { readonly key: string; readonly hash: string },
): Promise<Result<StartedPublishedRun, AppError> | null> {
  const run = await findRequestedRun(actor, key);
  if (run === null) return null;
  if (run.hash === hash) return ok({ runId: run.runId, number: run.number, isRepeated: true });
  const message = "This idempotency key was used for another request already. Use a new key for a new request.";
  return err(appError("idempotency_key_reused", message, "idempotencyKey"));
}

const mostNamed = 10;

/** Says which names there are, the nearest ones where there are many. */
export async function unknownName(actor: Actor, name: string): Promise<UnknownNameError> {
  const all = (await selectPublished(actor)).map((row) => row.name);
  const asked = name.slice(0, 80);
  if (all.length === 0) {
    const message = `There is no published workflow “${asked}”, and none is published yet: open one in the editor and press Publish.`;
    return { ...appError("workflow_unknown", message, "name"), names: [] };
  }
  const names = nearestNames(asked, all, mostNamed);
  const more = all.length > names.length ? `, and ${all.length - names.length} more` : "";
  return {
    ...appError("workflow_unknown", `There is no published workflow “${asked}”. There are: ${names.join(", ")}${more}.`, "name"),
    names,
  };
}
