/**
 * What a journal adds up to while a run is driven.
 *
 * Pure apart from being updated in place: the driver owns the one state of its run and folds every
 * event into it, so that deciding costs one pass over the plan and no copies.
 */
import type { BudgetItem } from "../shared/budget";
import type { JsonObject } from "../shared/json";
import type { RunBatch, RunEventBody, SpawnedChildRecord, StoredValue } from "./events";
import { framePath, nodesOfChild, type PlanIndex } from "./plan-index";
import { type ChildState, newStep, type StepState } from "./step-state";

/** `order` counts up as edges are decided: joins fire in this order. */
export type EdgeState = { readonly is: "taken" | "skipped"; readonly order: number };

export type RunFailure = { readonly path: string; readonly error: Extract<RunEventBody, { type: "step_failed" }>["error"] };

/** One instance of a scope: the graph itself, a container's body, or a node that was called. */
export type FrameState = {
  readonly path: string;
  /** The step it is a child of, and which; null for the graph itself. */
  readonly owner: { readonly path: string; readonly index: number } | null;
  /** In topological order. */
  readonly nodes: readonly string[];
  /** A single node that was called: its flow edges mean nothing here. */
  readonly isCall: boolean;
  phase: "pending" | "active" | "succeeded" | "failed" | "cancelled";
  failure: RunFailure | null;
  readonly edges: Map<string, EdgeState>;
};

/** An event that was emitted and not yet handed to who listens. */
export type PendingEvent = { readonly name: string; readonly data: StoredValue; readonly from: string; readonly depth: number };

export type RunState = {
  input: JsonObject;
  /** What the run is a batch of; null for one that stands for itself. */
  batch: RunBatch | null;
  /** By path. */
  readonly steps: Map<string, StepState>;
  /** By path; the graph itself under the empty one. */
  readonly frames: Map<string, FrameState>;
  readonly emitted: PendingEvent[];
  /** How often an event was handed to a handler. */
  heard: number;
  /** Steps of which it was said that a limit holds them back. */
  readonly held: Set<string>;
  /** Caps of which it was said that they are nearly reached, as they were then. */
  readonly nearlySpent: Map<BudgetItem, number>;
  /** Steps that a person asked to stop, with all that belongs to them. */
  readonly cancelledPaths: Set<string>;
  cancelRequested: boolean;
  /** Whether `step.failed` was emitted for the failure that ends the run. */
  isFailureTold: boolean;
  isFinished: boolean;
};

export const rootFrame = "";

export function emptyRunState(): RunState {
  return {
    input: {},
    batch: null,
    steps: new Map(),
    frames: new Map(),
    emitted: [],
    heard: 0,
    held: new Set(),
    nearlySpent: new Map(),
    cancelledPaths: new Set(),
    cancelRequested: false,
    isFailureTold: false,
    isFinished: false,
  };
}

/** The graph itself. */
export function rootOf(index: PlanIndex, state: RunState): FrameState {
  const known = state.frames.get(rootFrame);
  if (known !== undefined) return known;
  const root = newFrame({ path: rootFrame, owner: null, nodes: index.root, isCall: false, phase: "active" });
  state.frames.set(rootFrame, root);
  return root;
}

function newFrame(frame: Omit<FrameState, "failure" | "edges">): FrameState {
  return { ...frame, failure: null, edges: new Map() };
}

/** What ends the run: the first failure that nothing handled, on the graph itself. */
export function failureOf(state: RunState): RunFailure | null {
  return state.frames.get(rootFrame)?.failure ?? null;
}

/** Folds one event in. Events must come in journal order, each once. */
export function applyToState(index: PlanIndex, state: RunState, event: RunEventBody): void {
  switch (event.type) {
    case "run_started":
      state.input = event.input;
      state.batch = event.batch ?? null;
      return;
    case "run_recovered":
      for (const path of event.interrupted) stepOf(state, path).phase = "interrupted";
      return;
    case "step_held":
      state.held.add(event.path);
      return;
    case "step_started":
      Object.assign(stepOf(state, event.path), {
        phase: "running",
        attempt: event.attempt,
        isFirstTry: event.attempt === 1,
        turn: event.turn ?? 0,
        from: event.from,
        retryAt: null,
      });
      return;
    case "step_resumed":
      Object.assign(stepOf(state, event.path), {
        phase: "running",
        turn: event.turn,
        resumed: event.by,
        isFirstTry: true,
        failures: 0,
        waiting: null,
        listening: null,
        policy: null,
      });
      return;
    case "step_spawned": {
      const step = stepOf(state, event.path);
      Object.assign(step, { phase: "spawned", policy: event.policy, memory: event.memory ?? null, because: event.because ?? step.because });
      say(step, event);
      for (const child of event.children) addChild(index, state, step, child, null);
      return;
    }
    case "step_listening":
      Object.assign(stepOf(state, event.path), {
        phase: "spawned",
        policy: event.policy,
        conversation: event.conversation ?? null,
        listening: { event: event.event, child: event.child, until: event.until, untilEvent: event.untilEvent ?? null, isOver: false },
      });
      return;
    case "step_waiting": {
      const step = stepOf(state, event.path);
      Object.assign(step, { phase: "waiting", waiting: event.until, memory: event.memory ?? null });
      say(step, event);
      return;
    }
    case "event_emitted":
      takeEmitted(index, state, event);
      return;
    case "frame_started":
      frameOf(state, event.frame).phase = "active";
      return;
    case "frame_finished":
      frameOf(state, event.frame).phase = event.status;
      return;
    case "step_succeeded": {
      const step = stepOf(state, event.path);
      Object.assign(step, {
        phase: "succeeded",
        ports: event.ports,
        output: event.output,
        because: event.because ?? null,
        lost: event.lost ?? null,
        writes: event.writes ?? [],
      });
      say(step, event);
      const depth = eventDepthOf(state, step.frame);
      for (const { name, data } of event.emits ?? []) state.emitted.push({ name, data, from: event.path, depth });
      decideEdges(index, state, step, event.ports);
      return;
    }
    case "step_retry_scheduled": {
      const step = stepOf(state, event.path);
      Object.assign(step, { phase: "retrying", retryAt: event.retryAt, failures: step.failures + 1 });
      return;
    }
    case "step_fallback":
      Object.assign(stepOf(state, event.path), {
        phase: "retrying",
        retryAt: event.at,
        failures: 0,
        fallbackFor: event.error,
      });
      return;
    case "step_unfunded":
      stepOf(state, event.path).phase = "unfunded";
      return;
    case "budget_nearly_spent":
      state.nearlySpent.set(event.item, event.cap);
      return;
    case "budget_raised":
      for (const step of state.steps.values()) if (step.phase === "unfunded") step.phase = "funded";
      return;
    case "step_failed":
      failStep(index, state, event);
      return;
    case "step_skipped": {
      const step = stepOf(state, event.path);
      Object.assign(step, { phase: "skipped", skipped: event.because });
      decideEdges(index, state, step, []);
      return;
    }
    case "step_cancelled": {
      const step = stepOf(state, event.path);
      step.phase = "cancelled";
      decideEdges(index, state, step, []);
      return;
    }
    case "cancel_requested":
      if (event.path === undefined) state.cancelRequested = true;
      else state.cancelledPaths.add(event.path);
      return;
    case "run_finished":
      state.isFinished = true;
      return;
  }
}

function stepOf(state: RunState, path: string): StepState {
  const known = state.steps.get(path);
  if (known !== undefined) return known;
  const step = newStep(path);
  state.steps.set(path, step);
  return step;
}

function frameOf(state: RunState, path: string): FrameState {
  const frame = state.frames.get(path);
  if (frame === undefined) throw new Error("The journal names a frame that no step spawned.");
  return frame;
}

function say(step: StepState, { model, reused }: Pick<Extract<RunEventBody, { type: "step_succeeded" }>, "model" | "reused">): void {
  if (model === undefined) return;
  const { entries, conversationId, speaker = null } = model;
  step.said.set(step.turn, { entries, conversationId, speaker, isReused: reused === true });
}

function addChild(index: PlanIndex, state: RunState, step: StepState, record: SpawnedChildRecord, event: ChildState["event"]): void {
  const number = step.children.length;
  const path = framePath(step.path, record, number);
  step.children.push({ frame: path, index: number, turn: step.turn, record, event });
  const nodes = nodesOfChild(index, step.nodeId, record);
  const owner = { path: step.path, index: number };
  state.frames.set(path, newFrame({ path, owner, nodes, isCall: "node" in record.runs, phase: "pending" }));
}

function takeEmitted(index: PlanIndex, state: RunState, event: Extract<RunEventBody, { type: "event_emitted" }>): void {
  const at = state.emitted.findIndex((pending) => pending.from === event.from && pending.name === event.name);
  if (at !== -1) state.emitted.splice(at, 1);
  if (event.name === failedStepEvent && event.from !== null && failureOf(state)?.path === event.from) state.isFailureTold = true;
  for (const path of event.to) {
    const step = stepOf(state, path);
    if (step.listening === null) continue;
    const record: SpawnedChildRecord = { ...step.listening.child, values: { inline: {} } };
    addChild(index, state, step, record, { name: event.name, data: event.data, depth: event.depth, order: state.heard });
    state.heard += 1;
  }
  for (const step of state.steps.values()) {
    if (step.listening?.untilEvent === event.name) step.listening = { ...step.listening, isOver: true };
  }
}

/** Emitted before a failure that nothing handled ends the run, when somebody listens for it. */
export const failedStepEvent = "step.failed";

function failStep(index: PlanIndex, state: RunState, event: Extract<RunEventBody, { type: "step_failed" }>): void {
  const step = stepOf(state, event.path);
  step.phase = "failed";
  if (event.handled === true) {
    const { code, message } = event.error;
    step.output = { inline: { code, message, attempt: event.attempt, step: step.nodeId, path: step.path } };
    step.ports = [errorPort];
    decideEdges(index, state, step, step.ports);
    return;
  }
  const frame = step.frame === rootFrame ? rootOf(index, state) : frameOf(state, step.frame);
  frame.failure ??= { path: event.path, error: event.error };
}

/** The out-port a handled failure leaves by. */
export const errorPort = "error";

function decideEdges(index: PlanIndex, state: RunState, step: StepState, ports: readonly string[]): void {
  const frame = step.frame === rootFrame ? rootOf(index, state) : state.frames.get(step.frame);
  if (frame === undefined || frame.isCall) return;
  for (const edgeId of index.nodes.get(step.nodeId)?.outEdges ?? []) {
    const edge = index.edges.get(edgeId);
    if (edge === undefined || frame.edges.has(edgeId)) continue;
    frame.edges.set(edgeId, { is: ports.includes(edge.sourcePort) ? "taken" : "skipped", order: frame.edges.size });
  }
}

/** How deep an event lies that a step in this frame emits: 0 outside of every handler. */
function eventDepthOf(state: RunState, path: string): number {
  for (let frame = state.frames.get(path); frame?.owner != null; ) {
    const owner: StepState | undefined = state.steps.get(frame.owner.path);
    const event = owner?.children[frame.owner.index]?.event;
    if (event != null) return event.depth + 1;
    frame = owner === undefined ? undefined : state.frames.get(owner.frame);
  }
  return 0;
}
