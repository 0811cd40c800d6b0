import "server-only";

/** A run's event stream for one person: checks that the run is theirs to see, then opens it within the limits. */
import { type AppError, appError } from "../../shared/app-error";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { log } from "../log";
import { endedRunStream, openRunStream } from "../run-stream";
import { takeStreamSlot } from "../run-stream-slots";
import { findRun, isFinished, readEvents } from "./runs";

const eventsPerRead = 500;

/**
 * @param after what the client says it has: `Last-Event-ID` or `?after=`. What is no number of an
 * event of this run (garbage, negative, from the future) counts as nothing.
 */
export async function watchRun(
  actor: Actor,
  { runId, after, signal }: { readonly runId: string; readonly after: string | null; readonly signal: AbortSignal },
): Promise<Result<ReadableStream<Uint8Array> | string, AppError>> {
  const run = await findRun(actor, runId);
  if (run === null) return err(appError("not_found", "There is no such run."));
  const afterSeq = readSeq(after, run.lastSeq);
  if (isFinished(run.status) && afterSeq === run.lastSeq) return ok(endedRunStream());

  const slot = takeStreamSlot(actor);
  if (!slot.ok) return slot;
  return ok(
    openRunStream({
      runId,
      afterSeq,
      readEvents: (seq) => readEvents(actor, runId, seq, eventsPerRead),
      onError: (error) => log().warn({ err: error, runId }, "a run stream ended early"),
      onClose: slot.value,
      signal,
    }),
  );
}

function readSeq(text: string | null, lastSeq: number): number {
  if (text === null || !/^\d{1,9}$/.test(text)) return 0;
  const seq = Number(text);
  return seq <= lastSeq ? seq : 0;
}
