/**
 * A plan with its parts by id, as a run executes it, and what stands in a frame. Pure.
 */
import type { Plan, PlanBody, PlanEdge, PlanNode } from "../compile/plan";
import type { RunBatch, RunEvent, SpawnedChildRecord } from "./events";

export type PlanIndex = {
  readonly plan: Plan;
  readonly nodes: ReadonlyMap<string, PlanNode>;
  readonly edges: ReadonlyMap<string, PlanEdge>;
  /** Nodes of the graph itself, in topological order. */
  readonly root: readonly string[];
};

export function indexPlan(plan: Plan): PlanIndex {
  return {
    plan,
    nodes: new Map(plan.nodes.map((node) => [node.id, node])),
    edges: new Map(plan.edges.map((edge) => [edge.id, edge])),
    root: plan.root ?? plan.nodes.map((node) => node.id),
  };
}

/** The plan as the run of this journal executes it. */
export function indexForRun(plan: Plan, journal: readonly RunEvent[]): PlanIndex {
  const batch = batchOf(journal);
  return batch === undefined ? indexPlan(plan) : indexBatchPlan(plan, batch.nodeId);
}

/** What the run of this journal is a batch of; undefined for a run that stands for itself. */
export function batchOf(journal: readonly RunEvent[]): RunBatch | undefined {
  return journal[0]?.type === "run_started" ? journal[0].batch : undefined;
}

/** The same plan for a run that is a batch of one node: nothing comes before it and nothing after. */
function indexBatchPlan(plan: Plan, nodeId: string): PlanIndex {
  const alone = ({ handlesErrors: _handlesErrors, ...node }: PlanNode): PlanNode => ({ ...node, inEdges: [], outEdges: [] });
  const nodes = plan.nodes.map((node) => (node.id === nodeId ? alone(node) : node));
  return indexPlan({ ...plan, nodes, root: [nodeId], outputNodes: [nodeId] });
}

export function framePath(stepPath: string, { runs }: Pick<SpawnedChildRecord, "runs">, number: number): string {
  return "body" in runs ? `${stepPath}[${number}]` : `${stepPath}.${runs.as}[${number}]`;
}

export function bodyOf(index: PlanIndex, nodeId: string, bodyId: string): PlanBody | undefined {
  return index.nodes.get(nodeId)?.bodies?.find(({ id }) => id === bodyId);
}

export function nodesOfChild(index: PlanIndex, ownerId: string, { runs }: Pick<SpawnedChildRecord, "runs">): readonly string[] {
  return "node" in runs ? [runs.node] : (bodyOf(index, ownerId, runs.body)?.nodes ?? []);
}

/** The nodes whose outputs a child comes to. */
export function exitsOfChild(index: PlanIndex, ownerId: string, { runs }: Pick<SpawnedChildRecord, "runs">): readonly string[] {
  return "node" in runs ? [runs.node] : (bodyOf(index, ownerId, runs.body)?.exits ?? []);
}
