/**
 * What a run executes: a validated document with everything the engine needs and nothing it does not.
 *
 * Pure data. The engine reads shapes, joins and edges; `type` and `config` pass through it untouched
 * to the executor.
 */
import type { StateVariable, ToolSignature } from "../document/schema";
import type { ControlShape, InputField } from "../nodes/contract";
import type { JsonObject, JsonValue } from "../shared/json";

/** Fires at `count` taken edges; `all` once every edge is decided and at least one is taken. */
export type PlanJoin = { readonly wait: "all" } | { readonly wait: "count"; readonly count: number; readonly cancelRest: boolean };

export type PlanNode = {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly shape: ControlShape;
  readonly config: JsonObject;
  readonly join: PlanJoin;
  /** Flow edges in, in edge order: the order inputs are received in. */
  readonly inEdges: readonly string[];
  readonly outEdges: readonly string[];
  /** Tries in all, first included. */
  readonly maxAttempts: number;
  /** What stands inside a container: one body, or one for each lane. */
  readonly bodies?: readonly PlanBody[];
  /** Nodes it may call, by the binding port that names them, in edge order. */
  readonly bindings?: { readonly [port: string]: readonly string[] };
  /** How it is offered to a model that calls it as a function, where that was said. */
  readonly tool?: ToolSignature;
  /** Only binding edges come in: it runs when it is called, and is never undecided. */
  readonly isCalled?: boolean;
  /** Given out on that port in place of working; the port is null where nothing can follow. */
  readonly pinned?: { readonly output: JsonValue; readonly port: string | null };
  /** Its `error` port is wired: a final failure leaves there. */
  readonly handlesErrors?: boolean;
  /** Fields of the config that replace its own once its attempts are used up. */
  readonly fallback?: JsonObject;
  readonly timeouts: { readonly firstByteMs: number; readonly idleMs: number; readonly totalMs: number };
};

/** The inside of a container, or of one of its lanes. */
export type PlanBody = {
  /** The lane's id; `body` for a container without lanes. */
  readonly id: string;
  readonly title: string;
  /** In topological order. */
  readonly nodes: readonly string[];
  /** Nodes without a successor inside, in topological order: what the body comes to unless the container says otherwise. */
  readonly exits: readonly string[];
};

export type PlanEdge = {
  readonly id: string;
  readonly source: string;
  readonly sourcePort: string;
  readonly target: string;
  readonly targetPort: string;
};

export type Plan = {
  readonly planVersion: 1;
  /** Every node that can run, of every scope; topological within its scope, ties in document order. */
  readonly nodes: readonly PlanNode[];
  /** Nodes of the graph itself that the flow decides, in topological order. Absent: all of `nodes`. */
  readonly root?: readonly string[];
  readonly edges: readonly PlanEdge[];
  readonly inputFields: readonly InputField[];
  /** Nodes whose outputs are the run's, in topological order; when none is declared, the nodes without a successor. */
  readonly outputNodes: readonly string[];
  readonly state: readonly StateVariable[];
};
