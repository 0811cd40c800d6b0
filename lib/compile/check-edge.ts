/**
 * What makes one edge unsound by itself: ends or ports that are not there, a border between them, ports
 * that do not fit, or a node connected to itself.
 *
 * Pure. Validation says it of edges that are there, the canvas of one that is being drawn.
 */
import type { WorkflowEdge } from "../document/schema";
import type { NodeDefinition, PortSpec } from "../nodes/contract";
import { canFail, errorPort } from "../nodes/ports";
import type { Diagnostic } from "./diagnostic";
import { listed, titleOf } from "./naming";
import { inPort, type NodeReading, outPort } from "./read-node";
import { scopeOf } from "./scopes";

export type EdgeEnds = Omit<WorkflowEdge, "id">;
export type EdgeProblem = Pick<Diagnostic, "code" | "message" | "nodeId">;

/** The first thing wrong, or null. */
export function edgeProblem(ends: EdgeEnds, nodesById: ReadonlyMap<string, NodeReading>): EdgeProblem | null {
  const source = nodesById.get(ends.source);
  const target = nodesById.get(ends.target);
  if (source === undefined) return unknownEnd(ends.target, `an edge comes from a node \`${ends.source}\` that is not there`, nodesById);
  if (target === undefined) return unknownEnd(ends.source, `an edge leads to a node \`${ends.target}\` that is not there`, nodesById);
  if (source === target) return selfEdge(source, ends);
  return (
    unknownOutPort(source, ends.sourcePort) ??
    unknownInPort(target, ends.targetPort) ??
    crossedBorder(source, target, ends, nodesById) ??
    mixedRoles(source, target, ends)
  );
}

function unknownEnd(nodeId: string, what: string, nodesById: ReadonlyMap<string, NodeReading>): EdgeProblem {
  const isThere = nodesById.has(nodeId);
  const message = `${titleOf(nodeId, nodesById)}: ${what}. Delete the edge.`;
  return { code: "unknown_node", message, ...(isThere && { nodeId }) };
}

function selfEdge(source: NodeReading, { sourcePort }: EdgeEnds): EdgeProblem {
  const { node, title } = source;
  const message =
    outPort(source, sourcePort)?.role === "binding"
      ? `${title}: a node can't hand work to itself. Connect another one.`
      : `${title}: an edge from a node to itself would make a cycle: use a Loop to repeat it.`;
  return { code: "self_edge", message, nodeId: node.id };
}

function unknownOutPort(source: NodeReading, portId: string): EdgeProblem | null {
  if (source.ports === undefined || outPort(source, portId) !== undefined) return null;
  const { title, node } = source;
  return {
    code: "unknown_port",
    message: `${title}: it has no way out called \`${portId}\`. ${mendOfOutPort(source, portId)}`,
    nodeId: node.id,
  };
}

function mendOfOutPort({ ports, definition, isNote }: NodeReading, portId: string): string {
  const names = (ports?.outputs ?? []).map((port) => port.label);
  if (portId === errorPort && definition !== undefined && canFail(definition)) return "Turn its error port on, or delete the edge.";
  if (names.length === 0) return `Nothing can follow ${isNote ? "a note" : `an ${definition?.label}`}. Delete the edge.`;
  return `Delete the edge, or start it at ${listed(names)}.`;
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

/** What a container receives goes in, and what its last steps come to goes out, without an edge. */
function crossedBorder(
  source: NodeReading,
  target: NodeReading,
  { sourcePort }: EdgeEnds,
  nodesById: ReadonlyMap<string, NodeReading>,
): EdgeProblem | null {
  if (scopeOf(source.node) === scopeOf(target.node)) return null;
  const message =
    outPort(source, sourcePort)?.role === "binding"
      ? `${target.title}: ${source.title} calls only nodes that stand where it stands. Put both into one container, or both onto the canvas.`
      : borderMessage(source, target, nodesById);
  return { code: "crosses_border", message, nodeId: target.node.id };
}

function borderMessage(source: NodeReading, target: NodeReading, nodesById: ReadonlyMap<string, NodeReading>): string {
  const { parent: from } = source.node;
  const { parent: to } = target.node;
  if (to === source.node.id) {
    return `${target.title}: it stands in ${source.title} and receives from it without an edge. Delete the edge.`;
  }
  if (from === target.node.id) {
    return `${source.title}: what the last steps in ${target.title} come to is its output, without an edge. Delete the edge.`;
  }
  if (from !== undefined && from === to) {
    const container = titleOf(from, nodesById);
    return `${target.title}: no edge leads from one lane to another, because lanes run side by side. Put both into one lane, or connect ${target.title} behind ${container}.`;
  }
  if (from !== undefined && !containersOf(target, nodesById).has(from)) {
    const container = titleOf(from, nodesById);
    return `${target.title}: no edge leaves a container. What leaves ${container} is its output: start the edge at ${container}.`;
  }
  const container = titleOf(to ?? "", nodesById);
  return `${target.title}: no edge enters a container. Connect ${source.title} to ${container}: the first steps inside receive what it receives.`;
}

function containersOf({ node }: NodeReading, nodesById: ReadonlyMap<string, NodeReading>): ReadonlySet<string> {
  const found = new Set<string>();
  let { parent } = node;
  while (parent !== undefined && !found.has(parent)) {
    found.add(parent);
    parent = nodesById.get(parent)?.node.parent;
  }
  return found;
}

/** Control flows between flow ports; a binding port leads to a node that can be called. */
function mixedRoles(source: NodeReading, target: NodeReading, ends: EdgeEnds): EdgeProblem | null {
  if (source.ports === undefined || target.ports === undefined) return null;
  const from = outPort(source, ends.sourcePort);
  if (from?.role === "binding") return uncallable(source, target, from);
  if (inPort(target, ends.targetPort)?.role !== "binding") return null;
  const message = `${target.title}: these two ports do not fit each other. Connect ${source.title} to another port.`;
  return { code: "ports_do_not_fit", message, nodeId: target.node.id };
}

function uncallable(source: NodeReading, target: NodeReading, port: PortSpec): EdgeProblem | null {
  const { definition, title, node } = target;
  if (definition === undefined || accepts(port, definition)) return null;
  const message = `${title}: ${source.title} can't call it. ${port.label} takes ${acceptedBy(port)}.`;
  return { code: "not_callable", message, nodeId: node.id };
}

/** Callable is what works by itself and comes back: a model's step, a team, or a container that does not wait for events. */
function accepts({ accepts: shapes, offersFunctions }: PortSpec, definition: NodeDefinition): boolean {
  const { shape, effect } = definition;
  if (shapes !== undefined && !shapes.includes(shape.is)) return false;
  if (offersFunctions === true && isFunction(definition)) return true;
  if (shape.is === "task") return effect === "model";
  return shape.is === "team" || (shape.is === "scope" && shape.by !== "events");
}

/** A step of its own that computes, asks or waits; neither an end of the run nor a way through the flow. */
function isFunction({ shape, inputFields, isRunOutput }: NodeDefinition): boolean {
  if (inputFields !== undefined || isRunOutput === true) return false;
  return shape.is === "task" || shape.is === "wait" || shape.is === "choice";
}

function acceptedBy({ accepts: shapes = ["task", "team", "scope"], offersFunctions }: PortSpec): string {
  if (offersFunctions === true) return "what comes back with an output: agents, teams, containers, code, requests and other workflows";
  const names = { task: "agents", team: "teams", scope: "containers" } as const;
  const words = (["task", "team", "scope"] as const).filter((shape) => shapes.includes(shape)).map((shape) => names[shape]);
  return listed(words);
}
