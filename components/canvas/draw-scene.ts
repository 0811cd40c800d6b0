/**
 * Draws a picture of a workflow on a canvas, as it is seen from a view.
 *
 * Shape by shape: one long path of a thousand cards takes a browser a hundred times as long.
 */
import { type Box, overlaps } from "@/lib/client/card-geometry";
import { type Curve, frameOf } from "@/lib/client/edge-geometry";
import type { Gathered, Label, Look, Scene } from "./overview-scene";

export type View = {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
  /** Device pixels in one of the window. */
  readonly density: number;
  /** Of the names on cards. */
  readonly fontFamily: string;
};

export function drawScene(context: CanvasRenderingContext2D, { edges, cards, marks, labels }: Scene, view: View): void {
  const { x, y, zoom, width, height, density } = view;
  const seen = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  context.setTransform(density * zoom, 0, 0, density * zoom, density * x, density * y);
  for (const gathered of edges) drawEdges(context, gathered, zoom, seen);
  for (const gathered of [...cards, ...marks]) drawBoxes(context, gathered, zoom, seen);
  if (zoom >= readableFrom) drawLabels(context, labels, view);
}

/** Lines are as wide on screen whatever the zoom. */
function take(context: CanvasRenderingContext2D, { fill, stroke, width = 1, dash = [] }: Look, zoom: number): void {
  if (fill !== undefined) context.fillStyle = fill;
  if (stroke !== undefined) context.strokeStyle = stroke;
  context.lineWidth = width / zoom;
  context.setLineDash(dash.map((length) => length / zoom));
}

function drawEdges(context: CanvasRenderingContext2D, { shapes, ...look }: Gathered<Curve>, zoom: number, seen: Box): void {
  take(context, look, zoom);
  for (const curve of shapes) {
    if (!mayBeSeen(curve, seen)) continue;
    const { from, leaving, arriving, to } = curve;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.bezierCurveTo(leaving.x, leaving.y, arriving.x, arriving.y, to.x, to.y);
    context.stroke();
  }
}

function mayBeSeen(curve: Curve, { x, y, width, height }: Box): boolean {
  const { left, right, top, bottom } = frameOf(curve);
  return left <= x + width && right >= x && top <= y + height && bottom >= y;
}

const radius = 8;
/** Corners that are smaller on screen are not seen to be round, and cost as much. */
const leastRadiusPx = 2.2;

function drawBoxes(context: CanvasRenderingContext2D, { shapes, ...look }: Gathered<Box>, zoom: number, seen: Box): void {
  take(context, look, zoom);
  const isRound = radius * zoom >= leastRadiusPx;
  for (const box of shapes) {
    if (!overlaps(box, seen)) continue;
    if (isRound) drawRound(context, box, look);
    else drawSquare(context, box, look);
  }
}

function drawRound(context: CanvasRenderingContext2D, { x, y, width, height }: Box, { fill, stroke }: Look): void {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  if (fill !== undefined) context.fill();
  if (stroke !== undefined) context.stroke();
}

function drawSquare(context: CanvasRenderingContext2D, { x, y, width, height }: Box, { fill, stroke }: Look): void {
  if (fill !== undefined) context.fillRect(x, y, width, height);
  if (stroke !== undefined) context.strokeRect(x, y, width, height);
}

/** Smaller cards have no room for a word. */
const readableFrom = 0.26;
const place = { x: 48, y: 30, room: 184 };
const letterPx = 5.8;

function drawLabels(context: CanvasRenderingContext2D, labels: readonly Label[], view: View): void {
  const { x, y, zoom, width, height, density, fontFamily } = view;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.font = `500 11px ${fontFamily}`;
  context.textBaseline = "middle";
  const letters = Math.floor((place.room * zoom) / letterPx);
  for (const { text, colour, ...at } of labels) {
    const left = (at.x + place.x) * zoom + x;
    const middle = (at.y + place.y) * zoom + y;
    if (left > width || left + place.room * zoom < 0 || middle < 0 || middle > height) continue;
    context.fillStyle = colour;
    context.fillText(text.length > letters ? `${text.slice(0, letters - 1).trimEnd()}…` : text, left, middle);
  }
}
