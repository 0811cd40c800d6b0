/**
 * Tiny plans and a driver without a clock, for tests of the engine.
 *
 * Pure. Only tests import it. `planOf(["a>b", "r.left>c"])` names nodes by their edges: a node with
 * several out-ports is a choice, and a join is given beside it.
 */
import type { Plan, PlanBody, PlanEdge, PlanJoin } from "../../compile/plan";
import type { ControlShape } from "../../nodes/contract";
import { decide } from "../decide";
import type { RunEvent, RunEventBody, SpawnPolicyRecord } from "../events";
import { indexPlan, type PlanIndex } from "../plan-index";
import { type RerunScope, reusedJournal } from "../replay";
import { applyToState, emptyRunState, type RunState } from "../run-state";

export type PlanParts = {
  readonly joins?: Readonly<Record<string, PlanJoin>>;
  /** Bodies of containers, by the container's id. Their edges are among the arrows. */
  readonly bodies?: Readonly<Record<string, readonly PlanBody[]>>;
  /** Nodes that only run when they are called. */
  readonly called?: readonly string[];
  /** Nodes whose error port counts as wired. */
  readonly handling?: readonly string[];
  /** Nodes that stand alone. */
  readonly alone?: readonly string[];
  readonly shapes?: Readonly<Record<string, ControlShape>>;
};

/** A body of these nodes; the last ones are its exits unless they are named. */
export function bodyOfNodes(id: string, nodes: readonly string[], exits: readonly string[] = nodes.slice(-1)): PlanBody {
  return { id, title: id, nodes, exits };
}

export function planOf(arrows: readonly string[], parts: PlanParts = {}): Plan {
  const { joins = {}, bodies = {}, called = [], handling = [], alone = [], shapes = {} } = parts;
  const edges = arrows.map(edgeOf);
  const inside = Object.values(bodies).flatMap((all) => all.flatMap(({ nodes }) => nodes));
  const ids = [
    ...new Set([...edges.flatMap((edge) => [edge.source, edge.target]), ...alone, ...Object.keys(bodies), ...inside, ...called]),
  ];
  const order = orderOf(ids, edges);
  const root = order.filter((id) => !inside.includes(id) && !called.includes(id));
  return {
    planVersion: 1,
    nodes: order.map((id) => ({
      id,
      type: "any",
      title: id.toUpperCase(),
      shape: shapes[id] ?? { is: "task" },
      config: {},
      join: joins[id] ?? { wait: "all" },
      inEdges: edges.filter((edge) => edge.target === id).map((edge) => edge.id),
      outEdges: edges.filter((edge) => edge.source === id).map((edge) => edge.id),
      maxAttempts: 5,
      timeouts: { firstByteMs: 1_000, idleMs: 1_000, totalMs: 1_000 },
      ...(bodies[id] !== undefined && { bodies: bodies[id] }),
      ...(called.includes(id) && { isCalled: true }),
      ...(handling.includes(id) && { handlesErrors: true }),
    })),
    root,
    edges,
    inputFields: [],
    outputNodes: root.filter((id) => !edges.some((edge) => edge.source === id)),
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

export type TestChild = ({ readonly body: string } | { readonly node: string; readonly as: "call" | "hop" | "task" }) & {
  readonly carry?: "behind" | "so_far" | "nothing";
  readonly after?: readonly number[];
};

/** A run in memory: what a test settles is folded in, and everything that follows is journalled. */
export class TestRun {
  readonly index: PlanIndex;
  readonly journal: RunEventBody[] = [];
  state: RunState = emptyRunState();
  readonly stepsAtOnce: number;
  readonly steps: number;

  /** @param reused events of an earlier run that this one begins with. */
  constructor(plan: Plan, stepsAtOnce = 1_000, steps = 1_000, reused: readonly RunEventBody[] = []) {
    this.index = indexPlan(plan);
    this.stepsAtOnce = stepsAtOnce;
    this.steps = steps;
    for (const event of reused) this.#append(event);
    this.record({ type: "run_started", at: 0, planHash: "", input: {}, simulated: true });
  }

  /** Folds a fact in, then everything the engine decides. */
  record(fact: RunEventBody, now = 0): void {
    this.#append(fact);
    this.journal.push(...decide(this.index, this.state, { now, stepsAtOnce: this.stepsAtOnce, steps: this.steps }));
  }

  /** The step's work goes on in children. */
  spawn(path: string, children: readonly TestChild[], policy: Partial<SpawnPolicyRecord> = {}): void {
    this.record({
      type: "step_spawned",
      at: 0,
      path,
      attempt: this.state.steps.get(path)?.attempt ?? 1,
      children: children.map(({ carry = "behind", after, ...runs }) => ({
        title: "body" in runs ? runs.body : runs.node,
        runs,
        values: { inline: {} },
        carry,
        ...(after !== undefined && { after: [...after] }),
      })),
      policy: { atOnce: 1_000, onFailure: "stop", ...policy },
    });
  }

  /**
   * Every event of that name runs the body, until that time or event has come, or without either until nothing else is going on.
   *
   * @param shared names the conversation that it shares with others.
   */
  listen(path: string, event: string, ends: number | string | null = null, carry: "so_far" | "nothing" = "nothing", shared?: string): void {
    this.record({
      type: "step_listening",
      at: 0,
      path,
      attempt: 1,
      event,
      child: { title: event, runs: { body: "body" }, carry },
      policy: { atOnce: 1_000, onFailure: "settle" },
      ...(shared !== undefined && { conversation: shared }),
      until: typeof ends === "number" ? ends : null,
      ...(typeof ends === "string" && { untilEvent: ends }),
    });
  }

  /** The step succeeds and tells of these events. */
  emit(path: string, ...names: readonly string[]): void {
    const emits = names.map((name) => ({ name, data: { inline: name } }));
    this.record({ type: "step_succeeded", at: 0, path, attempt: 1, ports: ["out"], output: { inline: null }, emits });
  }

  /** Numbers of the children that the step has spawned and that have begun. */
  begun(path: string): readonly number[] {
    const children = this.state.steps.get(path)?.children ?? [];
    return children.filter(({ frame }) => this.state.frames.get(frame)?.phase !== "pending").map(({ index }) => index);
  }

  succeed(path: string, ports: readonly string[] = ["out"], because?: string): void {
    const attempt = this.state.steps.get(path)?.attempt ?? 1;
    const output = { inline: path };
    this.record({ type: "step_succeeded", at: 0, path, attempt, ports: [...ports], output, ...(because !== undefined && { because }) });
  }

  fail(path: string, handled = false): void {
    const error = { code: "broken", class: "permanent" as const, message: "It broke." };
    this.record({ type: "step_failed", at: 0, path, attempt: 1, error, ...(handled && { handled: true }) });
  }

  /** A new run that begins with what of this one's journal still holds. */
  again(journal: readonly RunEvent[], scope: RerunScope): TestRun {
    return new TestRun(this.index.plan, this.stepsAtOnce, this.steps, reusedJournal(this.index, journal, scope));
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
