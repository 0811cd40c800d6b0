import "server-only";

/** A call of an HTTP step as its attempt records it: without headers, and with what looks like a key taken out of the address. */
import type { HttpAnswer, HttpRequest } from "../nodes/execution";
import type { Exchange } from "../providers/exchange";
import type { JsonValue } from "../shared/json";

/** Of each body. */
const mostCharacters = 64_000;
const secretName = /key|token|secret|signature|sig$|password|auth/i;

/** @param startedAt epoch milliseconds. */
export function httpExchange({ method, url, body }: HttpRequest, answer: HttpAnswer | null, startedAt: number): Exchange {
  return {
    method,
    path: recordedPath(url),
    requestBody: body === null ? null : recordedBody(body),
    startedAt,
    finishedAt: Date.now(),
    status: answer?.status ?? null,
    responseBody: answer === null || answer.body === "" ? null : recordedBody(answer.body),
    correlationId: answer?.headers["x-request-id"] ?? null,
    toolSpans: [],
  };
}

function recordedPath(text: string): string {
  if (!URL.canParse(text)) return "";
  const url = new URL(text);
  for (const name of [...url.searchParams.keys()]) if (secretName.test(name)) url.searchParams.set(name, "removed");
  return `${url.pathname}${url.search}`;
}

function recordedBody(body: string): JsonValue {
  if (body.length > mostCharacters) return `${body.slice(0, mostCharacters)}… (${body.length - mostCharacters} more characters)`;
  try {
    const value: JsonValue = JSON.parse(body);
    return value;
  } catch {
    return body;
  }
}
