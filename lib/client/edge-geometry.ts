/**
 * The line of an edge: leaves to the right (of a port on the upper edge: upwards), arrives from the left, smooth
 * between. And which edge lies at a point.
 *
 * Pure, in canvas units: cards' ports are where `card-geometry.ts` says.
 */
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "../document/schema";
import { geometryOf } from "./card-geometry";

export type Point = { readonly x: number; readonly y: number };

/** A cubic Bézier curve. */
export type Curve = { readonly from: Point; readonly leaving: Point; readonly arriving: Point; readonly to: Point };

const leastReach = 40;
const mostReach = 160;
const upReach = 72;

/** From the centre of one port to that of another. */
export function curveBetween(from: Point, to: Point, leaves: "right" | "up" = "right"): Curve {
  if (leaves === "up") return { from, leaving: { x: from.x, y: from.y - upReach }, arriving: { x: to.x - upReach, y: to.y }, to };
  const half = (to.x - from.x) / 2;
  // Where the target lies to the left, the line still leaves to the right and swings around.
  const reach = half >= leastReach || (from.y === to.y && half > 0) ? half : Math.min(mostReach, leastReach + Math.abs(half) / 2);
  return { from, leaving: { x: from.x + reach, y: from.y }, arriving: { x: to.x - reach, y: to.y }, to };
}

/** The same as an SVG path. */
export function edgePath(start: Point, end: Point, leaves: "right" | "up" = "right"): string {
  const { from, leaving, arriving, to } = curveBetween(start, end, leaves);
  return `M${from.x} ${from.y}C${leaving.x} ${leaving.y} ${arriving.x} ${arriving.y} ${to.x} ${to.y}`;
}

/** Tells a node from its id. */
export type NodeLookup = ReadonlyMap<string, WorkflowNode>;

const known = new WeakMap<readonly WorkflowNode[], NodeLookup>();

/** Remembered per list of nodes. */
export function lookupOf(nodes: readonly WorkflowNode[]): NodeLookup {
  const before = known.get(nodes);
  if (before !== undefined) return before;
  const lookup = new Map(nodes.map((node) => [node.id, node]));
  known.set(nodes, lookup);
  return lookup;
}

/**
 * @param positions where nodes are that are not where the document has them.
 * @returns null for an edge to a node or port that is not there.
 */
export function curveOf(edge: WorkflowEdge, nodes: NodeLookup, positions?: ReadonlyMap<string, Point>): Curve | null {
  const from = portAt(nodes.get(edge.source), "source", edge.sourcePort, positions);
  const to = portAt(nodes.get(edge.target), "target", edge.targetPort, positions);
  return from === null || to === null ? null : curveBetween(from.point, to.point, from.leaves);
}

function portAt(
  node: WorkflowNode | undefined,
  side: "source" | "target",
  portId: string,
  positions: ReadonlyMap<string, Point> | undefined,
): { readonly point: Point; readonly leaves: "right" | "up" } | null {
  const place = node && geometryOf(node).ports.find(({ port, side: its }) => its === side && port.id === portId);
  if (node === undefined || place === undefined) return null;
  const { x, y } = positions?.get(node.id) ?? node.position;
  return { point: { x: x + place.x, y: y + place.y }, leaves: place.at === "top" ? "up" : "right" };
}

/** The nearest edge whose line passes within `reach` of a point; null when none does. */
export function edgeAt(document: WorkflowDocument, point: Point, reach: number): string | null {
  const nodes = lookupOf(document.nodes);
  let nearest: { readonly id: string; readonly distance: number } | null = null;
  for (const edge of document.edges) {
    const curve = curveOf(edge, nodes);
    if (curve === null || !isInFrame(curve, point, reach)) continue;
    const distance = distanceTo(curve, point);
    if (distance <= (nearest?.distance ?? reach)) nearest = { id: edge.id, distance };
  }
  return nearest?.id ?? null;
}

function isInFrame(curve: Curve, { x, y }: Point, reach: number): boolean {
  const frame = frameOf(curve);
  return x >= frame.left - reach && x <= frame.right + reach && y >= frame.top - reach && y <= frame.bottom + reach;
}

/** Around the four points of a curve, which never leaves it. */
export function frameOf({ from, leaving, arriving, to }: Curve): {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
} {
  return {
    left: Math.min(from.x, leaving.x, arriving.x, to.x),
    right: Math.max(from.x, leaving.x, arriving.x, to.x),
    top: Math.min(from.y, leaving.y, to.y),
    bottom: Math.max(from.y, leaving.y, to.y),
  };
}

const pieces = 24;

function distanceTo(curve: Curve, point: Point): number {
  let least = Number.POSITIVE_INFINITY;
  let before = curve.from;
  for (let piece = 1; piece <= pieces; piece += 1) {
    const next = pointOn(curve, piece / pieces);
    least = Math.min(least, distanceToPiece(before, next, point));
    before = next;
  }
  return least;
}

function pointOn({ from, leaving, arriving, to }: Curve, part: number): Point {
  const rest = 1 - part;
  const at = (a: number, b: number, c: number, d: number) =>
    rest ** 3 * a + 3 * rest ** 2 * part * b + 3 * rest * part ** 2 * c + part ** 3 * d;
  return { x: at(from.x, leaving.x, arriving.x, to.x), y: at(from.y, leaving.y, arriving.y, to.y) };
}

function distanceToPiece(start: Point, end: Point, { x, y }: Point): number {
  const along = { x: end.x - start.x, y: end.y - start.y };
  const length = along.x ** 2 + along.y ** 2;
  const part = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - start.x) * along.x + (y - start.y) * along.y) / length));
  return Math.hypot(x - start.x - part * along.x, y - start.y - part * along.y);
}
