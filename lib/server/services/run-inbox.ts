import "server-only";

/**
 * What somebody outside has to say to a run that is going on: stop, a decision, an event.
 *
 * It is put into the run's inbox; whoever drives the run takes it from there. What an actor can't see
 * answers like what does not exist.
 */
import { AskSchema } from "../../nodes/ask";
import { readDecision } from "../../nodes/decision";
import { eventNameProblem } from "../../nodes/event-names";
import type { RunStatus } from "../../projection/run-view";
import type { LateEvent } from "../../projection/summaries";
import { type AppError, appError } from "../../shared/app-error";
import type { JsonObject, JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { limitInForce } from "../env";
import { type Answer, findWaiting, insertDecision } from "../repositories/decisions";
import { insertLateEvent, selectLateEvents } from "../repositories/late-events";
import { type InboxEntry, insertInboxEntry } from "../repositories/runs";
import { wakeRun } from "../worker";
import { findRun, noSuchRun } from "./runs";

export type RunOverError = AppError & {
  /** With `already_finished`: what it came to. */
  readonly state?: RunStatus;
};

type Told = Promise<Result<Record<string, never>, RunOverError>>;

/**
 * Stops a run, or with `path` one of its steps and all that belongs to it.
 *
 * Fails with `not_found`, or `already_finished` with what the run came to. Asking twice is harmless.
 */
export async function cancelRun(actor: Actor, runId: string, path?: string): Told {
  return tellRun(actor, runId, { kind: "cancel", data: path === undefined ? {} : { path } });
}

/**
 * Hands a named event with data to whoever listens for it. Fails with `invalid_event` and like `cancelRun`; an
 * event for a run that is over is refused and kept with it all the same.
 */
export async function emitEvent(actor: Actor, runId: string, event: { readonly name: string; readonly data: JsonValue }): Told {
  const problem = eventNameProblem(event.name);
  if (problem !== undefined) return err(appError("invalid_event", problem, "name"));
  const told = await tellRun(actor, runId, { kind: "event", data: { name: event.name, data: event.data } });
  if (told.ok || told.error.code !== "already_finished") return told;
  const isKept = await insertLateEvent(actor, runId, event, limitInForce("lateEvents"));
  const note = isKept ? "The event is kept with the run." : `The event is not kept: ${limitInForce("lateEvents")} came late already.`;
  return err({ ...told.error, message: `${told.error.message} ${note}` });
}

/** What came for a run after its end, oldest first; empty while it goes on. Fails with `not_found`. */
export async function readLateEvents(actor: Actor, runId: string): Promise<Result<readonly LateEvent[], AppError>> {
  return (await findRun(actor, runId)) === null ? err(noSuchRun()) : ok(await selectLateEvents(actor, runId));
}

export type DecisionError = RunOverError & {
  /** With `invalid_decision`: a sentence by form field. */
  readonly fields?: { readonly [key: string]: string };
};

/**
 * Answers a step that waits for a person. `seq` is the number of the event by which it began to wait, so
 * that an answer is good for exactly what was shown. The first answer wins.
 *
 * Fails with `invalid_decision` (fields), `already_decided`, `superseded`, `not_waiting`, and like `cancelRun`.
 */
export async function decideStep(
  actor: Actor,
  runId: string,
  { seq, decision }: { readonly seq: number; readonly decision: JsonObject },
): Promise<Result<Record<string, never>, DecisionError>> {
  const waiting = await findWaiting(actor, runId, seq);
  if (waiting === null) return (await findRun(actor, runId)) === null ? err(noSuchRun()) : err(notWaiting());
  const read = readDecision(AskSchema.parse(waiting.ask), decision);
  if (!read.ok) return err({ ...appError("invalid_decision", read.error.message), fields: read.error.fields });
  const answer = await insertDecision(actor, runId, waiting, read.value);
  if (answer.is === "taken") await wakeRun(runId);
  return answered(answer, actor, runId);
}

async function answered(answer: Answer, actor: Actor, runId: string): Told {
  switch (answer.is) {
    case "taken":
      return ok({});
    case "no_run":
      return runIsOver(actor, runId);
    case "not_waiting":
      return err(notWaiting());
    case "decided":
      return err(appError("already_decided", "Somebody has decided this already. The first decision counts."));
    case "superseded":
      return err(appError("superseded", `This question was superseded: ${answer.because}. A decision changes nothing any more.`));
  }
}

function notWaiting(): AppError {
  return appError("not_waiting", "This step does not wait for a decision any more. Reload to see where the run stands.");
}

async function tellRun(actor: Actor, runId: string, entry: InboxEntry): Told {
  if (!(await insertInboxEntry(actor, runId, entry))) return runIsOver(actor, runId);
  await wakeRun(runId);
  return ok({});
}

async function runIsOver(actor: Actor, runId: string): Told {
  const run = await findRun(actor, runId);
  if (run === null) return err(noSuchRun());
  const came = run.status === "cancelled" ? "was cancelled" : run.status;
  return err({ ...appError("already_finished", `Run ${run.number} is over already: it ${came}.`), state: run.status });
}
