/**
 * Small documents for tests, in this room and in those above it.
 *
 * Pure. Only tests import it.
 */
import type { JsonValue } from "../shared/json";
import { edgeId, emptyDocument, type WorkflowDocument, type WorkflowEdge, type WorkflowNode } from "./schema";

/** "market>write" is an edge from `out` to `in`. */
export function edgeOf(arrow: `${string}>${string}`): WorkflowEdge {
  const [source = "", target = ""] = arrow.split(">");
  const ends = { source, sourcePort: "out", target, targetPort: "in" };
  return { id: edgeId(ends), ...ends };
}

export function nodeOf(id: string, config: { readonly [key: string]: JsonValue } = {}): WorkflowNode {
  return { id, type: "agent", typeVersion: 1, title: id.toUpperCase(), position: { x: 0, y: 0 }, config: { ...config } };
}

/** The same node, standing in a container. */
export function standingIn(parent: string, node: WorkflowNode, lane?: string): WorkflowNode {
  return { ...node, parent, ...(lane !== undefined && { lane }) };
}

export function documentOf(nodes: readonly (string | WorkflowNode)[], arrows: readonly `${string}>${string}`[] = []): WorkflowDocument {
  const listed = nodes.map((node) => (typeof node === "string" ? nodeOf(node) : node));
  return { ...emptyDocument("Test"), nodes: listed, edges: arrows.map(edgeOf) };
}
