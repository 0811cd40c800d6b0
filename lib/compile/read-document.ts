/**
 * A document as the checks and the compiler see it: nodes read, edges sorted out, order known.
 *
 * Pure. Only sound edges count here; what is wrong with the others is said by `check-connections.ts`.
 */
import type { WorkflowDocument, WorkflowEdge } from "../document/schema";
import { topologicalOrder } from "../graph/topological-order";
import { edgeProblem } from "./check-edge";
import { type NodeReading, outPort, readNode } from "./read-node";
import { readScopes, type Scopes } from "./scopes";

export type DocumentReading = {
  readonly document: WorkflowDocument;
  /** In document order; of nodes with the same id the first. */
  readonly nodes: readonly NodeReading[];
  readonly nodesById: ReadonlyMap<string, NodeReading>;
  readonly scopes: Scopes;
  /** Sound flow edges between different nodes of one scope, in document order. */
  readonly edges: readonly WorkflowEdge[];
  readonly edgesInto: (nodeId: string) => readonly WorkflowEdge[];
  readonly edgesOutOf: (nodeId: string) => readonly WorkflowEdge[];
  /** Sound binding edges: who may call the node, and whom it may call. In document order. */
  readonly bindingsInto: (nodeId: string) => readonly WorkflowEdge[];
  readonly bindingsOutOf: (nodeId: string) => readonly WorkflowEdge[];
  /** Only binding edges come in: the flow passes it by, and it runs when it is called. */
  readonly isCalled: (nodeId: string) => boolean;
  /** Every node that can run, topologically in its scope; null when there is a cycle. */
  readonly order: readonly NodeReading[] | null;
  /** Node ids of one closed walk; empty when there is none. */
  readonly cycle: readonly string[];
};

export function readDocument(document: WorkflowDocument): DocumentReading {
  const nodesById = new Map<string, NodeReading>();
  for (const node of document.nodes) if (!nodesById.has(node.id)) nodesById.set(node.id, readNode(node));
  const nodes = [...nodesById.values()];
  const sound = document.edges.filter((edge) => edgeProblem(edge, nodesById) === null);
  const edges = sound.filter((edge) => !isBinding(edge, nodesById));
  const bindings = sound.filter((edge) => isBinding(edge, nodesById));
  const [edgesInto, edgesOutOf] = [lookup(edges, "target"), lookup(edges, "source")];
  const [bindingsInto, bindingsOutOf] = [lookup(bindings, "target"), lookup(bindings, "source")];
  // No edge leaves its scope, so an order of all nodes is one of each scope.
  const ordered = topologicalOrder(
    nodes.filter((reading) => !reading.isNote).map((reading) => reading.node.id),
    edges,
  );
  return {
    document,
    nodes,
    nodesById,
    scopes: readScopes(nodes, nodesById),
    edges,
    edgesInto,
    edgesOutOf,
    bindingsInto,
    bindingsOutOf,
    isCalled: (nodeId) => bindingsInto(nodeId).length > 0 && edgesInto(nodeId).length === 0,
    order: ordered.ok ? ordered.value.flatMap((id) => nodesById.get(id) ?? []) : null,
    cycle: ordered.ok ? [] : ordered.error.cycle,
  };
}

/** Ports of an unknown kind can't be judged: its edges count as flow, so that its neighbours are not called unconnected. */
export function isBinding(edge: Pick<WorkflowEdge, "source" | "sourcePort">, nodesById: ReadonlyMap<string, NodeReading>): boolean {
  const source = nodesById.get(edge.source);
  return source !== undefined && outPort(source, edge.sourcePort)?.role === "binding";
}

function lookup(edges: readonly WorkflowEdge[], end: "source" | "target"): (nodeId: string) => readonly WorkflowEdge[] {
  const groups = new Map<string, WorkflowEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group === undefined) groups.set(edge[end], [edge]);
    else group.push(edge);
  }
  return (nodeId) => groups.get(nodeId) ?? [];
}
