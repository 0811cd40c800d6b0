/** What a service answered, as a step's output or failure. Pure: the clock is given. */
import { type JsonObject, type JsonValue, jsonDepth } from "../../shared/json";
import { limits } from "../../shared/limits";
import { err, ok, type Result } from "../../shared/result";
import { readRetryAfter, refuseLongWait } from "../../shared/retry-after";
import type { StepError } from "../contract";
import type { HttpAnswer } from "../execution";

/** Those that say something about the answer to whoever reads it. */
const keptHeaders = [
  "content-type",
  "date",
  "etag",
  "last-modified",
  "link",
  "location",
  "retry-after",
  "x-request-id",
  "x-total-count",
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
];
/** Of an answer that is kept with a failure. */
const mostRawCharacters = 10_000;

/** `{status, headers, body}`. A status other than 2xx is a failure. */
export function readAnswer(answer: HttpAnswer, expect: "json" | "text", now: number): Result<JsonObject, StepError> {
  const { status, headers, body } = answer;
  if (status < 200 || status > 299) return err(statusError(answer, now));
  const read = expect === "json" ? readJson(body) : ok(body);
  if (!read.ok) return read;
  const kept = keptHeaders.flatMap((name): [string, string][] => (headers[name] === undefined ? [] : [[name, headers[name]]]));
  return ok({ status, headers: Object.fromEntries(kept), body: read.value });
}

function readJson(body: string): Result<JsonValue, StepError> {
  if (body.trim() === "") return ok(null);
  try {
    const value: JsonValue = JSON.parse(body);
    if (jsonDepth(value, limits.documentDepth.value) <= limits.documentDepth.value) return ok(value);
    return err(notJson(body, `The answer is nested more than ${limits.documentDepth.value} levels deep. Take it as text.`));
  } catch {
    return err(notJson(body, "The service did not answer with JSON. Check the address, or take the answer as text."));
  }
}

function notJson(body: string, message: string): StepError {
  return { code: "not_json", class: "permanent", message, raw: shortBody(body) };
}

function statusError({ status, headers, body }: HttpAnswer, now: number): StepError {
  const isTransient = status === 408 || status === 425 || status === 429 || status >= 500;
  const retryAfterMs = isTransient ? readRetryAfter(headers["retry-after"], now) : undefined;
  const tooLong = refuseLongWait(retryAfterMs ?? 0);
  const message = `The service answered with status ${status}: ${meaningOf(status)}`;
  const raw = body === "" ? {} : { raw: shortBody(body) };
  if (tooLong !== null) return { code: `http_${status}`, class: "limit", message: `${message} ${tooLong}`, ...raw };
  return {
    code: `http_${status}`,
    class: isTransient ? "transient" : "permanent",
    message,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...raw,
  };
}

function meaningOf(status: number): string {
  if (status === 401) return "it wants to know who asks. Check the Authorization header.";
  if (status === 403) return "it refuses. Check what the credentials allow.";
  if (status === 404 || status === 410) return "there is nothing at this address. Check it.";
  if (status === 405) return "it does not take this method at this address.";
  if (status === 400 || status === 422) return "it does not understand what was sent. Its answer may say why.";
  if (status === 429) return "it asks for fewer requests. Allow more attempts in the node's settings, or wait.";
  if (status >= 500) return "it has a fault of its own. Try again later, or allow more attempts in the node's settings.";
  return "that is no success. Its answer may say why.";
}

function shortBody(body: string): string {
  return body.length <= mostRawCharacters ? body : `${body.slice(0, mostRawCharacters)}…`;
}
