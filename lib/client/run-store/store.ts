/**
 * One run as this browser knows it: its journal, what follows from it, and what streams meanwhile.
 *
 * Knows no React and no network. `follow-run.ts` feeds it; hooks in `use-run.tsx` read it.
 */
import { createStore } from "zustand/vanilla";
import type { RunEvent } from "../../engine/events";
import { type EdgeEnds, type EdgeState, edgeStates } from "../../projection/edge-state";
import { type Looked, lookedAt, lookedAtNothing } from "../../projection/instances";
import { applyRunEvent, foldRunView, type RunView, type StepView } from "../../projection/run-view";
import { type ToolCallView, withToolNotice } from "../../projection/tool-calls";
import { placeOfStep } from "../../shared/step-path";
import { type LiveText, withLivePiece } from "./live-text";
import type { StreamMessage } from "./stream-message";

/** `lost` is for good: the run can't be followed. Times are epoch milliseconds. */
export type RunConnection =
  | { readonly is: "connecting" | "live" | "ended" }
  | { readonly is: "reconnecting"; readonly retryAt: number; readonly reason: string }
  | { readonly is: "lost"; readonly reason: string };

export type LiveHold = { readonly attempt: number; readonly because: string };

export type RunState = {
  readonly runId: string;
  readonly events: readonly RunEvent[];
  readonly view: RunView;
  readonly edges: ReadonlyMap<string, EdgeState>;
  readonly connection: RunConnection;
  /** Which instances of what runs several times are looked at, on the canvas and in every view. */
  readonly looked: Looked;
  /** Text of steps in flight, by path. */
  readonly live: ReadonlyMap<string, LiveText>;
  /** By path: why the call of a step in flight waits for its provider. */
  readonly held: ReadonlyMap<string, LiveHold>;
  /** Tool calls by path: heard of while they ran, or read from the record afterwards. */
  readonly toolCalls: ReadonlyMap<string, readonly ToolCallView[]>;
  /** Takes messages in, in order. False when text is missing between two of them: the stream must begin anew. */
  readonly take: (messages: readonly StreamMessage[]) => boolean;
  /** Looks at the instance that a step stands in, or at a frame itself; changes nothing for a step of the graph itself. */
  readonly look: (path: string) => void;
  readonly setConnection: (connection: RunConnection) => void;
  /** Puts the recorded calls of a step in place of those that were heard of. */
  readonly setToolCalls: (path: string, calls: readonly ToolCallView[]) => void;
};

export type RunStore = ReturnType<typeof createRunStore>;

export type NewRunStore = {
  readonly runId: string;
  /** What the server knew when it rendered the page. */
  readonly events?: readonly RunEvent[];
  /** Edges of the version that runs. */
  readonly edges: readonly EdgeEnds[];
};

/** One store per run that is shown, never a module-level singleton. */
export function createRunStore({ runId, events = [], edges }: NewRunStore) {
  const view = foldRunView(events);
  return createStore<RunState>()((set, get) => ({
    runId,
    events,
    view,
    edges: edgeStates(view, edges),
    looked: lookedAtNothing,
    connection: { is: isOver(view) ? "ended" : "connecting" },
    live: new Map(),
    held: new Map(),
    toolCalls: new Map(),
    take: (messages) => {
      const { change, isWhole } = changeFrom(get(), messages, edges);
      if (change !== null) set(change);
      return isWhole;
    },
    look: (path) => {
      const frame = path.endsWith("]") ? path : placeOfStep(path).frame;
      if (frame === "") return;
      const looked = lookedAt(get().looked, frame);
      set({ looked, edges: edgeStates(get().view, edges, looked) });
    },
    setConnection: (connection) => set({ connection }),
    setToolCalls: (path, calls) => set(({ toolCalls }) => ({ toolCalls: new Map(toolCalls).set(path, calls) })),
  }));
}

export function isOver(view: RunView): boolean {
  return view.finishedAt !== null;
}

type Change = Partial<Pick<RunState, "events" | "view" | "edges" | "live" | "held" | "toolCalls">>;

/** All messages of a batch as one change, so that a burst is drawn once. */
function changeFrom(
  state: RunState,
  messages: readonly StreamMessage[],
  edges: readonly EdgeEnds[],
): { readonly change: Change | null; readonly isWhole: boolean } {
  const added: RunEvent[] = [];
  const live = new Map(state.live);
  const held = new Map(state.held);
  const toolCalls = new Map(state.toolCalls);
  let view = state.view;
  let isWhole = true;
  for (const message of messages) {
    if (message.is === "event" && message.event.seq > view.seq) {
      added.push(message.event);
      view = applyRunEvent(view, message.event);
      forgetEnded(live, message.event);
      forgetEnded(held, message.event);
    } else if (message.is === "live" && !isSettled(view.steps.get(message.piece.path), message.piece.attempt)) {
      const text = withLivePiece(live.get(message.piece.path), message.piece);
      if (text === null) isWhole = false;
      else live.set(message.piece.path, text);
    } else if (message.is === "held") {
      const { path, attempt, because } = message.notice;
      if (because === null) held.delete(path);
      else if (!isSettled(view.steps.get(path), attempt)) held.set(path, { attempt, because });
    } else if (message.is === "tool") {
      toolCalls.set(message.notice.path, withToolNotice(toolCalls.get(message.notice.path) ?? [], message.notice));
    }
  }
  if (added.length === 0) return { change: { live, held, toolCalls }, isWhole };
  return {
    change: { events: [...state.events, ...added], view, edges: edgeStates(view, edges, state.looked), live, held, toolCalls },
    isWhole,
  };
}

/** What was said of an attempt in flight ends with it; afterwards the journal holds what came of it. */
function forgetEnded(said: Map<string, { readonly attempt: number }>, event: RunEvent): void {
  switch (event.type) {
    case "step_started": {
      const known = said.get(event.path);
      if (known !== undefined && known.attempt < event.attempt) said.delete(event.path);
      return;
    }
    case "step_succeeded":
    case "step_failed":
    case "step_retry_scheduled":
    case "step_cancelled":
      said.delete(event.path);
      return;
    case "run_recovered":
      for (const path of event.interrupted) said.delete(path);
      return;
    case "run_finished":
      said.clear();
  }
}

/** A piece may arrive after the outcome of its attempt, because the two travel apart. */
function isSettled(step: StepView | undefined, attempt: number): boolean {
  const last = step?.attempts.at(-1);
  return last !== undefined && last.finishedAt !== null && last.attempt >= attempt;
}
