import "server-only";

/**
 * Runs as a person starts, lists and reads them.
 *
 * Starting writes what a worker needs (version, input, first event) and wakes one; nothing here
 * executes a step. What an actor can't see answers like what does not exist.
 */
import { randomUUID } from "node:crypto";
import type { RunEvent } from "../../engine/events";
import { type RunShape, runShape, type Tried } from "../../projection/run-shape";
import type { RunStatus } from "../../projection/run-view";
import type { AttemptRecord, ModelPrice, RunDetail, RunSummary, StartedRuns } from "../../projection/summaries";
import type { Exchange } from "../../providers/exchange";
import { type AppError, appError } from "../../shared/app-error";
import { noUsage } from "../../shared/conversation";
import type { JsonObject, JsonValue } from "../../shared/json";
import type { Result } from "../../shared/result";
import type { Actor } from "../access";
import type { StepAttempt } from "../generated/client";
import { findBlob, selectAttempts } from "../repositories/run-records";
import {
  countRunsByStatus,
  findRunInput,
  type RunFilter,
  type RunPosition,
  type RunTrigger,
  selectEvents,
  selectRuns,
  selectRunsById,
  selectTries,
} from "../repositories/runs";
import { wakeRun } from "../worker";
import { queueWorkflowRun, type RunRequest, type StartError } from "./queue-run";
import { startedRunsOf } from "./run-costs";
import { runSummaries, runSummariesById } from "./run-summaries";
import { searchPattern } from "./search-pattern";
import { listPrices } from "./settings";
import { storedDocument } from "./stored-document";

export type RunListQuery = {
  readonly workflowId?: string;
  readonly status?: RunStatus | readonly RunStatus[];
  readonly trigger?: RunTrigger;
  /** Part of the workflow's name or the note, or a run's number. */
  readonly search?: string;
  /** ISO 8601; only runs created then or later. */
  readonly since?: string;
  readonly cursor?: string;
  readonly take?: number;
};

const maxTake = 100;
const defaultTake = 50;
const maxEventsRead = 100_000;

/**
 * Queues a run of the workflow's draft and wakes a worker.
 *
 * Fails with `not_found`, `invalid_workflow` (diagnostics), `invalid_run_input` or `too_large` (both with fields), or `too_many_runs`.
 */
export async function startRun(
  actor: Actor,
  run: Pick<RunRequest, "workflowId" | "input" | "trigger" | "ignoresPins">,
): Promise<Result<{ runId: string; number: number }, StartError>> {
  const queued = await queueWorkflowRun(actor, { ...run, runId: randomUUID() });
  if (queued.ok) await wakeRun(queued.value.runId);
  return queued;
}

export type RunPage = {
  readonly runs: readonly RunSummary[];
  readonly nextCursor: string | null;
  /** Of all pages. */
  readonly total: number;
  /** By state, whichever states were asked for. A state without runs is left out. */
  readonly counts: ReadonlyMap<RunStatus, number>;
};

/** Newest first. A cursor that can't be read starts at the top. */
export async function listRuns(actor: Actor, query: RunListQuery): Promise<RunPage> {
  const take = Math.min(Math.max(1, Math.trunc(query.take ?? defaultTake) || defaultTake), maxTake);
  const filter = filterOf(query);
  const [rows, counts] = await Promise.all([
    // One more than asked for tells whether there is a next page.
    selectRuns(actor, filter, readCursor(query.cursor), take + 1),
    countRunsByStatus(actor, filter),
  ]);
  const page = rows.slice(0, take);
  const last = page.at(-1);
  const nextCursor = rows.length > take && last !== undefined ? writeCursor({ createdAt: last.created_at, id: last.id }) : null;
  const total = countOf(counts, filter.statuses ?? [...counts.keys()]);
  return { runs: await runSummaries(actor, page), nextCursor, total, counts };
}

export function countOf(counts: RunPage["counts"], statuses: Iterable<RunStatus>): number {
  let total = 0;
  for (const status of new Set(statuses)) total += counts.get(status) ?? 0;
  return total;
}

/** Of more tries a list shows no more anyway. */
const mostTriesShown = 60;

/** How the work of each run lay in time, by run id; a run that tried nothing yet is left out. */
export async function runShapes(actor: Actor, runIds: readonly string[]): Promise<ReadonlyMap<string, RunShape>> {
  const tries = new Map<string, Tried[]>();
  for (const row of await selectTries(actor, runIds, mostTriesShown)) {
    const tried = { path: row.path, status: row.status, startedAt: row.started_at.getTime(), finishedAt: row.finished_at.getTime() };
    const known = tries.get(row.run_id);
    if (known === undefined) tries.set(row.run_id, [tried]);
    else known.push(tried);
  }
  return new Map([...tries].map(([runId, itsTries]) => [runId, runShape(itsTries)]));
}

/** Null when there is no such run. */
export async function getRun(actor: Actor, runId: string): Promise<RunDetail | null> {
  const [stored, runs] = await Promise.all([findRunInput(actor, runId), runSummariesById(actor, [runId])]);
  const run = runs.get(runId);
  if (stored === null || run === undefined) return null;
  return { run, document: storedDocument(stored.document), input: stored.input as JsonObject }; // written by startRun only
}

/** A run as lists show it, and the prices its cost follows from. Null when there is no such run. */
export async function getRunInfo(
  actor: Actor,
  runId: string,
): Promise<{ run: RunSummary; prices: ModelPrice[]; started: StartedRuns } | null> {
  const [runs, prices, started] = await Promise.all([runSummariesById(actor, [runId]), listPrices(actor), startedRunsOf(actor, runId)]);
  const run = runs.get(runId);
  return run === undefined ? null : { run, prices, started };
}

/** Where a run stands, without its document: null when there is none. `lastSeq` numbers its newest event. */
export async function findRun(
  actor: Actor,
  runId: string,
): Promise<{ readonly number: number; readonly status: RunStatus; readonly lastSeq: number } | null> {
  const [row] = await selectRunsById(actor, [runId]);
  return row === undefined ? null : { number: row.number, status: row.status, lastSeq: row.next_seq - 1 };
}

export function isFinished(status: RunStatus): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}

/** Events after `afterSeq`, oldest first; empty for a run that does not exist. */
export async function readEvents(actor: Actor, runId: string, afterSeq: number, take = maxEventsRead): Promise<RunEvent[]> {
  return [...(await selectEvents(actor, runId, afterSeq, take))];
}

/** Every try of one step; empty for a step that made none, or that does not exist. */
export async function readAttempts(actor: Actor, runId: string, path: string): Promise<AttemptRecord[]> {
  return (await selectAttempts(actor, runId, path)).map(attemptRecord);
}

export type RunBlobContent = {
  readonly kind: "value" | "file";
  readonly name: string;
  readonly mime: string;
  /** For a value: its JSON as UTF-8. */
  readonly content: Uint8Array<ArrayBuffer>;
};

/** A value too large for the journal, or a file a tool made. Null when there is no such thing in this run. */
export async function readBlob(actor: Actor, runId: string, blobId: string): Promise<RunBlobContent | null> {
  const blob = await findBlob(actor, runId, blobId);
  if (blob === null) return null;
  return { kind: blob.kind === "file" ? "file" : "value", name: blob.name, mime: blob.mime, content: blob.content };
}

function attemptRecord(row: StepAttempt): AttemptRecord {
  return {
    path: row.path,
    attempt: row.attempt,
    turn: row.turn,
    epoch: row.epoch,
    status: row.status as AttemptRecord["status"], // the column holds nothing else
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt.toISOString(),
    model: row.model,
    exchanges: row.exchanges as unknown as readonly Exchange[], // written by the worker from exactly this type
    rendered: row.rendered as JsonValue | null, // the column holds only JSON
    usage: { ...noUsage, promptTokens: row.promptTokens, completionTokens: row.completionTokens, totalTokens: row.totalTokens },
  };
}

function filterOf(query: RunListQuery): RunFilter {
  const { status } = query;
  const digits = /^#?(\d{1,9})$/.exec(query.search?.trim() ?? "")?.[1];
  const since = query.since === undefined ? null : new Date(query.since);
  return {
    workflowId: query.workflowId ?? null,
    statuses: status === undefined ? null : typeof status === "string" ? [status] : status,
    trigger: query.trigger ?? null,
    search: searchPattern(query.search),
    number: digits === undefined ? null : Number(digits),
    since: since === null || Number.isNaN(since.getTime()) ? null : since,
  };
}

function writeCursor({ createdAt, id }: RunPosition): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString("base64url");
}

function readCursor(cursor: string | undefined): RunPosition | null {
  if (cursor === undefined) return null;
  const [, time, id] = /^(\S{24}) ([\w-]{1,64})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  const createdAt = new Date(time ?? "");
  return id === undefined || Number.isNaN(createdAt.getTime()) ? null : { createdAt, id };
}

export function noSuchRun(): AppError {
  return appError("not_found", "There is no such run.");
}
