/** What the browser asks the server about a run besides its stream. Failures come back as a sentence. */
import type { HistorySource, RunHistory } from "../../projection/history";
import type { AttemptRecord, LateEvent, ModelPrice, RunSummary, StartedRuns } from "../../projection/summaries";
import { type AppError, appError } from "../../shared/app-error";
import type { Budget, BudgetState } from "../../shared/budget";
import type { JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";

export type RunInfo = { readonly run: RunSummary; readonly prices: readonly ModelPrice[]; readonly started: StartedRuns };

export function readRunInfo(runId: string, signal?: AbortSignal): Promise<Result<RunInfo, AppError>> {
  return ask<RunInfo>(addressOf(runId), { signal });
}

export function readAttempts(runId: string, path: string, signal?: AbortSignal): Promise<Result<readonly AttemptRecord[], AppError>> {
  return ask<readonly AttemptRecord[]>(`${addressOf(runId)}/attempts?path=${encodeURIComponent(path)}`, { signal });
}

/** Every entry of a step's conversation. */
export function readHistory(
  runId: string,
  path: string,
  source: HistorySource,
  signal?: AbortSignal,
): Promise<Result<RunHistory, AppError>> {
  return ask<RunHistory>(`${addressOf(runId)}/history?path=${encodeURIComponent(path)}&source=${source}`, { signal });
}

/** A value that was too large for the journal. */
export function readStoredValue(runId: string, blobId: string, signal?: AbortSignal): Promise<Result<JsonValue, AppError>> {
  return ask<JsonValue>(blobAddress(runId, blobId), { signal });
}

/** Asks for it; that it happened is heard from the stream. A run that is over already counts as done. */
export async function cancelRun(runId: string): Promise<Result<unknown, AppError>> {
  const asked = await ask<unknown>(`${addressOf(runId)}/cancel`, { method: "POST" });
  return !asked.ok && asked.error.code === "already_finished" ? ok(null) : asked;
}

export type DecisionAnswer = {
  /** Number of the event by which the step began to wait. */
  readonly seq: number;
  readonly approve: boolean;
  readonly comment: string;
  readonly values: { readonly [key: string]: JsonValue };
};

/** A refusal names what is wrong by form field. */
export function decide(
  runId: string,
  answer: DecisionAnswer,
): Promise<Result<unknown, AppError & { readonly fields?: { readonly [key: string]: string } }>> {
  return ask<unknown>(`${addressOf(runId)}/decisions`, { method: "POST", body: answer });
}

/** Puts a named event to the run's handlers; that it was heard, and by whom, is told by the stream. */
export function emitEvent(runId: string, event: { readonly name: string; readonly data: JsonValue }): Promise<Result<unknown, AppError>> {
  return ask<unknown>(`${addressOf(runId)}/events`, { method: "POST", body: event });
}

/** What the run may spend, and has spent, with all that its steps start. */
export function readBudget(runId: string, signal?: AbortSignal): Promise<Result<BudgetState, AppError>> {
  return ask<BudgetState>(`${addressOf(runId)}/budget`, { signal });
}

/** Sets its caps; what is left out has none from then on. */
export function changeBudget(runId: string, budget: Budget): Promise<Result<unknown, AppError>> {
  return ask<unknown>(`${addressOf(runId)}/budget`, { method: "POST", body: { budget } });
}

/** What came for the run after its end; empty while it goes on. */
export function readLateEvents(runId: string, signal?: AbortSignal): Promise<Result<readonly LateEvent[], AppError>> {
  return ask<readonly LateEvent[]>(`${addressOf(runId)}/late-events`, { signal });
}

/** Stops one step and all that belongs to it; the rest of the run goes on. */
export function cancelStep(runId: string, path: string): Promise<Result<unknown, AppError>> {
  return ask<unknown>(`${addressOf(runId)}/cancel?path=${encodeURIComponent(path)}`, { method: "POST" });
}

/**
 * Without `path` it goes on after a failure; with `output` the step is kept, with that output in place of its own;
 * `onDraft` runs the draft as it is saved and takes over what no change of it touches.
 */
export type RerunFrom = { readonly path?: string; readonly output?: JsonValue; readonly onDraft?: boolean };

/** A run that goes on from the record of this one. */
export function startRerun(runId: string, from: RerunFrom): Promise<Result<{ readonly runId: string; readonly number: number }, AppError>> {
  return ask(`${addressOf(runId)}/rerun`, { method: "POST", body: from });
}

/** Where a file of a run is downloaded from. */
export function blobAddress(runId: string, blobId: string): string {
  return `${addressOf(runId)}/blobs/${encodeURIComponent(blobId)}`;
}

function addressOf(runId: string): string {
  return `/api/runs/${encodeURIComponent(runId)}`;
}

type Asked = { readonly method?: string; readonly body?: unknown; readonly signal?: AbortSignal | undefined };

async function ask<T>(address: string, { method = "GET", body: sent, signal }: Asked): Promise<Result<T, AppError>> {
  try {
    const json = sent === undefined ? {} : { body: JSON.stringify(sent), headers: { "content-type": "application/json" } };
    const response = await fetch(address, { method, cache: "no-store", signal: signal ?? null, ...json });
    const body: unknown = await response.json();
    // The routes answer with exactly these types; an error has a code and a message.
    return response.ok ? ok(body as T) : err(errorIn(body, response.status));
  } catch {
    return err(appError("unreachable", "The server can't be reached. Check that it runs, then try again."));
  }
}

function errorIn(body: unknown, status: number): AppError {
  if (typeof body === "object" && body !== null && "message" in body && typeof body.message === "string") {
    const fields = "fields" in body && typeof body.fields === "object" && body.fields !== null ? { fields: body.fields } : {};
    return { ...appError("code" in body && typeof body.code === "string" ? body.code : "failed", body.message), ...fields };
  }
  return appError("failed", `The server answered ${status}.`);
}
