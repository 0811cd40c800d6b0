/**
 * A document as the checks and the compiler see it: nodes read, edges sorted out, order known.
 *
 * Pure. Only sound edges count here; what is wrong with the others is said by `check-connections.ts`.
 */
import type { WorkflowDocument, WorkflowEdge } from "../document/schema";
import { topologicalOrder } from "../graph/topological-order";
import { edgeProblem } from "./check-edge";
import { type NodeReading, outPort, readNode } from "./read-node";

export type DocumentReading = {
  readonly document: WorkflowDocument;
  /** In document order; of nodes with the same id the first. */
  readonly nodes: readonly NodeReading[];
  readonly nodesById: ReadonlyMap<string, NodeReading>;
  /** Sound flow edges between different nodes, in document order. */
  readonly edges: readonly WorkflowEdge[];
  readonly edgesInto: (nodeId: string) => readonly WorkflowEdge[];
  readonly edgesOutOf: (nodeId: string) => readonly WorkflowEdge[];
  /** Every node that runs, topologically; null when there is a cycle. */
  readonly order: readonly NodeReading[] | null;
  /** Node ids of one closed walk; empty when there is none. */
  readonly cycle: readonly string[];
};

export function readDocument(document: WorkflowDocument): DocumentReading {
  const nodesById = new Map<string, NodeReading>();
  for (const node of document.nodes) if (!nodesById.has(node.id)) nodesById.set(node.id, readNode(node));
  const nodes = [...nodesById.values()];
  const edges = document.edges.filter((edge) => isSoundFlowEdge(edge, nodesById));
  const edgesByTarget = grouped(edges, "target");
  const edgesBySource = grouped(edges, "source");
  const ordered = topologicalOrder(
    nodes.filter((reading) => !reading.isNote).map((reading) => reading.node.id),
    edges,
  );
  return {
    document,
    nodes,
    nodesById,
    edges,
    edgesInto: (nodeId) => edgesByTarget.get(nodeId) ?? [],
    edgesOutOf: (nodeId) => edgesBySource.get(nodeId) ?? [],
    order: ordered.ok ? ordered.value.flatMap((id) => nodesById.get(id) ?? []) : null,
    cycle: ordered.ok ? [] : ordered.error.cycle,
  };
}

/** Ports of an unknown kind can't be judged: its edges count, so that its neighbours are not called unconnected. */
function isSoundFlowEdge(edge: WorkflowEdge, nodesById: ReadonlyMap<string, NodeReading>): boolean {
  if (edgeProblem(edge, nodesById) !== null) return false;
  const source = nodesById.get(edge.source);
  return source === undefined || outPort(source, edge.sourcePort)?.role !== "binding";
}

function grouped(edges: readonly WorkflowEdge[], end: "source" | "target"): ReadonlyMap<string, readonly WorkflowEdge[]> {
  const groups = new Map<string, WorkflowEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group === undefined) groups.set(edge[end], [edge]);
    else group.push(edge);
  }
  return groups;
}
