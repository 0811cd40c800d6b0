/**
 * Which connections a document would take, for the canvas and the "Connect to…" list.
 *
 * Pure. The rules are the compiler's; this only asks for every port.
 */
import { canConnect } from "../compile/can-connect";
import { edgeId, type WorkflowDocument, type WorkflowEdge } from "../document/schema";
import { factsOf } from "./node-facts";
import type { PortEnd } from "./placement";
import { inReadingOrder } from "./reading-order";

export type ConnectionTarget = {
  readonly end: PortEnd;
  readonly nodeTitle: string;
  readonly portLabel: string;
  readonly edge: WorkflowEdge;
};

/** Null when the edge may be drawn, else why not, in a sentence. */
export function refusalOf(document: WorkflowDocument, ends: Omit<WorkflowEdge, "id">): string | null {
  const answer = canConnect(document, ends);
  return answer.ok ? null : answer.error.message;
}

/** Every port that would take a connection from `from`, nodes as they are read. */
export function targetsFor(document: WorkflowDocument, from: PortEnd): readonly ConnectionTarget[] {
  return inReadingOrder(document.nodes).flatMap((node) => {
    const { inputs, outputs } = factsOf(node).ports;
    const side = from.side === "source" ? ("target" as const) : ("source" as const);
    const ports = side === "target" ? inputs : outputs;
    return ports.flatMap((port) => {
      const ends = endsBetween(from, { nodeId: node.id, portId: port.id, side });
      if (refusalOf(document, ends) !== null) return [];
      const end = { nodeId: node.id, portId: port.id, side };
      return [{ end, nodeTitle: node.title || node.id, portLabel: port.label, edge: { id: edgeId(ends), ...ends } }];
    });
  });
}

/** @param from and `to` are of different sides. */
export function endsBetween(from: PortEnd, to: PortEnd): Omit<WorkflowEdge, "id"> {
  const [source, target] = from.side === "source" ? [from, to] : [to, from];
  return { source: source.nodeId, sourcePort: source.portId, target: target.nodeId, targetPort: target.portId };
}

/** The out-ports a connection can start from, for choosing one by keyboard. */
export function startsOf(document: WorkflowDocument, nodeId: string): readonly (PortEnd & { readonly label: string })[] {
  const node = document.nodes.find((candidate) => candidate.id === nodeId);
  if (node === undefined) return [];
  return factsOf(node).ports.outputs.map((port) => ({ nodeId, portId: port.id, side: "source", label: port.label }));
}
