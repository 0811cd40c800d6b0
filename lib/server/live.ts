import "server-only";

/**
 * The live channel: committed events and streaming text of the runs that this process drives, and, where runs are
 * distributed over workers, of those that others drive.
 *
 * Nothing here is kept: events stand in the journal, and text that a step streams is forgotten when
 * its outcome is recorded. Late listeners first get the text so far.
 */
import type { RunEvent } from "../engine/events";
import { isDistributed } from "./env";
import type { RemoteMessage } from "./live-remote";
import { log } from "./log";
import { processWide } from "./runtime";

export type LiveMessage =
  | { readonly kind: "events"; readonly events: readonly RunEvent[] }
  /** Another process wrote events. `ended` names the steps whose turn they ended; null for all of them. */
  | { readonly kind: "written"; readonly ended: readonly string[] | null }
  /** `offset` counts the characters of this attempt's text before `text`. */
  | { readonly kind: "live"; readonly path: string; readonly attempt: number; readonly offset: number; readonly text: string }
  /** The step's call waits for a place of its provider's key; null once it has one. */
  | { readonly kind: "held"; readonly path: string; readonly attempt: number; readonly because: string | null }
  | {
      readonly kind: "tool";
      readonly path: string;
      readonly attempt: number;
      readonly id: string;
      readonly name: string;
      readonly arguments: string;
      readonly state: "started" | "done";
      /** Epoch milliseconds. */
      readonly at: number;
    };

/** Loaded only where there is a Redis. What is said to it one after the other stays in that order. */
const others = () => import("./live-remote");

type ToolMessage = Extract<LiveMessage, { kind: "tool" }>;
type Unfinished = { readonly attempt: number; held: string | null; text: string; readonly tools: ToolMessage[] };
type Topic = { readonly listeners: Set<(message: LiveMessage) => void>; readonly unfinished: Map<string, Unfinished> };

const topics = (): Map<string, Topic> => processWide("live-topics", () => new Map<string, Topic>());

function topicOf(runId: string): Topic {
  const all = topics();
  let topic = all.get(runId);
  if (topic === undefined) {
    topic = { listeners: new Set(), unfinished: new Map() };
    all.set(runId, topic);
  }
  return topic;
}

/** Hears a run until the returned function is called. Called at once with the text so far of steps in flight. */
export function subscribeToRun(runId: string, listener: (message: LiveMessage) => void): () => void {
  const topic = topicOf(runId);
  topic.listeners.add(listener);
  if (isDistributed()) void others().then(({ followerOfRuns }) => followerOfRuns(deliverFromOthers).follow(runId));
  tellUnfinished(topic, listener);
  return () => {
    topic.listeners.delete(listener);
    if (topic.listeners.size === 0 && isDistributed()) stopFollowing(runId, topic);
    forgetIfIdle(runId, topic);
  };
}

/** What is said meanwhile is missed, so what is known of the run is forgotten: the next listener has it read again. */
function stopFollowing(runId: string, topic: Topic): void {
  void others().then(({ followerOfRuns }) => followerOfRuns(deliverFromOthers).leave(runId));
  topic.unfinished.clear();
}

/** Tells every listener of a run, in whichever process it is. */
export function publishToRun(runId: string, message: LiveMessage): void {
  if (!isDistributed()) {
    deliver(runId, message);
    return;
  }
  // Whoever listens here follows the run as everybody else does.
  const remote = message.kind === "events" ? writtenIn(message.events) : message;
  const isStreaming = isAnyStreaming(runId, remote);
  void others().then(({ sayToOthers }) => sayToOthers(runId, remote, isStreaming));
}

/** Whether some step of the run streams from this process, once this was said. */
function isAnyStreaming(runId: string, message: RemoteMessage): boolean {
  const all = processWide("live-streaming", () => new Map<string, Set<string>>());
  const paths = all.get(runId) ?? new Set();
  if (message.kind !== "written") paths.add(message.path);
  else if (message.ended === null) paths.clear();
  else for (const path of message.ended) paths.delete(path);
  if (paths.size > 0) all.set(runId, paths);
  else all.delete(runId);
  return paths.size > 0;
}

/** @param isCatchingUp the messages are all that was said so far: listeners need only what still goes on. */
function deliverFromOthers(runId: string, messages: readonly RemoteMessage[], isCatchingUp: boolean): void {
  if (!isCatchingUp) {
    for (const message of messages) deliver(runId, message);
    return;
  }
  const topic = topicOf(runId);
  for (const message of messages) remember(topic, message);
  for (const listener of [...topic.listeners]) tellUnfinished(topic, listener);
  forgetIfIdle(runId, topic);
}

function tellUnfinished(topic: Topic, listener: (message: LiveMessage) => void): void {
  for (const [path, { attempt, held, text, tools }] of topic.unfinished) {
    if (held !== null) listener({ kind: "held", path, attempt, because: held });
    for (const tool of tools) listener(tool);
    if (text !== "") listener({ kind: "live", path, attempt, offset: 0, text });
  }
}

function writtenIn(events: readonly RunEvent[]): RemoteMessage {
  const isOver = events.some(({ type }) => type === "run_finished" || type === "run_recovered");
  return { kind: "written", ended: isOver ? null : events.filter(endsTurn).map(({ path }) => path) };
}

/** A listener that throws does not keep the others from hearing. */
function deliver(runId: string, message: LiveMessage): void {
  const topic = topicOf(runId);
  remember(topic, message);
  for (const listener of [...topic.listeners]) {
    try {
      listener(message);
    } catch (error) {
      log().warn({ err: error, runId }, "a listener of a run threw");
    }
  }
  forgetIfIdle(runId, topic);
}

/** Forgets what streamed in this process of a run that another process drives now. */
export function forgetUnfinished(runId: string): void {
  if (isDistributed()) isAnyStreaming(runId, { kind: "written", ended: null });
  const topic = topics().get(runId);
  if (topic === undefined) return;
  topic.unfinished.clear();
  forgetIfIdle(runId, topic);
}

function remember(topic: Topic, message: LiveMessage): void {
  if (message.kind === "events") {
    for (const event of message.events) {
      if (endsTurn(event)) topic.unfinished.delete(event.path);
      if (event.type === "run_finished" || event.type === "run_recovered") topic.unfinished.clear();
    }
    return;
  }
  if (message.kind === "written") {
    if (message.ended === null) topic.unfinished.clear();
    else for (const path of message.ended) topic.unfinished.delete(path);
    return;
  }
  let step = topic.unfinished.get(message.path);
  if (step === undefined || step.attempt !== message.attempt) {
    step = { attempt: message.attempt, held: null, text: "", tools: [] };
    topic.unfinished.set(message.path, step);
  }
  if (message.kind === "live") step.text = step.text.slice(0, message.offset) + message.text;
  else if (message.kind === "held") step.held = message.because;
  else step.tools.push(message);
}

/** What streamed belongs to a turn in flight; afterwards the journal holds what came of it. */
function endsTurn(event: RunEvent): event is Extract<RunEvent, { readonly path: string }> {
  switch (event.type) {
    case "step_succeeded":
    case "step_failed":
    case "step_fallback":
    case "step_retry_scheduled":
    case "step_cancelled":
    case "step_spawned":
    case "step_listening":
    case "step_waiting":
      return true;
    default:
      return false;
  }
}

function forgetIfIdle(runId: string, topic: Topic): void {
  if (topic.listeners.size === 0 && topic.unfinished.size === 0) topics().delete(runId);
}
