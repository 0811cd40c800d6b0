/**
 * What the rest of the editor may ask of the canvas. The canvas fills it in while it is on screen.
 */
import { createContext, use } from "react";
import type { NodePreset } from "./placement";

type Point = { readonly x: number; readonly y: number };
type Move = { readonly nodeId: string; readonly to: Point };

export type CanvasControls = {
  readonly fit: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly resetZoom: () => void;
  /** A point of the window in canvas units. */
  readonly toCanvas: (client: Point) => Point;
  /** A point of the canvas in pixels of the window. */
  readonly toWindow: (point: Point) => Point;
  /** The middle of what is in view, in canvas units. */
  readonly centre: () => Point;
  /** Where the pointer was last, in canvas units; null when it is not over the canvas. */
  readonly pointer: () => Point | null;
  /** Shows cards on their way to new places; resolves when they are there. The document is not touched. */
  readonly glide: (moves: readonly Move[]) => Promise<void>;
  /** A kind is carried over a point of the window (null: it no longer is): the edge it would go into lights up. */
  readonly carryOver: (at: Point | null) => void;
  /** Adds the kind that was carried at a point of the window. @returns its id, or null beside the canvas. */
  readonly letGo: (type: string, at: Point, preset?: NodePreset) => string | null;
  /** Moves a card to the middle of the upper `share` (0 to 1) of the view: the rest is covered. */
  readonly showAbove: (nodeId: string, share: number) => void;
  /** Gives a card the keyboard focus, bringing it into view; without one, the canvas itself. */
  readonly focus: (nodeId?: string) => void;
};

export type CanvasRef = { current: CanvasControls | null };

export const CanvasContext = createContext<CanvasRef>({ current: null });

export function useCanvas(): CanvasRef {
  return use(CanvasContext);
}
