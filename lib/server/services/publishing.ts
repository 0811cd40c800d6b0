import "server-only";

/**
 * Published workflows as their authors manage them: publish the draft, publish an earlier version again, unpublish.
 *
 * What was published never changes and keeps answering while the draft goes on. A workflow has one name at a time.
 */
import { randomUUID } from "node:crypto";
import { compileDocument } from "../../compile/compile";
import { withoutPins } from "../../document/without-pins";
import { inputSchemaOf } from "../../nodes/input/input-schema";
import type { PublicationDetail, PublishedWorkflow, ReleaseSummary } from "../../projection/published";
import { type AppError, appError } from "../../shared/app-error";
import type { JsonObject } from "../../shared/json";
import { publishedNameProblem } from "../../shared/published-name";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { contentHash } from "../content-hash";
import { isUniqueViolation } from "../database-error";
import {
  deletePublication,
  findNameHolder,
  insertRelease,
  type ReleaseRow,
  selectPublished,
  selectReleases,
} from "../repositories/publications";
import { findOrCreateVersion } from "../repositories/versions";
import { findWorkflow } from "../repositories/workflows";
import { type UnknownNameError, unknownName } from "./published-runs";
import { invalidWorkflow, modelDefaults, noSuchWorkflow, type StartError } from "./queue-run";
import { storedDocument } from "./stored-document";

export type Published = { readonly name: string; readonly number: number; readonly inputSchema: JsonObject };

/**
 * Publishes the draft under a name. A workflow that answered under another one answers under this one only.
 *
 * Fails with `not_found`, `invalid_name`, `name_taken` or `invalid_workflow` (diagnostics).
 */
export async function publishWorkflow(
  actor: Actor,
  { workflowId, name }: { readonly workflowId: string; readonly name: string },
): Promise<Result<Published, StartError>> {
  const problem = publishedNameProblem(name);
  if (problem !== null) return err(appError("invalid_name", problem, "name"));
  const row = await findWorkflow(actor, workflowId);
  if (row === null) return err(noSuchWorkflow());
  const document = withoutPins(storedDocument(row.draft));
  const plan = compileDocument(document, modelDefaults());
  if (!plan.ok) return err(invalidWorkflow(plan.error, "The workflow can't be published yet."));
  const taken = await nameTaken(actor, workflowId, name);
  if (taken !== null) return err(taken);

  const content = { workflowId, hash: contentHash(document), document, plan: plan.value, planHash: contentHash(plan.value) };
  const versionId = await findOrCreateVersion(actor, content);
  return release(actor, { workflowId, versionId, name, inputSchema: inputSchemaOf(plan.value.inputFields) });
}

/**
 * Publishes what was published before as a new release, under the name in use now, or its own when there is none.
 *
 * Fails with `not_found` or `name_taken`.
 */
export async function publishAgain(
  actor: Actor,
  { workflowId, releaseId }: { readonly workflowId: string; readonly releaseId: string },
): Promise<Result<Published, AppError>> {
  const releases = (await findWorkflow(actor, workflowId)) === null ? [] : await selectReleases(actor, workflowId);
  const earlier = releases.find(({ id }) => id === releaseId);
  if (earlier === undefined) return err(appError("not_found", "This version was never published here."));
  const name = liveNameOf(releases) ?? earlier.name;
  const taken = await nameTaken(actor, workflowId, name);
  if (taken !== null) return err(taken);
  return release(actor, { workflowId, versionId: earlier.versionId, name, inputSchema: earlier.inputSchema });
}

/** Its name answers no more and is free for others. Runs under way go on. Fails with `not_published`. */
export async function unpublishWorkflow(actor: Actor, workflowId: string): Promise<Result<Record<string, never>, AppError>> {
  return (await deletePublication(actor, workflowId)) ? ok({}) : err(appError("not_published", "This workflow is not published."));
}

/** The same by its name. Fails with `workflow_unknown`, which lists the names there are. */
export async function unpublishName(actor: Actor, name: string): Promise<Result<Record<string, never>, UnknownNameError>> {
  const holder = await findNameHolder(actor, name);
  return holder === null ? err(await unknownName(actor, name)) : unpublishWorkflow(actor, holder.workflowId);
}

/** What its author sees of it. Fails with `not_found`. */
export async function getPublication(actor: Actor, workflowId: string): Promise<Result<PublicationDetail, AppError>> {
  const [row, releases] = await Promise.all([findWorkflow(actor, workflowId), selectReleases(actor, workflowId)]);
  if (row === null) return err(noSuchWorkflow());
  const live = releases.find(({ liveName }) => liveName !== null);
  return ok({
    live:
      live === undefined
        ? null
        : { name: live.name, number: live.number, isDraftSame: live.versionHash === contentHash(withoutPins(storedDocument(row.draft))) },
    releases: releases.map(releaseSummary),
  });
}

/** By name. */
export async function listPublished(actor: Actor): Promise<PublishedWorkflow[]> {
  const rows = await selectPublished(actor);
  return rows.map(({ name, title, description, number, publishedAt }) => ({
    name,
    title,
    description,
    version: number,
    publishedAt: publishedAt.toISOString(),
  }));
}

type Release = {
  readonly workflowId: string;
  readonly versionId: string;
  readonly name: string;
  readonly inputSchema: JsonObject;
};

async function release(actor: Actor, { name, inputSchema, ...parts }: Release): Promise<Result<Published, AppError>> {
  try {
    const number = await insertRelease(actor, { id: randomUUID(), name, inputSchema, ...parts });
    return number === null ? err(noSuchWorkflow()) : ok({ name, number, inputSchema });
  } catch (error) {
    // Another workflow took the name since it was looked up.
    if (isUniqueViolation(error)) return err((await nameTaken(actor, parts.workflowId, name)) ?? takenBy(name, "another workflow"));
    throw error;
  }
}

async function nameTaken(actor: Actor, workflowId: string, name: string): Promise<AppError | null> {
  const holder = await findNameHolder(actor, name);
  return holder === null || holder.workflowId === workflowId ? null : takenBy(name, `“${holder.title}”`);
}

function takenBy(name: string, who: string): AppError {
  return appError("name_taken", `${name} is the name of ${who} already. Choose another one, or unpublish that workflow first.`, "name");
}

function liveNameOf(releases: readonly ReleaseRow[]): string | null {
  return releases.find(({ liveName }) => liveName !== null)?.liveName ?? null;
}

function releaseSummary(row: ReleaseRow): ReleaseSummary {
  const { id, number, name, versionNumber, publishedBy, publishedAt, liveName } = row;
  return { id, number, name, versionNumber, publishedBy, publishedAt: publishedAt.toISOString(), isLive: liveName !== null };
}
