/**
 * Where cards go when they are tidied up: the document as a layout engine wants it, and back.
 *
 * Pure. Columns follow the flow from left to right; notes stay beside the card they were nearest to.
 */
import type { DocumentCommand } from "../../document/commands";
import type { WorkflowDocument, WorkflowNode } from "../../document/schema";
import { type Box, boundsOf, boxOf, geometryOf, overlaps, stripHeight } from "../card-geometry";
import { isContainer } from "../containers";
import { factsOf } from "../node-facts";

type Point = { readonly x: number; readonly y: number };

export type LayoutPort = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: 0;
  readonly height: 0;
  readonly layoutOptions: { readonly "elk.port.side": "WEST" | "EAST" };
};

export type LayoutGraph = {
  readonly id: "root";
  readonly layoutOptions: { readonly [option: string]: string };
  readonly children: readonly {
    readonly id: string;
    readonly width: number;
    readonly height: number;
    readonly ports: readonly LayoutPort[];
    readonly layoutOptions: { readonly [option: string]: string };
  }[];
  readonly edges: readonly { readonly id: string; readonly sources: readonly string[]; readonly targets: readonly string[] }[];
};

const layoutOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.layered.spacing.nodeNodeBetweenLayers": "64",
  "elk.spacing.nodeNode": "20",
  "elk.spacing.componentComponent": "48",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.crossingMinimization.semiInteractive": "true",
};

/**
 * What stands in one container, or on the canvas itself: cards with room for their run strip, and its own containers
 * as large as they are. Notes on the canvas are not laid out; in a container, where room is scarce, they are.
 */
export function layoutGraphOf(document: WorkflowDocument, containerId?: string): LayoutGraph {
  const laidOut = document.nodes.filter((node) => (containerId === undefined ? isCard(node) : node.parent === containerId));
  return {
    id: "root",
    layoutOptions,
    children: laidOut.map((node) => ({
      id: node.id,
      width: geometryOf(node).width,
      height: heightWithStrip(node),
      ports: geometryOf(node).ports.map(({ port, side, x, y }) => ({
        id: portId(node.id, side, port.id),
        x,
        y,
        width: 0,
        height: 0,
        layoutOptions: { "elk.port.side": side === "target" ? "WEST" : "EAST" },
      })),
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    })),
    edges: document.edges.map((edge) => ({
      id: edge.id,
      sources: [portId(edge.source, "source", edge.sourcePort)],
      targets: [portId(edge.target, "target", edge.targetPort)],
    })),
  };
}

/** As high as it is while it runs. */
export function heightWithStrip(node: WorkflowNode): number {
  return geometryOf(node).height + (isContainer(node) || factsOf(node).isNote ? 0 : stripHeight);
}

/** Edges at ports that a card does not have can't be laid out. */
export function withoutLooseEdges(graph: LayoutGraph): LayoutGraph {
  const ports = new Set(graph.children.flatMap((child) => child.ports.map((port) => port.id)));
  return { ...graph, edges: graph.edges.filter((edge) => [...edge.sources, ...edge.targets].every((port) => ports.has(port))) };
}

/** The engine writes into the graph it is given. */
export function mutableCopy(graph: LayoutGraph) {
  return {
    ...graph,
    children: graph.children.map((child) => ({ ...child, ports: child.ports.map((port) => ({ ...port })) })),
    edges: graph.edges.map((edge) => ({ ...edge, sources: [...edge.sources], targets: [...edge.targets] })),
  };
}

/**
 * The one command that puts every card on the canvas itself where the layout has it.
 *
 * @param placed upper left corners by node id. The upper left corner of the whole stays where it was.
 */
export function tidyCommand(
  document: WorkflowDocument,
  placed: ReadonlyMap<string, Point>,
): Extract<DocumentCommand, { type: "move_nodes" }> {
  const cards = document.nodes.filter(isCard);
  const before = boundsOf(cards);
  const left = Math.min(...[...placed.values()].map((point) => point.x));
  const top = Math.min(...[...placed.values()].map((point) => point.y));
  if (before === null || placed.size === 0) return { type: "move_nodes", moves: [] };
  const moved = cards.map((node) => {
    const point = placed.get(node.id) ?? node.position;
    return { ...node, position: { x: Math.round(point.x - left + before.x), y: Math.round(point.y - top + before.y) } };
  });
  const notes: WorkflowNode[] = [];
  for (const note of document.nodes.filter((node) => factsOf(node).isNote && node.parent === undefined))
    notes.push({ ...note, position: besideItsCard(note, cards, moved, notes) });
  return { type: "move_nodes", moves: [...moved, ...notes].map((node) => ({ nodeId: node.id, to: node.position })) };
}

/** As far from its nearest card as it was, above everything when that place is taken now. */
function besideItsCard(
  note: WorkflowNode,
  before: readonly WorkflowNode[],
  after: readonly WorkflowNode[],
  others: readonly WorkflowNode[],
): Point {
  const nearest = before.reduce<WorkflowNode | null>(
    (best, card) => (best === null || distance(card, note) < distance(best, note) ? card : best),
    null,
  );
  const now = after.find((card) => card.id === nearest?.id);
  if (nearest === null || now === undefined) return note.position;
  const wanted = {
    x: now.position.x + note.position.x - nearest.position.x,
    y: now.position.y + note.position.y - nearest.position.y,
  };
  const box: Box = { ...boxOf(note), ...wanted };
  const taken = [...after, ...others];
  if (!taken.some((other) => overlaps(box, boxOf(other), 12))) return wanted;
  const bounds = boundsOf(taken);
  return bounds === null ? wanted : { x: wanted.x, y: bounds.y - box.height - 32 };
}

function distance(a: WorkflowNode, b: WorkflowNode): number {
  return Math.hypot(a.position.x - b.position.x, a.position.y - b.position.y);
}

function isCard(node: WorkflowNode): boolean {
  return !factsOf(node).isNote && node.parent === undefined;
}

function portId(nodeId: string, side: "source" | "target", port: string): string {
  return `${nodeId} ${side} ${port}`;
}
