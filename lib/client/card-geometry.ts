/**
 * How large a card is and where its ports sit, in canvas units (pixels at zoom 1).
 *
 * Pure. The cards are drawn to these measures, so that the canvas knows every size before it draws.
 */
import type { WorkflowNode } from "../document/schema";
import type { NodePorts, PortSpec } from "../nodes/contract";
import { factsOf, readableConfig } from "./node-facts";

export const cardWidth = 240;
export const headHeight = 60;
export const stripHeight = 28;
export const portRowHeight = 24;
/** Under the last named port. */
const portRowsEnd = 4;
/** Unnamed ports sit here, not at the middle: the run strip appears and no edge moves. */
export const portTop = 30;
export const containerHeader = 36;
export const laneHeight = 104;
/** Around a port's centre. */
export const portHitSize = 24;

const noteLineHeight = 19;
const noteLineLength = 33;
const noteFrame = 43;

export type PortPlace = {
  readonly port: PortSpec;
  readonly side: "source" | "target";
  /** Of its centre. */
  readonly x: number;
  readonly y: number;
  /** The edge of the card it sits on. */
  readonly at: "left" | "right" | "top";
};

export type CardGeometry = {
  readonly width: number;
  /** Without the run strip. */
  readonly height: number;
  readonly ports: readonly PortPlace[];
};

const known = new WeakMap<WorkflowNode, CardGeometry>();

export function geometryOf(node: WorkflowNode): CardGeometry {
  const before = known.get(node);
  if (before !== undefined) return before;
  const geometry = workOut(node);
  known.set(node, geometry);
  return geometry;
}

function workOut(node: WorkflowNode): CardGeometry {
  const { ports, isNote, definition } = factsOf(node);
  if (definition?.container !== undefined) return containerGeometry(node, ports);
  if (isNote) return { width: cardWidth, height: noteHeight(node.config.text), ports: [] };
  const named = ports.outputs.filter((port) => port.named === true);
  const calling = ports.outputs.filter((port) => port.role === "binding" && port.named !== true);
  const rows = named.length === 0 ? 0 : named.length * portRowHeight + portRowsEnd;
  return {
    width: cardWidth,
    height: headHeight + rows,
    ports: [
      ...ports.inputs.map((port, index) => ({
        port,
        side: "target" as const,
        x: 0,
        y: portTop + index * portRowHeight,
        at: "left" as const,
      })),
      ...ports.outputs.map((port) => ({ port, side: "source" as const, ...outputPlace(port, named, calling) })),
    ],
  };
}

/** Room for one card. */
const containerSize = { width: 312, height: 208 } as const;
/** Where a container's ports sit: in the middle of its header. */
const containerPortTop = 18;

type Lane = { readonly id: string; readonly title: string };

/** Empty for a container that has one body. */
export function lanesOf(node: WorkflowNode): readonly Lane[] {
  const { definition } = factsOf(node);
  return definition?.container?.lanes?.(readableConfig(definition, node)) ?? [];
}

/** As large as it was made, but never smaller than its lanes. */
function containerGeometry(node: WorkflowNode, ports: NodePorts): CardGeometry {
  const { width, height: made } = node.size ?? containerSize;
  const height = Math.max(made, containerHeader + lanesOf(node).length * laneHeight);
  const named = ports.outputs.filter((port) => port.named === true);
  return {
    width,
    height,
    ports: [
      ...ports.inputs.map((port) => ({ port, side: "target" as const, x: 0, y: containerPortTop, at: "left" as const })),
      ...ports.outputs.map((port) => ({
        port,
        side: "source" as const,
        x: width,
        y: containerPortTop + (named.indexOf(port) + 1) * portRowHeight,
        at: "right" as const,
      })),
    ],
  };
}

/** What only grants a permission to call leaves upwards, out of the way of the flow; the run strip moves neither. */
function outputPlace(port: PortSpec, named: readonly PortSpec[], calling: readonly PortSpec[]): Pick<PortPlace, "x" | "y" | "at"> {
  const row = named.indexOf(port);
  if (row >= 0) return { x: cardWidth, y: headHeight + row * portRowHeight + portRowHeight / 2, at: "right" };
  const place = calling.indexOf(port);
  return place >= 0 ? { x: (cardWidth * (place + 1)) / (calling.length + 1), y: 0, at: "top" } : { x: cardWidth, y: portTop, at: "right" };
}

/** An estimate, for laying out before a note is drawn; the drawn note tells its real height. */
function noteHeight(text: unknown): number {
  const lines = String(text ?? "")
    .split("\n")
    .reduce((count, line) => count + Math.max(1, Math.ceil(line.length / noteLineLength)), 0);
  return noteFrame + Math.max(1, lines) * noteLineHeight;
}

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export function boxOf(node: WorkflowNode): Box {
  const { width, height } = geometryOf(node);
  return { x: node.position.x, y: node.position.y, width, height };
}

/** The smallest box around all nodes; null when there are none. */
export function boundsOf(nodes: readonly WorkflowNode[]): Box | null {
  if (nodes.length === 0) return null;
  const boxes = nodes.map(boxOf);
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

export function overlaps(a: Box, b: Box, gap = 0): boolean {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;
}

export type Viewport = { readonly x: number; readonly y: number; readonly zoom: number };

/**
 * The view that shows everything, at most at its natural size; decided before anything is drawn.
 *
 * @param leastZoom where everything would be smaller than this, the view begins at the left instead.
 */
export function fittingViewport(
  nodes: readonly WorkflowNode[],
  view: { readonly width: number; readonly height: number },
  leastZoom = 0.1,
): Viewport {
  const bounds = boundsOf(nodes);
  if (bounds === null) return { x: 0, y: 0, zoom: 1 };
  const margin = Math.min(32, view.width * 0.06);
  // Room for the run strip, so that a run that starts stays in view.
  const height = bounds.height + stripHeight;
  const zoom = Math.max(leastZoom, Math.min(1, (view.width - 2 * margin) / bounds.width, (view.height - 2 * margin) / height));
  return {
    x: Math.max(margin, (view.width - bounds.width * zoom) / 2) - bounds.x * zoom,
    y: (view.height - height * zoom) / 2 - bounds.y * zoom,
    zoom,
  };
}
