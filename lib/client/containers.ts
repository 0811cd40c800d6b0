/**
 * Containers on the canvas: where their content lies, which one is at a point, how far they have to reach.
 *
 * Pure. The document holds positions relative to the container; everything that draws or measures works
 * with the flat picture, in which every node has its place on the canvas itself.
 */
import type { DocumentCommand } from "../document/commands";
import { byId, contentLookup, positionOnCanvas, withContent } from "../document/containment";
import type { WorkflowDocument, WorkflowNode } from "../document/schema";
import { boxOf, containerHeader, geometryOf, laneHeight, lanesOf } from "./card-geometry";
import { factsOf } from "./node-facts";

type Point = { readonly x: number; readonly y: number };

/** Left and right of the content. */
export const gutter = 36;
/** From the upper edge to the first card. */
export const contentTop = 52;
/** Under the lowest card, its run strip and the hint included. */
export const bottomGap = 44;

const known = new WeakMap<WorkflowDocument, WorkflowDocument>();
const placed = new WeakMap<WorkflowNode, WorkflowNode>();

/** The same document with every position on the canvas itself. Nodes that stand in no container keep their identity. */
export function flatDocument(document: WorkflowDocument): WorkflowDocument {
  const before = known.get(document);
  if (before !== undefined) return before;
  const nodesById = byId(document.nodes);
  const isFlat = document.nodes.every((node) => node.parent === undefined);
  const flat = isFlat ? document : { ...document, nodes: document.nodes.map((node) => flatNode(node, nodesById)) };
  known.set(document, flat);
  return flat;
}

/** Remembered per node while its place stays: an unchanged card is not drawn again. */
function flatNode(node: WorkflowNode, nodesById: ReadonlyMap<string, WorkflowNode>): WorkflowNode {
  if (node.parent === undefined) return node;
  const position = positionOnCanvas(nodesById, node);
  const before = placed.get(node);
  if (before?.position.x === position.x && before.position.y === position.y) return before;
  const flat = { ...node, position };
  placed.set(node, flat);
  return flat;
}

export function isContainer(node: WorkflowNode): boolean {
  return factsOf(node).definition?.container !== undefined;
}

export type Place = { readonly parent: string | undefined; readonly lane: string | undefined; readonly to: Point };

/**
 * Where a node dropped at a point of the canvas comes to stand: in the innermost container there, or on
 * the canvas itself.
 *
 * @param at its upper left corner. @param moved what is moved along: nothing can stand in itself.
 */
export function placeAt(document: WorkflowDocument, node: WorkflowNode, at: Point, moved: ReadonlySet<string>): Place {
  const flat = flatDocument(document);
  const { width } = geometryOf(node);
  const middle = { x: at.x + width / 2, y: at.y + 30 };
  const inner = flat.nodes.filter((other) => isContainer(other) && !moved.has(other.id) && isIn(boxOf(other), middle)).at(-1);
  // Of nested ones the later in the nesting counts, whatever their order in the document.
  const container = innermost(flat, inner, middle, moved);
  if (container === undefined) return { parent: undefined, lane: undefined, to: rounded(at) };
  const to = rounded({ x: at.x - container.position.x, y: at.y - container.position.y });
  const lanes = lanesOf(container);
  const row = Math.floor((to.y + 30 - containerHeader) / laneHeight);
  return { parent: container.id, lane: lanes[Math.max(0, Math.min(lanes.length - 1, row))]?.id, to };
}

function innermost(
  flat: WorkflowDocument,
  container: WorkflowNode | undefined,
  point: Point,
  moved: ReadonlySet<string>,
): WorkflowNode | undefined {
  let found = container;
  for (let next = found; next !== undefined; ) {
    found = next;
    const parent = next.id;
    next = flat.nodes.find((other) => other.parent === parent && isContainer(other) && !moved.has(other.id) && isIn(boxOf(other), point));
  }
  return found;
}

function isIn(box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, { x, y }: Point): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}

/** Moves of containers with those of everything that stands in them, on the canvas itself. */
export function withContentMoved(document: WorkflowDocument, moves: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> {
  const flat = flatDocument(document);
  const nodesById = byId(flat.nodes);
  const all = new Map(moves);
  for (const [id, to] of moves) {
    const container = nodesById.get(id);
    if (container === undefined || !isContainer(container)) continue;
    for (const inside of withContent(flat.nodes, [id])) {
      const node = nodesById.get(inside);
      if (node === undefined || moves.has(inside)) continue;
      all.set(inside, { x: node.position.x + to.x - container.position.x, y: node.position.y + to.y - container.position.y });
    }
  }
  return all;
}

/** The commands that put dragged nodes where they were dropped: moved, or into or out of a container. */
export function dropCommands(document: WorkflowDocument, dropped: ReadonlyMap<string, Point>): readonly DocumentCommand[] {
  const nodesById = byId(document.nodes);
  const moved = withContent(document.nodes, dropped.keys());
  const moves: { nodeId: string; to: Point }[] = [];
  const places: (Place & { nodeId: string })[] = [];
  for (const [nodeId, at] of dropped) {
    const node = nodesById.get(nodeId);
    // What stands in a container that is moved comes along by itself.
    if (node === undefined || isMovedAlong(node, dropped, nodesById)) continue;
    const place = placeAt(document, node, at, moved);
    const isSamePlace = place.parent === node.parent && place.lane === node.lane;
    if (!isSamePlace) places.push({ nodeId, ...place });
    else if (place.to.x !== node.position.x || place.to.y !== node.position.y) moves.push({ nodeId, to: place.to });
  }
  return [
    ...(moves.length > 0 ? [{ type: "move_nodes" as const, moves }] : []),
    ...(places.length > 0 ? [{ type: "place_nodes" as const, places }] : []),
  ];
}

function isMovedAlong(node: WorkflowNode, dropped: ReadonlyMap<string, Point>, nodesById: ReadonlyMap<string, WorkflowNode>): boolean {
  for (let parent = node.parent; parent !== undefined; parent = nodesById.get(parent)?.parent) if (dropped.has(parent)) return true;
  return false;
}

/** The command that lets containers reach around what stands in them; null when all do. */
export function growCommand(document: WorkflowDocument): Extract<DocumentCommand, { type: "resize_nodes" }> | null {
  const contentOf = contentLookup(document.nodes);
  const sizes = document.nodes.filter(isContainer).flatMap((container) => {
    const { width, height } = geometryOf(container);
    const boxes = contentOf(container.id).map(boxOf);
    const needed = {
      width: Math.round(Math.max(width, ...boxes.map((box) => box.x + box.width + gutter))),
      height: Math.round(Math.max(height, ...boxes.map((box) => box.y + box.height + bottomGap))),
    };
    return needed.width === width && needed.height === height ? [] : [{ nodeId: container.id, size: needed }];
  });
  return sizes.length === 0 ? null : { type: "resize_nodes", sizes };
}
