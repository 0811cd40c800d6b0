/**
 * What makes one edge unsound by itself: ends or ports that are not there, or a node connected to itself.
 *
 * Pure. Validation says it of edges that are there, the canvas of one that is being drawn.
 */
import type { WorkflowEdge } from "../document/schema";
import type { Diagnostic } from "./diagnostic";
import { listed, titleOf } from "./naming";
import { inPort, type NodeReading, outPort } from "./read-node";

export type EdgeEnds = Omit<WorkflowEdge, "id">;
export type EdgeProblem = Pick<Diagnostic, "code" | "message" | "nodeId">;

/** The first thing wrong, or null. */
export function edgeProblem(ends: EdgeEnds, nodesById: ReadonlyMap<string, NodeReading>): EdgeProblem | null {
  const source = nodesById.get(ends.source);
  const target = nodesById.get(ends.target);
  if (source === undefined) return unknownEnd(ends.target, `an edge comes from a node \`${ends.source}\` that is not there`, nodesById);
  if (target === undefined) return unknownEnd(ends.source, `an edge leads to a node \`${ends.target}\` that is not there`, nodesById);
  if (source === target) return selfEdge(source);
  return unknownOutPort(source, ends.sourcePort) ?? unknownInPort(target, ends.targetPort) ?? mixedRoles(source, target, ends);
}

function unknownEnd(nodeId: string, what: string, nodesById: ReadonlyMap<string, NodeReading>): EdgeProblem {
  const isThere = nodesById.has(nodeId);
  const message = `${titleOf(nodeId, nodesById)}: ${what}. Delete the edge.`;
  return { code: "unknown_node", message, ...(isThere && { nodeId }) };
}

function selfEdge({ node, title }: NodeReading): EdgeProblem {
  const message = `${title}: an edge from a node to itself would make a cycle: use a Loop to repeat it.`;
  return { code: "self_edge", message, nodeId: node.id };
}

function unknownOutPort(source: NodeReading, portId: string): EdgeProblem | null {
  if (source.ports === undefined || outPort(source, portId) !== undefined) return null;
  const { title, node, ports, definition } = source;
  const names = ports.outputs.map((port) => port.label);
  const mend =
    names.length === 0
      ? `Nothing can follow ${source.isNote ? "a note" : `an ${definition?.label}`}. Delete the edge.`
      : `Delete the edge, or start it at ${listed(names)}.`;
  return { code: "unknown_port", message: `${title}: it has no way out called \`${portId}\`. ${mend}`, nodeId: node.id };
}

function unknownInPort(target: NodeReading, portId: string): EdgeProblem | null {
  if (target.ports === undefined || inPort(target, portId) !== undefined) return null;
  const { title, node, ports, definition } = target;
  const names = ports.inputs.map((port) => port.label);
  const mend =
    names.length === 0
      ? `Nothing can lead to ${target.isNote ? "a note" : `an ${definition?.label}`}. Delete the edge.`
      : `Delete the edge, or end it at ${listed(names)}.`;
  return { code: "unknown_port", message: `${title}: it has no way in called \`${portId}\`. ${mend}`, nodeId: node.id };
}

/** Control flows between flow ports; permission to call between binding ports. */
function mixedRoles(source: NodeReading, target: NodeReading, ends: EdgeEnds): EdgeProblem | null {
  if (source.ports === undefined || target.ports === undefined) return null;
  const [from, to] = [outPort(source, ends.sourcePort)?.role ?? "flow", inPort(target, ends.targetPort)?.role ?? "flow"];
  if (from === to) return null;
  const message = `${target.title}: these two ports do not fit each other. Connect ${source.title} to another port.`;
  return { code: "ports_do_not_fit", message, nodeId: target.node.id };
}
