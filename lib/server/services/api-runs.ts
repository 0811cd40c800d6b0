import "server-only";

/**
 * Runs as the API starts and tells them: waited for, streamed, or left to go on.
 */
import type { RunReport } from "../../projection/run-report";
import type { AppError } from "../../shared/app-error";
import type { JsonObject } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { limitInForce } from "../env";
import { waitForRunEnd } from "../run-end";
import { frame } from "../run-stream";
import { type PublishedRunError, startPublishedRun } from "./published-runs";
import { readRunReport } from "./run-reports";
import { watchRun } from "./run-streams";
import { findRun, isFinished, noSuchRun } from "./runs";

export type ApiRunRequest = {
  readonly name: string;
  readonly inputs: JsonObject;
  readonly mode: "wait" | "stream" | "async";
  readonly idempotencyKey?: string;
  readonly signal: AbortSignal;
};

export type ApiRunAnswer =
  | { readonly is: "report"; readonly report: RunReport }
  /** Server-sent events, the last one named `result`. */
  | { readonly is: "stream"; readonly runId: string; readonly body: ReadableStream<Uint8Array> };

/**
 * Starts a run of a published workflow, and waits for its end or streams it when asked to. A run that lasts
 * longer than may be waited for, or that there is no free stream for, is reported as it stands.
 *
 * Fails like `startPublishedRun`; a run that failed is no failure here.
 */
export async function runPublished(actor: Actor, request: ApiRunRequest): Promise<Result<ApiRunAnswer, PublishedRunError>> {
  const { name, inputs, mode, idempotencyKey, signal } = request;
  const started = await startPublishedRun(actor, { name, inputs, trigger: "api", ...(idempotencyKey !== undefined && { idempotencyKey }) });
  if (!started.ok) return started;
  const { runId } = started.value;
  const body = mode === "stream" ? await streamWithResult(actor, runId, signal) : null;
  if (body !== null) return ok({ is: "stream", runId, body });
  if (mode === "wait") {
    const isOver = async (): Promise<boolean> => isFinished((await findRun(actor, runId))?.status ?? "cancelled");
    await waitForRunEnd({ runId, isOver, limitMs: limitInForce("apiWaitMs"), signal });
  }
  const report = await reportRun(actor, runId);
  return report.ok ? ok({ is: "report", report: report.value }) : report;
}

/** Fails with `not_found`. */
export async function reportRun(actor: Actor, runId: string): Promise<Result<RunReport, AppError>> {
  const report = await readRunReport(actor, runId);
  return report === null ? err(noSuchRun()) : ok(report);
}

/** Null when no stream is free. */
async function streamWithResult(actor: Actor, runId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> {
  const watched = await watchRun(actor, { runId, after: null, signal });
  if (!watched.ok || typeof watched.value === "string") return null;
  const encoder = new TextEncoder();
  const withResult = new TransformStream<Uint8Array, Uint8Array>({
    flush: async (controller) => {
      const report = await readRunReport(actor, runId);
      // A stream that broke off early has no result.
      if (report !== null && report.success !== null) controller.enqueue(encoder.encode(frame("result", report)));
    },
  });
  return watched.value.pipeThrough(withResult);
}
