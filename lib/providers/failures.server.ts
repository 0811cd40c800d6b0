import "server-only";

/**
 * Every way a model call fails, as a code, a class and a sentence a person can act on.
 *
 * Sentences never repeat an answer's body; of refusals they take the field and the short reason.
 */
import { z } from "zod";
import type { FailureClass, StepError } from "../nodes/contract";
import { readRetryAfter, refuseLongWait } from "../shared/retry-after";
import type { StopReason, TurnClock } from "./turn-clock.server";
import type { Wire } from "./wire-recorder.server";

/** Whom the call went to, for sentences. */
export type Addressee = {
  /** "Mistral", "Ollama at localhost:11434". */
  readonly label: string;
  readonly serverUrl: string;
  /** The variable that holds the key. */
  readonly keyVariable: string;
  /** The variable that holds the address. */
  readonly urlVariable: string;
  readonly model: string;
  readonly agentId?: string | undefined;
  readonly conversationId?: string | undefined;
  /** Whose settings were refused; a step's where it is absent. */
  readonly subject?: string;
};

export function failure(code: string, kind: FailureClass, message: string, more: Partial<StepError> = {}): StepError {
  return { code, class: kind, message, ...more };
}

/** What a call that threw came to. The clock and the wire know more than the error does. */
export function failureOf(thrown: unknown, clock: TurnClock, wire: Wire, to: Addressee): StepError {
  const stopped = clock.reason();
  if (stopped !== null) return stopFailure(stopped, to);
  const response = wire.response();
  if (response === null) return connectionFailure(thrown, to);
  if (response.status >= 400) return statusFailure(response.status, response.headers, response.body, to);
  if (isConnectionBreak(thrown)) return streamCut(to);
  return unreadableAnswer(response.contentType, to);
}

function stopFailure(reason: StopReason, to: Addressee): StepError {
  switch (reason) {
    case "cancelled":
      return failure("cancelled", "cancelled", "The step was cancelled.");
    case "timeout_first_byte":
      return failure(
        reason,
        "transient",
        `${to.label} did not begin to answer in time. It may be overloaded; try again, or allow a longer wait.`,
      );
    case "timeout_idle":
      return failure(reason, "transient", `${to.label} stopped in the middle of its answer. Try again, or allow a longer pause.`);
    case "timeout_total":
      return failure(reason, "transient", `${to.label} did not finish in time. Ask for a shorter answer, or allow a longer time.`);
  }
}

export function keyMissing(): StepError {
  return failure("unauthorized", "permanent", "There is no key: set MISTRAL_API_KEY and restart Windrose.");
}

export function streamCut(to: Addressee): StepError {
  return failure("stream_cut", "transient", `The answer of ${to.label} broke off before its end. Try again.`);
}

export function malformedAnswer(to: Addressee): StepError {
  return failure(
    "malformed_answer",
    "transient",
    `${to.label} sent an answer that can't be read. Try again; if it stays, the service may have changed.`,
  );
}

export function emptyOutput(to: Addressee): StepError {
  return failure(
    "empty_output",
    "transient",
    `${to.label} answered without any text. Say in the instructions what the answer should contain.`,
  );
}

/** Half a call is never made, even where what arrived of it can be read. */
export function callCut(to: Addressee): StepError {
  return failure(
    "answer_cut",
    "permanent",
    `${to.label} reached the longest answer it was allowed while it called a function. Allow a longer answer, or ask for less.`,
  );
}

function unreadableAnswer(contentType: string, to: Addressee): StepError {
  if (!contentType.includes("text/html")) return malformedAnswer(to);
  const message = `${hostOf(to)} answered with a web page instead of a model's answer. Check ${to.urlVariable}, or a proxy or network sign-in in between.`;
  return failure("malformed_answer", "permanent", message);
}

const certificateCodes = /^(?:CERT_|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED)/;

function connectionFailure(thrown: unknown, to: Addressee): StepError {
  const code = causeCode(thrown);
  const host = hostOf(to);
  if (certificateCodes.test(code)) {
    return failure(
      "connection_failed",
      "permanent",
      `The certificate of ${host} is not trusted. Check ${to.urlVariable}, or set NODE_EXTRA_CA_CERTS.`,
    );
  }
  if (code === "ERR_INVALID_URL")
    return failure("connection_failed", "permanent", `${to.urlVariable} is not an address that can be called.`);
  const what =
    {
      ECONNREFUSED: "refuses connections",
      ENOTFOUND: "can't be found",
      EAI_AGAIN: "can't be looked up",
      ECONNRESET: "closed the connection",
      UND_ERR_SOCKET: "closed the connection",
    }[code] ?? "can't be reached";
  return failure("connection_failed", "transient", `${host} ${what}. Check that it is up, the network, and ${to.urlVariable}.`);
}

/** The system's error code, wherever in the chain of causes it stands. */
function causeCode(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 6; error = error.cause, depth += 1) {
    if ("code" in error && typeof error.code === "string") return error.code;
    if (error instanceof AggregateError && error.errors[0] !== undefined) return causeCode(error.errors[0]);
  }
  return "";
}

function isConnectionBreak(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 6; error = error.cause, depth += 1) {
    if (
      error.message === "terminated" ||
      ("code" in error && /^(?:UND_ERR_SOCKET|ECONNRESET|EPIPE|UND_ERR_BODY_TIMEOUT)$/.test(String(error.code)))
    )
      return true;
  }
  return false;
}

function hostOf({ serverUrl }: Addressee): string {
  return URL.canParse(serverUrl) ? new URL(serverUrl).host : serverUrl;
}

const codeSchema = z.union([z.string(), z.number()]).transform(String).catch("");
const DetailSchema = z.array(
  z.object({ loc: z.array(z.union([z.string(), z.number()])).catch([]), msg: z.string().catch(""), type: z.string().catch("") }),
);

/** The shapes refusals come in, read leniently. */
const RefusalSchema = z
  .object({
    message: z
      .union([z.string(), z.object({ detail: DetailSchema })])
      .optional()
      .catch(undefined),
    detail: z.union([DetailSchema, z.string()]).optional().catch(undefined),
    code: codeSchema,
    error: z
      .union([z.object({ message: z.string().catch("") }), z.string()])
      .optional()
      .catch(undefined),
    guardrails: z.json().optional().catch(undefined),
  })
  .catch({ code: "" });
type Refusal = z.output<typeof RefusalSchema>;

function readRefusal(body: string): Refusal {
  try {
    return RefusalSchema.parse(JSON.parse(body));
  } catch {
    return { code: "" };
  }
}

/** A response that refuses. */
export function statusFailure(status: number, headers: Headers, body: string, to: Addressee): StepError {
  const refusal = readRefusal(body);
  if (refusal.code === "3000") return handoffFailure(to);
  if (isGuardrail(status, refusal)) return guardrailFailure(refusal);
  if (isUnknownModel(status, refusal)) return modelMissing(to);
  if (status === 401) return failure("unauthorized", "permanent", `The key was refused: check ${to.keyVariable} and restart Windrose.`);
  if (status === 402)
    return failure("forbidden", "permanent", `${to.label} asks for payment: check the plan and limits of this key's account.`);
  if (status === 403)
    return failure(
      "forbidden",
      "permanent",
      `This key may not do that${withReason(refusal)}. Check what the key in ${to.keyVariable} is allowed to use.`,
    );
  if (status === 404) return missing(to);
  if (status === 408 || status === 425)
    return failure("provider_error", "transient", `${to.label} was too busy to take the request (status ${status}). Try again.`);
  if (status === 413)
    return failure("invalid_request", "permanent", `The request is too large for ${to.label}. Shorten the message or carry less context.`);
  if (status === 429) return rateLimited(headers, to);
  if (status >= 500)
    return laterFailure("provider_error", `${to.label} failed (status ${status}). This is on its side; try again.`, headers);
  return failure(
    "invalid_request",
    "permanent",
    `${to.label} refused the request (status ${status})${withReason(refusal)}. Change the ${to.subject ?? "step"}'s settings.`,
  );
}

/** An error that arrived inside a stream. */
export function inBandFailure(code: number | string, message: string, to: Addressee): StepError {
  const known = String(code);
  if (known === "3000") return handoffFailure(to);
  if (known === "1300" || known === "429")
    return failure(
      "rate_limited",
      "transient",
      `${to.label} takes no more requests for the moment. Wait a little, or lower the number of calls at once.`,
    );
  if (known === "3201" || /guardrail/i.test(message)) return guardrailFailure({ code: known });
  return failure("provider_error", "transient", `${to.label} failed in the middle of its answer (code ${known}). Try again.`);
}

function handoffFailure(to: Addressee): StepError {
  return failure(
    "handoff_failed",
    "transient",
    `${to.label} failed while one of its agents handed over to another (code 3000). Try again, or draw the hand-over as steps of the workflow.`,
  );
}

function isGuardrail(status: number, refusal: Refusal): boolean {
  return refusal.guardrails !== undefined || refusal.code === "3201" || (status === 403 && /guardrail|moderation/i.test(reasonOf(refusal)));
}

function guardrailFailure({ guardrails }: Refusal): StepError {
  const categories = [...JSON.stringify(guardrails ?? {}).matchAll(/"(\w+)":\{[^{}]*"violated":true/g)]
    .map(([, name = ""]) => name.replaceAll("_", " "))
    .filter((name) => !name.startsWith("moderation"));
  const why = categories.length > 0 ? ` (${categories.join(", ")})` : "";
  return failure(
    "forbidden_by_guardrail",
    "permanent",
    `A guardrail blocked this input${why}. Reword the message, or change the guardrail.`,
  );
}

function isUnknownModel(status: number, refusal: Refusal): boolean {
  return (
    status < 500 &&
    (refusal.code === "3003" ||
      refusal.code === "1500" ||
      /invalid model|model .{0,80}(?:not (?:found|exist|currently in use)|does not exist)/i.test(reasonOf(refusal)))
  );
}

function modelMissing(to: Addressee): StepError {
  return failure("not_found", "permanent", `${to.label} does not offer the model “${to.model}” to this key. Choose another one.`);
}

function missing(to: Addressee): StepError {
  if (to.agentId !== undefined)
    return failure(
      "not_found",
      "permanent",
      `${to.label} has no agent “${to.agentId}”, or a library it uses is gone. Check the agent's id.`,
    );
  if (to.conversationId !== undefined)
    return failure(
      "not_found",
      "permanent",
      `${to.label} no longer knows the conversation this step continues. Run the workflow again from the start.`,
    );
  return failure(
    "not_found",
    "permanent",
    `${to.label} does not know the model “${to.model}”, a library of this ${to.subject ?? "step"}, or the address. Check the model's name and ${to.urlVariable}.`,
  );
}

function rateLimited(headers: Headers, to: Addressee): StepError {
  return laterFailure(
    "rate_limited",
    `${to.label} takes no more requests for the moment (status 429). Wait a little, or lower the number of calls at once.`,
    headers,
  );
}

/** What passes with time, unless the service asks for more of it than a step waits. */
function laterFailure(code: string, message: string, headers: Headers): StepError {
  const wait = readRetryAfter(headers.get("retry-after"), Date.now());
  if (wait === undefined) return failure(code, "transient", message);
  const tooLong = refuseLongWait(wait);
  return tooLong === null ? failure(code, "transient", message, { retryAfterMs: wait }) : failure(code, "limit", `${message} ${tooLong}`);
}

const mostReason = 200;

function withReason(refusal: Refusal): string {
  const reason = reasonOf(refusal);
  return reason === "" ? "" : `: ${reason}`;
}

/** The refused fields with the service's short words, or its message; one line, cut. */
function reasonOf({ message, detail, error }: Refusal): string {
  const details = Array.isArray(detail) ? detail : typeof message === "object" ? message.detail : [];
  const fields = details
    .slice(0, 3)
    .map(
      ({ loc, msg, type }) =>
        `${loc.filter((part) => part !== "body").join(".")}: ${type === "extra_forbidden" ? "not accepted here" : msg}`,
    );
  const plain =
    typeof message === "string" ? message : typeof detail === "string" ? detail : typeof error === "object" ? error.message : (error ?? "");
  const text = (fields.length > 0 ? fields.join("; ") : plain).replace(/\s+/g, " ").trim();
  return text.slice(0, mostReason).replace(/[.\s]+$/, "");
}
