import "server-only";

/**
 * The HTTP client under a model call: sends, keeps time, and remembers what crossed the wire.
 *
 * What was sent is the body as it left, not what was meant to be sent. Keys never enter a record.
 */
import type { Readable } from "node:stream";
import { createParser } from "eventsource-parser";
import type { JsonValue } from "../shared/json";
import type { Exchange, ToolSpan } from "./exchange";
import { sendHttp } from "./http-send.server";
import type { TurnClock } from "./turn-clock.server";

/** Of a response body; the rest is counted, not kept. */
const mostRecordedCharacters = 256_000;
/** Of a stream's text before its deltas are joined, and of bodies that are no stream. */
const mostBufferedCharacters = 2_000_000;

export type Wire = {
  /** In the shape the SDK's HTTP client takes. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** For the SDK's hook of this name: keeps the body back until `fetch` is called, because a Request would copy it twice. */
  readonly beforeCreateRequest: <T extends { options?: RequestInit | undefined }>(context: object, input: T) => T;
  /** What is known of the response; null until its headers arrived. */
  readonly response: () => {
    readonly status: number;
    readonly headers: Headers;
    readonly contentType: string;
    readonly body: string;
  } | null;
  /** Whether a byte of the answer arrived. */
  readonly hasBytes: () => boolean;
  /** The exchange, once the call is over; null when nothing was sent. */
  readonly exchange: (toolSpans: readonly ToolSpan[]) => Exchange | null;
};

/** @param cleared nothing is sent before it is fulfilled. */
export function openWire(clock: TurnClock, secret: string | undefined, cleared: Promise<void> = Promise.resolve()): Wire {
  let bodyKeptBack: string | null = null;
  let request: { method: string; path: string; body: string; startedAt: number } | null = null;
  let response: { status: number; headers: Headers; contentType: string } | null = null;
  let received = "";
  let receivedCharacters = 0;
  let hasBytes = false;

  const keep = (text: string) => {
    receivedCharacters += text.length;
    if (received.length < mostBufferedCharacters) received += text;
  };

  const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const asked = input instanceof Request && init === undefined ? input : new Request(input, init);
    const { method, headers } = asked;
    const url = new URL(asked.url);
    const body = bodyKeptBack ?? (asked.body === null ? "" : await asked.text());
    await cleared;
    clock.signal.throwIfAborted();
    request = { method, path: `${url.pathname}${url.search}`, body, startedAt: Date.now() };
    clock.sent();
    const answer = await sendHttp({ method, url, headers, body, signal: clock.signal });
    const contentType = answer.headers.get("content-type") ?? "";
    response = { status: answer.status, headers: answer.headers, contentType };
    const decoder = new TextDecoder();
    const onBytes = (bytes: Uint8Array) => {
      hasBytes = true;
      clock.received();
      keep(decoder.decode(bytes, { stream: true }));
    };
    const isStream = answer.status === 200 && contentType.includes("text/event-stream");
    const content = isStream ? watched(answer.body, onBytes) : await wholeText(answer.body, onBytes);
    return new Response(content === "" ? null : content, { status: answer.status, headers: answer.headers });
  };

  return {
    fetch: send,
    beforeCreateRequest: (_, input) => {
      if (typeof input.options?.body !== "string") return input;
      bodyKeptBack = input.options.body;
      return { ...input, options: { ...input.options, body: null } };
    },
    response: () => (response === null ? null : { ...response, body: received }),
    hasBytes: () => hasBytes,
    exchange: (toolSpans) => {
      if (request === null) return null;
      const isStream = response?.contentType.includes("text/event-stream") === true;
      return {
        method: request.method,
        path: request.path,
        requestBody: request.body === "" ? null : readJson(withoutSecret(request.body, secret)),
        startedAt: request.startedAt,
        finishedAt: Date.now(),
        status: response?.status ?? null,
        responseBody: responseRecord(withoutSecret(received, secret), receivedCharacters, isStream),
        correlationId: response?.headers.get("mistral-correlation-id") ?? response?.headers.get("x-request-id") ?? null,
        toolSpans,
      };
    },
  };
}

/** Passes a body on unchanged, no faster than it is read. */
function watched(body: Readable, onBytes: (bytes: Uint8Array) => void): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      body.on("data", (bytes: Uint8Array) => {
        onBytes(bytes);
        controller.enqueue(bytes);
        if ((controller.desiredSize ?? 0) <= 0) body.pause();
      });
      body.once("end", () => controller.close());
      body.once("error", (error) => controller.error(error));
    },
    pull: () => void body.resume(),
    cancel: () => void body.destroy(),
  });
}

async function wholeText(body: Readable, onBytes: (bytes: Uint8Array) => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of body) {
    onBytes(bytes);
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

function withoutSecret(text: string, secret: string | undefined): string {
  return secret === undefined || secret.length < 8 || !text.includes(secret) ? text : text.replaceAll(secret, "[key removed]");
}

function responseRecord(text: string, characters: number, isStream: boolean): JsonValue {
  if (isStream) return streamRecord(text, characters);
  if (text === "") return null;
  if (text.length > mostRecordedCharacters) return cutNote(text.slice(0, mostRecordedCharacters), characters - mostRecordedCharacters);
  return readJson(text);
}

type RecordedEvent = { readonly event: string; readonly data: JsonValue; frames?: number };

/** A stream's events in order; text deltas that follow one another are joined, with their number in `frames`. */
function streamRecord(text: string, characters: number): JsonValue {
  const events: RecordedEvent[] = [];
  let size = 0;
  let leftOut = Math.max(0, characters - text.length);
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (size + data.length > mostRecordedCharacters) {
        leftOut += data.length;
        return;
      }
      const value = data === "[DONE]" ? data : readJson(data);
      size += addEvent(events, event ?? "message", value, data.length);
    },
  });
  parser.feed(text);
  parser.reset({ consume: true });
  return leftOut > 0 ? [...events, { event: "note", data: `${leftOut} more characters arrived and were not kept.` }] : events;
}

/** @returns by how many characters the record grew. */
function addEvent(events: RecordedEvent[], event: string, data: JsonValue, characters: number): number {
  const last = events.at(-1);
  const [before, after] = [textDelta(last?.data), textDelta(data)];
  if (last === undefined || before === undefined || after === undefined || before.key !== after.key || last.event !== event) {
    events.push({ event, data });
    return characters;
  }
  events[events.length - 1] = { event, data: { ...before.data, content: before.text + after.text }, frames: (last.frames ?? 1) + 1 };
  return after.text.length;
}

type TextDelta = { readonly key: string; readonly text: string; readonly data: { readonly [key: string]: JsonValue } };

function textDelta(value: JsonValue | undefined): TextDelta | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const data = value as { readonly [key: string]: JsonValue }; // arrays were handled above
  if (data.type !== "message.output.delta" || typeof data.content !== "string") return undefined;
  return { key: `${data.id}/${data.output_index}/${data.content_index}`, text: data.content, data };
}

function cutNote(text: string, leftOut: number): JsonValue {
  return { cut: text, note: `${leftOut} more characters arrived and were not kept.` };
}

function readJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
