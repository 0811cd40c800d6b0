import "server-only";

/**
 * The one way out for requests whose address a workflow decides.
 *
 * Every hop is checked again before it is dialled and while it connects. Time, size and redirects are
 * bounded, and what the author sent as headers stays with the origin it was meant for.
 */
import { Agent, type Dispatcher, fetch, type Response } from "undici";
import type { StepError } from "../nodes/contract";
import type { HttpAnswer, HttpRequest } from "../nodes/execution";
import { err, ok, type Result } from "../shared/result";
import {
  BlockedAddress,
  blockedDestination,
  type Destination,
  guardedLookup,
  type Resolve,
  readDestination,
} from "./guarded-fetch-destination";

export type GuardRules = {
  /** Exact hosts, with or without a port, that may be called wherever they are. */
  readonly allowedHosts: readonly string[];
  readonly connectMs: number;
  /** Of the answer, unpacked. */
  readonly bodyBytes: number;
  readonly redirects: number;
  readonly signal: AbortSignal;
  /** Instead of this machine's resolver. */
  readonly resolve?: Resolve;
};

type Header = HttpRequest["headers"][number];
type Hop = {
  readonly destination: Destination;
  readonly method: string;
  readonly headers: readonly Header[];
  readonly body: string | null;
};

/** Headers that say how a connection is used: the client's to set. */
const ownHeaders =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|keep-alive|accept-encoding|proxy-.*|sec-.*)$/i;
const headerName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;
/** What may follow a redirect to another origin: nothing that could be a credential. */
const harmlessHeaders = new Set(["accept", "accept-language", "content-type"]);
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Any status is an answer. Fails with what keeps a request from being sent or an answer from being read. */
export async function guardedFetch(request: HttpRequest, rules: GuardRules): Promise<Result<HttpAnswer, StepError>> {
  const bad = headerProblem(request.headers);
  if (bad !== null) return err({ code: "invalid_header", class: "permanent", message: bad });
  const destination = readDestination(request.url, rules.allowedHosts);
  if (!destination.ok) return destination;

  const outOfTime = AbortSignal.timeout(request.timeoutMs);
  const signal = AbortSignal.any([rules.signal, outOfTime]);
  let hop: Hop = { destination: destination.value, method: request.method, headers: request.headers, body: request.body };
  try {
    for (let redirects = 0; ; redirects += 1) {
      const answer = await sendHop(hop, rules, signal);
      if (!answer.ok) return answer;
      if (!("location" in answer.value)) return ok(answer.value);
      if (redirects === rules.redirects) return err(tooManyRedirects(rules.redirects));
      const next = nextHop(hop, answer.value, rules);
      if (!next.ok) return next;
      hop = next.value;
    }
  } catch (error) {
    return err(failureOf(error, hop.destination.url, { isCancelled: rules.signal.aborted, isLate: outOfTime.aborted, request }));
  }
}

type Redirect = { readonly location: string; readonly status: number };

async function sendHop(hop: Hop, rules: GuardRules, signal: AbortSignal): Promise<Result<HttpAnswer | Redirect, StepError>> {
  const { destination, method, headers, body } = hop;
  const connect = destination.isNamed ? { timeout: rules.connectMs } : { timeout: rules.connectMs, lookup: guardedLookup(rules.resolve) };
  const agent = new Agent({ connect, headersTimeout: 0, bodyTimeout: 0 });
  try {
    const response = await fetch(destination.url, {
      method,
      headers: headers.map(({ name, value }): [string, string] => [name, value]),
      body,
      redirect: "manual",
      signal,
      dispatcher: agent,
    });
    const location = response.headers.get("location");
    if (redirectStatuses.has(response.status) && location !== null) return ok({ location, status: response.status });
    const text = await readText(response, rules.bodyBytes);
    if (!text.ok) return text;
    return ok({ status: response.status, headers: Object.fromEntries(response.headers), body: text.value });
  } finally {
    await endAgent(agent);
  }
}

/** What is still under way of an answer that nobody wants is dropped. */
async function endAgent(agent: Dispatcher): Promise<void> {
  await agent.destroy().catch(() => undefined);
}

function nextHop(hop: Hop, { location, status }: Redirect, rules: GuardRules): Result<Hop, StepError> {
  const from = hop.destination.url;
  const target = URL.canParse(location, from) ? new URL(location, from).href : location;
  const destination = readDestination(target, rules.allowedHosts);
  if (!destination.ok) return destination;
  const isSameOrigin = destination.value.url.origin === from.origin;
  const headers = isSameOrigin ? hop.headers : hop.headers.filter(({ name }) => harmlessHeaders.has(name.toLowerCase()));
  const becomesGet = (status === 303 && hop.method !== "HEAD") || (status < 303 && hop.method === "POST");
  if (!becomesGet) return ok({ ...hop, destination: destination.value, headers });
  const withoutBody = headers.filter(({ name }) => name.toLowerCase() !== "content-type");
  return ok({ destination: destination.value, method: "GET", headers: withoutBody, body: null });
}

async function readText(response: Response, most: number): Promise<Result<string, StepError>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) {
      const message = `The answer is larger than ${most} bytes, which is as much as is read. Ask the service for less, for example page by page.`;
      return err({ code: "response_too_large", class: "limit", message });
    }
    chunks.push(chunk);
  }
  return ok(decoderOf(response).decode(Buffer.concat(chunks)));
}

/** UTF-8, unless the answer names another encoding that is known. */
function decoderOf(response: Response): TextDecoder {
  const charset = /charset="?([\w-]+)/i.exec(response.headers.get("content-type") ?? "")?.[1];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

function headerProblem(headers: readonly Header[]): string | null {
  for (const { name, value } of headers) {
    if (!headerName.test(name)) return `“${name}” is no name of a header. Use letters, digits and hyphens.`;
    if (ownHeaders.test(name)) return `The header ${name} is set by Windrose itself. Remove it.`;
    if (!headerValue.test(value)) return `The value of the header ${name} holds a line break or a character that no header can hold.`;
  }
  return null;
}

function failureOf(
  error: unknown,
  url: URL,
  { isCancelled, isLate, request }: { readonly isCancelled: boolean; readonly isLate: boolean; readonly request: HttpRequest },
): StepError {
  if (isCancelled) return { code: "cancelled", class: "cancelled", message: "The request was broken off." };
  if (isLate) {
    const message = `${url.host} did not answer within ${request.timeoutMs / 1_000} s. Try again later, or give it more time.`;
    return { code: "http_timeout", class: "transient", message };
  }
  const causes = causesOf(error);
  if (causes.some((cause) => cause instanceof BlockedAddress)) return blockedDestination(url);
  const code = causes.map((cause) => String(Reflect.get(cause, "code") ?? "")).find((found) => found !== "") ?? "";
  if (code === "ENOTFOUND") {
    return { code: "http_unknown_host", class: "permanent", message: `There is no host named ${url.hostname}. Check the address.` };
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return { code: "http_tls", class: "permanent", message: `The certificate of ${url.host} is not valid (${code}).` };
  }
  const why = code === "" ? "" : ` (${code})`;
  return { code: "http_unreachable", class: "transient", message: `${url.host} could not be reached, or broke off its answer${why}.` };
}

function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 5; cause = cause.cause) {
    causes.push(cause);
    if (cause instanceof AggregateError) causes.push(...cause.errors.filter((one): one is Error => one instanceof Error));
  }
  return causes;
}

function tooManyRedirects(most: number): StepError {
  return {
    code: "too_many_redirects",
    class: "permanent",
    message: `The service redirected more than ${most} times. Call the final address itself.`,
  };
}
