/**
 * What lies before and behind a node in a directed graph.
 *
 * Pure: knows ids and edges only. Validation asks which nodes a template may name, the editor
 * whether an edge would close a circle, a rerun what has to run again.
 */
import type { DirectedEdge } from "./topological-order";

/** Every node that can be reached from `nodeId`, without `nodeId` itself unless it lies on a cycle. O(nodes + edges). */
export function descendants(edges: readonly DirectedEdge[], nodeId: string): ReadonlySet<string> {
  return reachable(neighbours(edges, "forward"), nodeId);
}

/** Every node from which `nodeId` can be reached, without `nodeId` itself unless it lies on a cycle. O(nodes + edges). */
export function ancestors(edges: readonly DirectedEdge[], nodeId: string): ReadonlySet<string> {
  return reachable(neighbours(edges, "backward"), nodeId);
}

/** `ancestors` for many questions about the same edges: indexes them once and remembers each answer. */
export function ancestorsLookup(edges: readonly DirectedEdge[]): (nodeId: string) => ReadonlySet<string> {
  const sourcesOf = neighbours(edges, "backward");
  const known = new Map<string, ReadonlySet<string>>();
  return (nodeId) => {
    const found = known.get(nodeId) ?? reachable(sourcesOf, nodeId);
    known.set(nodeId, found);
    return found;
  };
}

/** Would `edge`, added to acyclic `edges`, close a circle? An edge from a node to itself does. */
export function wouldMakeCycle(edges: readonly DirectedEdge[], edge: DirectedEdge): boolean {
  return edge.source === edge.target || descendants(edges, edge.target).has(edge.source);
}

function neighbours(edges: readonly DirectedEdge[], direction: "forward" | "backward"): ReadonlyMap<string, readonly string[]> {
  const neighboursOf = new Map<string, string[]>();
  for (const edge of edges) {
    const [from, to] = direction === "forward" ? [edge.source, edge.target] : [edge.target, edge.source];
    const known = neighboursOf.get(from);
    if (known === undefined) neighboursOf.set(from, [to]);
    else known.push(to);
  }
  return neighboursOf;
}

function reachable(neighboursOf: ReadonlyMap<string, readonly string[]>, start: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of neighboursOf.get(id) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}
