/**
 * Follows a run's stream until the run is over, through broken connections and restarts of the server.
 *
 * Comes back with the number of the last event it has, so nothing is missed or repeated. Knows the
 * wire and the clock through ports; what it hears goes to its listener in batches.
 */
import { createParser } from "eventsource-parser";
import type { RunConnection } from "./store";
import { parseStreamMessage, type StreamMessage } from "./stream-message";

export type RunListener = {
  /** The newest event the listener has; 0 for none. */
  readonly lastSeq: () => number;
  /** False asks for the stream to begin anew. */
  readonly onMessages: (messages: readonly StreamMessage[]) => boolean;
  readonly onConnection: (connection: RunConnection) => void;
};

export type FollowPorts = {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** Calls back after a delay; what it returns calls that off. */
  readonly after: (delayMs: number, work: () => void) => () => void;
  /** Calls back before the next picture is drawn, or soon when none is. */
  readonly nextFrame: (work: () => void) => () => void;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Calls back when the network is back; what it returns ends that. */
  readonly onOnline: (work: () => void) => () => void;
};

/** The server says something at least every 15 s. */
const silenceMs = 40_000;
const firstDelayMs = 500;
const longestDelayMs = 15_000;

/** @returns what ends it. */
export function followRun(runId: string, listener: RunListener, ports: FollowPorts = browserPorts): () => void {
  const stop = new AbortController();
  void follow(runId, listener, ports, stop.signal);
  return () => stop.abort();
}

async function follow(runId: string, listener: RunListener, ports: FollowPorts, stop: AbortSignal): Promise<void> {
  let failures = 0;
  let wasTorn = false;
  while (!stop.aborted) {
    const outcome = await readOnce(runId, listener, ports, stop);
    if (stop.aborted) return;
    if (outcome.is === "ended") return listener.onConnection({ is: "ended" });
    if (outcome.is === "refused") return listener.onConnection({ is: "lost", reason: outcome.reason });

    failures = outcome.hasHeard ? 1 : failures + 1;
    // Text that is missing twice in a row is no accident: hurrying would only repeat it.
    const delayMs = outcome.isTorn && !wasTorn ? 0 : delayAfter(failures, ports.random());
    wasTorn = outcome.isTorn;
    listener.onConnection({ is: "reconnecting", retryAt: ports.now() + delayMs, reason: outcome.reason });
    await pause(delayMs, ports, stop);
  }
}

type StreamOutcome =
  | { readonly is: "ended" }
  /** Asking again would be answered the same. */
  | { readonly is: "refused"; readonly reason: string }
  | { readonly is: "broken"; readonly reason: string; readonly hasHeard: boolean; readonly isTorn: boolean };

async function readOnce(runId: string, listener: RunListener, ports: FollowPorts, stop: AbortSignal): Promise<StreamOutcome> {
  const connection = new AbortController();
  const close = () => connection.abort();
  stop.addEventListener("abort", close);
  const batch = batched(listener, ports, close);
  let hasHeard = false;
  let callOffSilence = ports.after(silenceMs, close);
  try {
    const address = `/api/runs/${encodeURIComponent(runId)}/events?after=${listener.lastSeq()}`;
    const response = await ports.fetch(address, { headers: { accept: "text/event-stream" }, cache: "no-store", signal: connection.signal });
    if (!response.ok || response.body === null) return await refusal(response);

    listener.onConnection({ is: "live" });
    for await (const text of textsOf(response.body)) {
      hasHeard = true;
      callOffSilence();
      callOffSilence = ports.after(silenceMs, close);
      batch.hear(text);
    }
  } catch {
    // A connection that broke, or that we closed: the loop comes back.
  } finally {
    callOffSilence();
    stop.removeEventListener("abort", close);
    if (!stop.aborted) batch.flush();
  }
  if (batch.hasEnded()) return { is: "ended" };
  return { is: "broken", reason: "The connection to the server broke.", hasHeard, isTorn: batch.isTorn() };
}

async function refusal(response: Response): Promise<StreamOutcome> {
  const reason = await messageOf(response);
  const isFinal = response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429;
  return isFinal ? { is: "refused", reason } : { is: "broken", reason, hasHeard: false, isTorn: false };
}

async function messageOf(response: Response): Promise<string> {
  try {
    const body: unknown = await response.json();
    if (typeof body === "object" && body !== null && "message" in body && typeof body.message === "string") return body.message;
  } catch {
    // Not ours: a gateway's page, perhaps.
  }
  return `The server answered ${response.status}.`;
}

/** Gathers what arrives between two pictures, so that a burst of text is drawn once. */
function batched(listener: RunListener, ports: FollowPorts, close: () => void) {
  let waiting: StreamMessage[] = [];
  let callOffFrame: (() => void) | null = null;
  let hasEnded = false;
  let isTorn = false;

  const flush = () => {
    callOffFrame?.();
    callOffFrame = null;
    if (waiting.length === 0) return;
    const messages = waiting;
    waiting = [];
    if (listener.onMessages(messages)) return;
    isTorn = true;
    close();
  };
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const message = parseStreamMessage(event, data);
      if (message?.is === "end") hasEnded = true;
      if (message === null || message.is === "end") return;
      waiting.push(message);
      callOffFrame ??= ports.nextFrame(() => {
        callOffFrame = null;
        flush();
      });
    },
  });
  return { hear: (text: string) => parser.feed(text), flush, hasEnded: () => hasEnded, isTorn: () => isTorn };
}

async function* textsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

/** Doubles up to a limit; the random half keeps the tabs of a restarted server from coming all at once. */
function delayAfter(failures: number, random: number): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
  return delay / 2 + (delay / 2) * random;
}

function pause(delayMs: number, ports: FollowPorts, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      callOff();
      endOnline();
      stop.removeEventListener("abort", finish);
      resolve();
    };
    const callOff = ports.after(delayMs, finish);
    const endOnline = ports.onOnline(finish);
    stop.addEventListener("abort", finish);
  });
}

/** No pictures are drawn in a hidden tab; text should still arrive there. */
const hiddenFrameMs = 250;

const browserPorts: FollowPorts = {
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  after: (delayMs, work) => {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
  nextFrame: (work) => {
    const isHidden = document.visibilityState === "hidden";
    if (isHidden) {
      const timer = setTimeout(work, hiddenFrameMs);
      return () => clearTimeout(timer);
    }
    const frame = requestAnimationFrame(work);
    return () => cancelAnimationFrame(frame);
  },
  random: Math.random,
  onOnline: (work) => {
    window.addEventListener("online", work);
    return () => window.removeEventListener("online", work);
  },
};
