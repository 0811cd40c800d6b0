/**
 * A plan with its parts by id, and what stands in a frame. Pure.
 */
import type { Plan, PlanBody, PlanEdge, PlanNode } from "../compile/plan";
import type { SpawnedChildRecord } from "./events";

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
