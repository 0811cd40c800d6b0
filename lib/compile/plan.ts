/**
 * What a run executes: a validated document with everything the engine needs and nothing it does not.
 *
 * Pure data. The engine reads shapes, joins and edges; `type` and `config` pass through it untouched
 * to the executor.
 */
import type { StateVariable } from "../document/schema";
import type { ControlShape, InputField } from "../nodes/contract";
import type { JsonObject } from "../shared/json";

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
  readonly timeouts: { readonly firstByteMs: number; readonly idleMs: number; readonly totalMs: number };
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
  /** In topological order; ties in document order. */
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
  readonly inputFields: readonly InputField[];
  /** Nodes whose outputs are the run's, in topological order; when none is declared, the nodes without a successor. */
  readonly outputNodes: readonly string[];
  readonly state: readonly StateVariable[];
};
