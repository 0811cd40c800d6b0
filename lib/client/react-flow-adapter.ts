/**
 * The document as React Flow draws it, and React Flow's changes as the editor understands them.
 *
 * Beside the canvas components, the only code that knows the canvas is React Flow. Nodes and edges
 * keep their identity while nothing about them changed, so that only what changed is drawn again.
 */
import { type Edge, type EdgeChange, type Node, type NodeChange, type NodeHandle, Position } from "@xyflow/react";
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "../document/schema";
import { geometryOf, portHitSize } from "./card-geometry";
import { flatDocument, isContainer } from "./containers";
import { lookupOf } from "./edge-geometry";
import type { Selection, SelectionChange } from "./editor-store/selection-slice";
import { factsOf } from "./node-facts";
import { inReadingOrder } from "./reading-order";

export type CardNode = Node<{ readonly node: WorkflowNode; readonly readOnly: boolean }, "card" | "note" | "far" | "container">;
export type FlowEdge = Edge<{ readonly edge: WorkflowEdge; readonly isBinding: boolean }, "flow">;

export type XY = { readonly x: number; readonly y: number };

/** The nodes near enough to be drawn as cards; of the others only their places are handed out. */
export type NearCards = ReadonlySet<string> | "all";

export type FlowView = {
  readonly selection: Selection;
  /** Where nodes are while they are dragged or glide: never in the document. */
  readonly livePositions: ReadonlyMap<string, XY>;
  readonly readOnly: boolean;
  readonly near: NearCards;
};

export type FlowAdapter = {
  readonly nodes: (document: WorkflowDocument, view: FlowView) => CardNode[];
  readonly edges: (document: WorkflowDocument, selection: Selection) => FlowEdge[];
};

/** One per canvas: it remembers what it handed out last, and hands the same list out again when nothing in it changed. */
export function createFlowAdapter(): FlowAdapter {
  let nodesBefore = new Map<string, CardNode>();
  let lastNodes: CardNode[] = [];
  let edgesBefore = new Map<string, FlowEdge>();
  return {
    // Tab walks the cards as they are drawn, so they are drawn as they are read.
    nodes: (document, view) => {
      const nodes = inReadingOrder(flatDocument(document).nodes).map(
        (node) => reused(nodesBefore.get(node.id), node, view) ?? toCardNode(node, view),
      );
      if (nodes.length === lastNodes.length && nodes.every((node, index) => node === lastNodes[index])) return lastNodes;
      nodesBefore = new Map(nodes.map((node) => [node.id, node]));
      lastNodes = nodes;
      return nodes;
    },
    edges: (document, selection) => {
      const edges = document.edges.map((edge) => {
        const before = edgesBefore.get(edge.id);
        const isSelected = selection.edgeIds.has(edge.id);
        return before !== undefined && before.data?.edge === edge && before.selected === isSelected
          ? before
          : toFlowEdge(edge, isSelected, document);
      });
      edgesBefore = new Map(edges.map((edge) => [edge.id, edge]));
      return edges;
    },
  };
}

function reused(before: CardNode | undefined, node: WorkflowNode, view: FlowView): CardNode | null {
  if (before === undefined || before.data.node !== node || before.data.readOnly !== view.readOnly) return null;
  if (before.type !== typeOf(node, view) || before.selected !== view.selection.nodeIds.has(node.id)) return null;
  const position = placeOf(node, view);
  if (before.position.x === position.x && before.position.y === position.y) return before;
  return { ...before, position };
}

/** What is only seen in the picture stays where it was until it is let go: to move a thousand elements costs many frames. */
function placeOf(node: WorkflowNode, view: FlowView): XY {
  const isSeen = typeOf(node, view) !== "far";
  return (isSeen ? view.livePositions.get(node.id) : undefined) ?? node.position;
}

function typeOf(node: WorkflowNode, { near }: FlowView): "card" | "note" | "far" | "container" {
  if (near !== "all" && !near.has(node.id)) return "far";
  if (isContainer(node)) return "container";
  return factsOf(node).isNote ? "note" : "card";
}

function toCardNode(node: WorkflowNode, view: FlowView): CardNode {
  const { isNote, definition } = factsOf(node);
  const { width, height } = geometryOf(node);
  const type = typeOf(node, view);
  return {
    id: node.id,
    type,
    position: placeOf(node, view),
    data: { node, readOnly: view.readOnly },
    selected: view.selection.nodeIds.has(node.id),
    width,
    ...(type === "note" ? {} : { height }),
    measured: { width, height },
    handles: handlesOf(node),
    // Notes lie under everything but containers, cards over the edges: those that were taken are raised to 1.
    zIndex: isContainer(node) ? -100 : isNote ? -1 : 2,
    // Only a container's header and ports take the pointer: its inside is canvas.
    ...(isContainer(node) ? { style: { pointerEvents: "none" as const } } : {}),
    ariaRole: "group",
    // A card says this itself.
    ...(type === "far" ? { ariaLabel: `${definition?.label ?? node.type}: ${node.title || definition?.label}` } : {}),
  };
}

/** The edge of a card in React Flow's words. */
export const portPositions = { left: Position.Left, right: Position.Right, top: Position.Top } as const;

function handlesOf(node: WorkflowNode): NodeHandle[] {
  return geometryOf(node).ports.map(({ port, side, x, y, at }) => ({
    id: port.id,
    type: side,
    position: portPositions[at],
    x: x - portHitSize / 2,
    y: y - portHitSize / 2,
    width: portHitSize,
    height: portHitSize,
  }));
}

function toFlowEdge(edge: WorkflowEdge, selected: boolean, document: WorkflowDocument): FlowEdge {
  const source = lookupOf(document.nodes).get(edge.source);
  const port = source && factsOf(source).ports.outputs.find(({ id }) => id === edge.sourcePort);
  return {
    id: edge.id,
    type: "flow",
    source: edge.source,
    sourceHandle: edge.sourcePort,
    target: edge.target,
    targetHandle: edge.targetPort,
    data: { edge, isBinding: port?.role === "binding" },
    selected,
  };
}

/** Where React Flow moved nodes to. */
export function movesIn(changes: readonly NodeChange<CardNode>[]): ReadonlyMap<string, XY> {
  const moves = new Map<string, XY>();
  for (const change of changes) {
    if (change.type === "position" && change.position !== undefined) moves.set(change.id, change.position);
  }
  return moves;
}

/** What React Flow took in and out of the selection; null when nothing. */
export function selectionIn(nodes: readonly NodeChange<CardNode>[], edges: readonly EdgeChange<FlowEdge>[]): SelectionChange | null {
  const change = { nodes: nodes.filter((one) => one.type === "select"), edges: edges.filter((one) => one.type === "select") };
  return change.nodes.length + change.edges.length === 0 ? null : change;
}

/** The ends of a connection in the document's words. */
export function endsOf(connection: {
  readonly source: string | null;
  readonly sourceHandle?: string | null;
  readonly target: string | null;
  readonly targetHandle?: string | null;
}): Omit<WorkflowEdge, "id"> | null {
  const { source, sourceHandle, target, targetHandle } = connection;
  if (source === null || target === null || !sourceHandle || !targetHandle) return null;
  return { source, sourcePort: sourceHandle, target, targetPort: targetHandle };
}
