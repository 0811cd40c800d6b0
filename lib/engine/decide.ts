/**
 * What happens next in a run: the one place that starts, skips, cancels and ends.
 *
 * Pure. Given the plan and the state it names the next events; the driver records them together with
 * the outcomes that led to them, and only then acts. Kinds are unknown here.
 */
import type { PlanNode } from "../compile/plan";
import type { RunEventBody, SkipReason, StoredValue } from "./events";
import { decideJoin } from "./join";
import type { EdgeState, PlanIndex, RunState, StepState } from "./run-state";

export type DecideOptions = {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Steps of this run that may be in flight together. */
  readonly stepsAtOnce: number;
  /** Calls that were told to stop are still settling: the run does not end before what they spent is known. */
  readonly isSettling?: boolean;
};

/**
 * The events that follow from a state, in order. Empty while there is nothing to do but wait.
 *
 * After a cancel or a failure nothing starts: what waits for a retry is cancelled, and the run ends
 * once nothing is in flight.
 */
export function decide(index: PlanIndex, state: RunState, options: DecideOptions): readonly RunEventBody[] {
  if (state.isFinished) return [];
  if (state.cancelRequested || state.failure !== null) return wind(index, state, options);
  return new Pass(index, state, options).run();
}

/** True while a person could only wait for a retry: nothing is in flight and something is due later. */
export function nextRetryAt(state: RunState): number | null {
  let earliest: number | null = null;
  for (const step of state.steps.values()) {
    if (step.phase === "retrying" && step.retryAt !== null) earliest = Math.min(earliest ?? step.retryAt, step.retryAt);
  }
  return earliest;
}

export function runningPaths(state: RunState): readonly string[] {
  return [...state.steps.values()].filter((step) => step.phase === "running").map((step) => step.path);
}

function wind(index: PlanIndex, state: RunState, { now, isSettling = false }: DecideOptions): readonly RunEventBody[] {
  const because = state.cancelRequested ? "the run was cancelled" : "another step failed";
  const events: RunEventBody[] = [...state.steps.values()]
    .filter((step) => step.phase === "retrying" || step.phase === "interrupted")
    .map((step) => ({ type: "step_cancelled", at: now, path: step.path, because }));
  if (isSettling || runningPaths(state).length > 0) return events;
  if (state.failure !== null) {
    const { path, error } = state.failure;
    return [...events, { type: "run_finished", at: now, status: "failed", outputs: outputsOf(index, state), error: { ...error, path } }];
  }
  return [...events, { type: "run_finished", at: now, status: "cancelled", outputs: outputsOf(index, state) }];
}

function outputsOf(index: PlanIndex, state: RunState): { [nodeId: string]: StoredValue } {
  const outputs: { [nodeId: string]: StoredValue } = {};
  for (const id of index.plan.outputNodes) {
    const step = state.steps.get(id);
    if (step?.phase === "succeeded" && step.output !== null) outputs[id] = step.output;
  }
  return outputs;
}

/** One walk over the plan in topological order, so that a skip reaches everything behind it in the same pass. */
class Pass {
  readonly #index: PlanIndex;
  readonly #state: RunState;
  readonly #options: DecideOptions;
  readonly #events: RunEventBody[] = [];
  /** What this pass decided; the state itself is left as it is. */
  readonly #edges = new Map<string, EdgeState>();
  readonly #ended = new Map<string, SkipReason | null>();
  #running: number;
  #open = 0;
  #later = 0;

  constructor(index: PlanIndex, state: RunState, options: DecideOptions) {
    this.#index = index;
    this.#state = state;
    this.#options = options;
    this.#running = runningPaths(state).length;
  }

  run(): readonly RunEventBody[] {
    this.#cancelRests();
    for (const node of this.#index.plan.nodes) this.#visit(node);
    if (this.#running === 0 && this.#later === 0 && this.#options.isSettling !== true) this.#finish();
    return this.#events;
  }

  #visit(node: PlanNode): void {
    if (this.#ended.has(node.id)) return;
    const step = this.#state.steps.get(node.id);
    if (step === undefined) this.#visitPending(node);
    else if (step.phase === "interrupted") this.#start(node, step.attempt + 1, step.from);
    else if (step.phase === "retrying") this.#visitRetrying(node, step);
  }

  #visitRetrying(node: PlanNode, step: StepState): void {
    if ((step.retryAt ?? 0) <= this.#options.now) this.#start(node, step.attempt + 1, step.from);
    else this.#later += 1;
  }

  #visitPending(node: PlanNode): void {
    const decision = decideJoin(node, (edgeId) => this.#edgeOf(edgeId));
    if (decision.is === "waiting") this.#open += 1;
    else if (decision.is === "skipped") this.#skip(node);
    else this.#start(node, 1, decision.from);
  }

  #start(node: PlanNode, attempt: number, from: readonly string[]): void {
    if (this.#running >= this.#options.stepsAtOnce) {
      this.#hold(node);
      return;
    }
    this.#running += 1;
    this.#events.push({ type: "step_started", at: this.#options.now, path: node.id, nodeId: node.id, attempt, from: [...from] });
  }

  #hold(node: PlanNode): void {
    this.#open += 1;
    if (this.#state.held.has(node.id)) return;
    const because = `${this.#options.stepsAtOnce} steps of this run are going, which is the limit`;
    this.#events.push({ type: "step_held", at: this.#options.now, path: node.id, nodeId: node.id, because });
  }

  #skip(node: PlanNode): void {
    const because = this.#reasonFor(node);
    this.#events.push({ type: "step_skipped", at: this.#options.now, path: node.id, nodeId: node.id, because });
    this.#end(node, because);
  }

  #end(node: PlanNode, because: SkipReason | null): void {
    this.#ended.set(node.id, because);
    for (const edgeId of node.outEdges) {
      if (this.#edgeOf(edgeId) === undefined) this.#edges.set(edgeId, { is: "skipped", order: this.#state.edges.size + this.#edges.size });
    }
  }

  #edgeOf(edgeId: string): EdgeState | undefined {
    return this.#state.edges.get(edgeId) ?? this.#edges.get(edgeId);
  }

  /** The nearest decision that closed a way in; a join that can't be reached says so itself. */
  #reasonFor(node: PlanNode): SkipReason {
    const closed = node.inEdges.filter((edgeId) => this.#edgeOf(edgeId)?.is === "skipped");
    if (node.join.wait === "count" && closed.length < node.inEdges.length) {
      return { text: `only ${node.inEdges.length - closed.length} of the ${node.join.count} branches it waits for can still arrive` };
    }
    for (const edgeId of closed) {
      const reason = this.#reasonOfEdge(edgeId);
      if (reason !== null) return reason;
    }
    return { text: "no branch leads here" };
  }

  #reasonOfEdge(edgeId: string): SkipReason | null {
    const source = this.#index.nodes.get(this.#index.edges.get(edgeId)?.source ?? "");
    if (source === undefined) return null;
    const ended = this.#ended.get(source.id);
    if (ended !== undefined) return ended;
    const step = this.#state.steps.get(source.id);
    if (step?.skipped) return step.skipped;
    if (step?.phase === "cancelled") return { nodeId: source.id, text: `${source.title} was cancelled` };
    return { nodeId: source.id, text: step?.because ?? `${source.title} took another way` };
  }

  /** Before anything starts, so that nothing starts in vain and a join gets the place of what it cancels. */
  #cancelRests(): void {
    for (const node of this.#index.plan.nodes) {
      if (node.join.wait === "count" && node.join.cancelRest && this.#hasFired(node)) this.#cancelRest(node);
    }
  }

  /** Only taken edges make a join fire, and a pass takes none: the state alone says it. A skipped join never fired. */
  #hasFired(node: PlanNode): boolean {
    const phase = this.#state.steps.get(node.id)?.phase;
    if (phase === "skipped" || phase === "cancelled") return false;
    return phase !== undefined || decideJoin(node, (edgeId) => this.#edgeOf(edgeId)).is === "fires";
  }

  /** Cancels what is unfinished and leads nowhere but into this join. */
  #cancelRest(join: PlanNode): void {
    const only = new Set<string>([join.id]);
    for (const node of [...this.#index.plan.nodes].reverse()) {
      if (only.has(node.id) || node.outEdges.length === 0) continue;
      const targets = node.outEdges.map((edgeId) => this.#index.edges.get(edgeId)?.target ?? "");
      if (targets.every((target) => only.has(target))) only.add(node.id);
    }
    only.delete(join.id);
    for (const node of this.#index.plan.nodes) if (only.has(node.id)) this.#cancelStep(node, join);
  }

  #cancelStep(node: PlanNode, join: PlanNode): void {
    const phase = this.#state.steps.get(node.id)?.phase;
    const isOpen = phase === undefined || phase === "running" || phase === "retrying" || phase === "interrupted";
    if (!isOpen || this.#ended.has(node.id)) return;
    if (phase === "running") this.#running -= 1;
    this.#events.push({ type: "step_cancelled", at: this.#options.now, path: node.id, because: `${join.title} had all it waits for` });
    this.#end(node, null);
  }

  #finish(): void {
    const at = this.#options.now;
    const isStarting = this.#events.some((event) => event.type === "step_started");
    if (isStarting) return;
    if (this.#open === 0) {
      this.#events.push({ type: "run_finished", at, status: "succeeded", outputs: outputsOf(this.#index, this.#state) });
      return;
    }
    const error = {
      code: "deadlock",
      class: "permanent" as const,
      message: "Some steps can never be reached: this workflow should not have been accepted. Check it for problems and run it again.",
    };
    this.#events.push({ type: "run_finished", at, status: "failed", outputs: outputsOf(this.#index, this.#state), error });
  }
}
