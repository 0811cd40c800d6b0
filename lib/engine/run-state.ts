/**
 * What a journal adds up to while a run is driven.
 *
 * Pure apart from being updated in place: the driver owns the one state of its run and folds every
 * event into it, so that deciding costs one pass over the plan and no copies.
 */
import type { Plan } from "../compile/plan";
import type { Entry } from "../shared/conversation";
import type { JsonObject, JsonValue } from "../shared/json";
import type { BlobRef, RunEventBody, SkipReason, StoredValue } from "./events";

export type StepPhase = "running" | "retrying" | "interrupted" | "succeeded" | "failed" | "skipped" | "cancelled";

export type StepState = {
  readonly path: string;
  phase: StepPhase;
  /** Number of the last attempt that started; 0 before the first. */
  attempt: number;
  /** Attempts that ended in a transient failure; an attempt that a crash interrupted is not one. */
  failures: number;
  retryAt: number | null;
  /** Taken edges whose outputs the step received, in edge order. */
  from: readonly string[];
  output: StoredValue | null;
  because: string | null;
  skipped: SkipReason | null;
  writes: readonly { readonly variable: string; readonly value: JsonValue }[];
  entries: { readonly inline: readonly Entry[] } | { readonly blob: BlobRef } | null;
  conversationId: string | null;
};

/** `order` counts up as edges are decided: joins fire in this order. */
export type EdgeState = { readonly is: "taken" | "skipped"; readonly order: number };

export type RunState = {
  input: JsonObject;
  readonly steps: Map<string, StepState>;
  readonly edges: Map<string, EdgeState>;
  /** Steps of which it was said that a limit holds them back. */
  readonly held: Set<string>;
  cancelRequested: boolean;
  failure: { readonly path: string; readonly error: Extract<RunEventBody, { type: "step_failed" }>["error"] } | null;
  isFinished: boolean;
};

export function emptyRunState(): RunState {
  return { input: {}, steps: new Map(), edges: new Map(), held: new Set(), cancelRequested: false, failure: null, isFinished: false };
}

/** Folds one event in. Events must come in journal order, each once. */
export function applyToState(plan: PlanIndex, state: RunState, event: RunEventBody): void {
  switch (event.type) {
    case "run_started":
      state.input = event.input;
      return;
    case "run_recovered":
      for (const path of event.interrupted) stepOf(state, path).phase = "interrupted";
      return;
    case "step_held":
      state.held.add(event.path);
      return;
    case "step_started":
      Object.assign(stepOf(state, event.path), { phase: "running", attempt: event.attempt, from: event.from, retryAt: null });
      return;
    case "step_succeeded":
      Object.assign(stepOf(state, event.path), {
        phase: "succeeded",
        output: event.output,
        because: event.because ?? null,
        writes: event.writes ?? [],
        entries: event.model?.entries ?? null,
        conversationId: event.model?.conversationId ?? null,
      });
      decideEdges(plan, state, event.path, event.ports);
      return;
    case "step_retry_scheduled": {
      const step = stepOf(state, event.path);
      Object.assign(step, { phase: "retrying", retryAt: event.retryAt, failures: step.failures + 1 });
      return;
    }
    case "step_failed":
      stepOf(state, event.path).phase = "failed";
      state.failure ??= { path: event.path, error: event.error };
      return;
    case "step_skipped":
      Object.assign(stepOf(state, event.path), { phase: "skipped", skipped: event.because });
      decideEdges(plan, state, event.path, []);
      return;
    case "step_cancelled":
      stepOf(state, event.path).phase = "cancelled";
      decideEdges(plan, state, event.path, []);
      return;
    case "cancel_requested":
      state.cancelRequested = true;
      return;
    case "run_finished":
      state.isFinished = true;
      return;
  }
}

function stepOf(state: RunState, path: string): StepState {
  const known = state.steps.get(path);
  if (known !== undefined) return known;
  const step: StepState = {
    path,
    phase: "running",
    attempt: 0,
    failures: 0,
    retryAt: null,
    from: [],
    output: null,
    because: null,
    skipped: null,
    writes: [],
    entries: null,
    conversationId: null,
  };
  state.steps.set(path, step);
  return step;
}

function decideEdges(plan: PlanIndex, state: RunState, path: string, ports: readonly string[]): void {
  for (const edgeId of plan.nodes.get(path)?.outEdges ?? []) {
    const edge = plan.edges.get(edgeId);
    if (edge === undefined || state.edges.has(edgeId)) continue;
    state.edges.set(edgeId, { is: ports.includes(edge.sourcePort) ? "taken" : "skipped", order: state.edges.size });
  }
}

/** A plan with its nodes and edges by id. */
export type PlanIndex = {
  readonly plan: Plan;
  readonly nodes: ReadonlyMap<string, Plan["nodes"][number]>;
  readonly edges: ReadonlyMap<string, Plan["edges"][number]>;
};

export function indexPlan(plan: Plan): PlanIndex {
  return { plan, nodes: new Map(plan.nodes.map((node) => [node.id, node])), edges: new Map(plan.edges.map((edge) => [edge.id, edge])) };
}
