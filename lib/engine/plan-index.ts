/**
 * A plan with its parts by id, and how paths of steps and frames are made and read.
 *
 * Pure. A step's path is its frame's path, a dot and its node's id: `team[1].writer`. A frame's path
 * is its owner's and its number, with what it is when it is not a body: `team[1]`, `lead.call[2]`.
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

export function stepPath(frame: string, nodeId: string): string {
  return frame === "" ? nodeId : `${frame}.${nodeId}`;
}

/** Node ids hold neither dots nor brackets, so the last dot parts a frame from its node. */
export function placeOfStep(path: string): { readonly frame: string; readonly nodeId: string } {
  const dot = path.lastIndexOf(".");
  return dot === -1 ? { frame: "", nodeId: path } : { frame: path.slice(0, dot), nodeId: path.slice(dot + 1) };
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
