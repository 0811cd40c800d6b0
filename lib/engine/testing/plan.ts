/**
 * Tiny plans and a driver without a clock, for tests of the engine.
 *
 * Pure. Only tests import it. `planOf(["a>b", "r.left>c"])` names nodes by their edges: a node with
 * several out-ports is a choice, and a join is given beside it.
 */
import type { Plan, PlanEdge, PlanJoin } from "../../compile/plan";
import { decide } from "../decide";
import type { RunEventBody } from "../events";
import { applyToState, emptyRunState, indexPlan, type PlanIndex, type RunState } from "../run-state";

export function planOf(arrows: readonly string[], joins: Readonly<Record<string, PlanJoin>> = {}): Plan {
  const edges = arrows.map(edgeOf);
  const ids = [...new Set(edges.flatMap((edge) => [edge.source, edge.target]))];
  return {
    planVersion: 1,
    nodes: orderOf(ids, edges).map((id) => ({
      id,
      type: "any",
      title: id.toUpperCase(),
      shape: { is: "task" },
      config: {},
      join: joins[id] ?? { wait: "all" },
      inEdges: edges.filter((edge) => edge.target === id).map((edge) => edge.id),
      outEdges: edges.filter((edge) => edge.source === id).map((edge) => edge.id),
      maxAttempts: 5,
      timeouts: { firstByteMs: 1_000, idleMs: 1_000, totalMs: 1_000 },
    })),
    edges,
    inputFields: [],
    outputNodes: ids.filter((id) => !edges.some((edge) => edge.source === id)),
    state: [],
  };
}

function edgeOf(arrow: string): PlanEdge {
  const [from = "", target = ""] = arrow.split(">");
  const [source = "", sourcePort = "out"] = from.split(".");
  return { id: arrow, source, sourcePort, target, targetPort: "in" };
}

function orderOf(ids: readonly string[], edges: readonly PlanEdge[]): readonly string[] {
  const ordered: string[] = [];
  while (ordered.length < ids.length) {
    const next = ids.find((id) => !ordered.includes(id) && edges.every((edge) => edge.target !== id || ordered.includes(edge.source)));
    if (next === undefined) throw new Error("the plan of a test has a cycle");
    ordered.push(next);
  }
  return ordered;
}

/** A run in memory: what a test settles is folded in, and everything that follows is journalled. */
export class TestRun {
  readonly index: PlanIndex;
  readonly journal: RunEventBody[] = [];
  state: RunState = emptyRunState();
  readonly stepsAtOnce: number;

  constructor(plan: Plan, stepsAtOnce = 1_000) {
    this.index = indexPlan(plan);
    this.stepsAtOnce = stepsAtOnce;
    this.record({ type: "run_started", at: 0, planHash: "", input: {}, simulated: true });
  }

  /** Folds a fact in, then everything the engine decides. */
  record(fact: RunEventBody, now = 0): void {
    this.#append(fact);
    for (const event of decide(this.index, this.state, { now, stepsAtOnce: this.stepsAtOnce })) this.#append(event);
  }

  succeed(path: string, ports: readonly string[] = ["out"], because?: string): void {
    const attempt = this.state.steps.get(path)?.attempt ?? 1;
    const output = { inline: path };
    this.record({ type: "step_succeeded", at: 0, path, attempt, ports: [...ports], output, ...(because !== undefined && { because }) });
  }

  fail(path: string): void {
    const error = { code: "broken", class: "permanent" as const, message: "It broke." };
    this.record({ type: "step_failed", at: 0, path, attempt: 1, error });
  }

  /** The process is lost: the state is folded anew and what was in flight is marked as interrupted. */
  crash(): void {
    this.state = emptyRunState();
    for (const event of this.journal) applyToState(this.index, this.state, event);
    const interrupted = this.running();
    if (interrupted.length > 0) this.record({ type: "run_recovered", at: 0, epoch: 2, interrupted: [...interrupted] });
  }

  running(): readonly string[] {
    return [...this.state.steps.values()].filter((step) => step.phase === "running").map((step) => step.path);
  }

  phase(path: string): string {
    return this.state.steps.get(path)?.phase ?? "pending";
  }

  /** What the run's last event says, or null while it goes on. */
  end(): Extract<RunEventBody, { type: "run_finished" }> | null {
    const last = this.journal.at(-1);
    return last?.type === "run_finished" ? last : null;
  }

  #append(event: RunEventBody): void {
    applyToState(this.index, this.state, event);
    this.journal.push(event);
  }
}
