/**
 * New nodes: what they are called, where they go, how they get into what is there.
 *
 * Pure. Everything comes back as a command or a node; nothing is applied here.
 */
import type { DocumentCommand } from "../document/commands";
import { freshNodeId, titleToNodeId } from "../document/node-ids";
import { edgeId, type WorkflowDocument, type WorkflowEdge, WorkflowNode } from "../document/schema";
import type { NodeDefinition } from "../nodes/contract";
import type { JsonObject } from "../shared/json";
import { type Box, boxOf, cardWidth, geometryOf, overlaps, portTop } from "./card-geometry";
import { factsOf } from "./node-facts";

type Point = { readonly x: number; readonly y: number };

/** Kept free around a new card. */
const gap = 24;
const step = 32;

/** A node of a kind with its defaults, its id and title not yet taken. */
/** What a new node is called and set to, instead of its kind's label and over its defaults. */
export type NodePreset = { readonly title: string; readonly config: JsonObject };

export function newNode(document: WorkflowDocument, definition: NodeDefinition, position: Point, preset?: NodePreset): WorkflowNode {
  const label = preset?.title ?? definition.label;
  const id = freshNodeId(document, titleToNodeId(label));
  const number = /_(\d+)$/.exec(id)?.[1];
  return WorkflowNode.parse({
    id,
    type: definition.type,
    typeVersion: definition.version,
    title: number === undefined ? label : numbered(label, number),
    position: { x: Math.round(position.x), y: Math.round(position.y) },
    config: Object.assign({}, definition.defaults, preset?.config),
  });
}

const longestTitle = 120;

function numbered(label: string, number: string): string {
  return `${label.slice(0, longestTitle - number.length - 1)} ${number}`;
}

/** The free place nearest to `wanted` for the node's upper left corner, among what stands beside it, looked for in widening rings. */
export function freePosition(document: WorkflowDocument, node: WorkflowNode, wanted: Point): Point {
  const others = document.nodes.filter((other) => other.parent === node.parent).map(boxOf);
  const { width, height } = geometryOf(node);
  const isFree = (at: Point) => !others.some((other) => overlaps({ ...at, width, height } satisfies Box, other, gap));
  for (let ring = 0; ring < 60; ring += 1) {
    const free = ringAround(wanted, ring * step).find(isFree);
    if (free !== undefined) return free;
  }
  return wanted;
}

/** Below first, then right, above and left: a new card is looked for under the last one. */
function ringAround({ x, y }: Point, radius: number): readonly Point[] {
  if (radius === 0) return [{ x, y }];
  return [
    { x, y: y + radius },
    { x: x + radius, y },
    { x, y: y - radius },
    { x: x - radius, y },
    { x: x + radius, y: y + radius },
    { x: x + radius, y: y - radius },
    { x: x - radius, y: y + radius },
    { x: x - radius, y: y - radius },
  ];
}

/** The upper left corner of a card whose middle is `centre`. */
export function cornerFor(centre: Point): Point {
  return { x: centre.x - cardWidth / 2, y: centre.y - portTop };
}

export type PortEnd = { readonly nodeId: string; readonly portId: string; readonly side: "source" | "target" };

/** The edge between an end that is given and a node's first port that fits; null when the node has none. */
export function edgeBetween(from: PortEnd, node: WorkflowNode): WorkflowEdge | null {
  const { inputs, outputs } = factsOf(node).ports;
  const port = from.side === "source" ? inputs[0] : outputs[0];
  if (port === undefined) return null;
  const ends =
    from.side === "source"
      ? { source: from.nodeId, sourcePort: from.portId, target: node.id, targetPort: port.id }
      : { source: node.id, sourcePort: port.id, target: from.nodeId, targetPort: from.portId };
  return { id: edgeId(ends), ...ends };
}

/** The edges that put a node in the middle of an edge; null when it lacks a way in or out. */
function edgesThrough(edge: WorkflowEdge, node: WorkflowNode): readonly WorkflowEdge[] | null {
  const first = edgeBetween({ nodeId: edge.source, portId: edge.sourcePort, side: "source" }, node);
  const second = edgeBetween({ nodeId: edge.target, portId: edge.targetPort, side: "target" }, node);
  return first === null || second === null ? null : [first, second];
}

/** Puts a node, new or moved, into an edge. Null when it does not fit there. */
export function insertCommands(document: WorkflowDocument, edge: WorkflowEdge, node: WorkflowNode): readonly DocumentCommand[] | null {
  const edges = edgesThrough(edge, node);
  if (edges === null || edge.source === node.id || edge.target === node.id) return null;
  const isThere = document.nodes.some((other) => other.id === node.id);
  return [
    { type: "remove_nodes", nodeIds: [], edgeIds: [edge.id] },
    { type: "add_nodes", nodes: isThere ? [] : [node], edges },
    { type: "move_nodes", moves: [{ nodeId: node.id, to: node.position }] },
  ];
}

/** Whether a card without connections may be dropped on an edge. */
export function isLoose(document: WorkflowDocument, nodeId: string): boolean {
  return !document.edges.some((edge) => edge.source === nodeId || edge.target === nodeId);
}
