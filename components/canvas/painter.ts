/**
 * Puts pictures of a workflow on a canvas, one above the other.
 *
 * A picture that is seen a second time at the same zoom is kept as it was drawn, and from then on only laid down where
 * the view wants it: to move a thousand cards costs no more than to move one. What changes in every frame is never kept.
 */
import type { Point } from "@/lib/client/edge-geometry";
import { drawScene, type View } from "./draw-scene";
import type { Scene } from "./overview-scene";

/** A picture, and how far it was carried from where its cards were when it was made, in canvas units. */
export type Layer = { readonly scene: Scene; readonly carried: Point };

/** The first layer lies undermost. A layer keeps its place in the list; null where it is not there. */
export type Painter = (layers: readonly (Layer | null)[], view: View) => void;

export function createPainter(context: CanvasRenderingContext2D): Painter {
  const draws: DrawLayer[] = [];
  return (layers, view) => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    for (const [index, layer] of layers.entries()) {
      const draw = draws[index] ?? createLayerDrawing();
      draws[index] = draw;
      if (layer !== null) draw(context, layer.scene, wholePixels(carriedView(view, layer.carried)));
    }
  };
}

function carriedView(view: View, carried: Point): View {
  return { ...view, x: view.x + carried.x * view.zoom, y: view.y + carried.y * view.zoom };
}

/** A print laid down between pixels would be blurred. */
function wholePixels(view: View): View {
  const { x, y, density } = view;
  return { ...view, x: Math.round(x * density) / density, y: Math.round(y * density) / density };
}

type DrawLayer = (onto: CanvasRenderingContext2D, scene: Scene, view: View) => void;
/** A picture as it was drawn, with its bleed. */
type Print = { readonly context: CanvasRenderingContext2D; readonly view: View };

function createLayerDrawing(): DrawLayer {
  let before: { readonly scene: Scene; readonly view: View } | null = null;
  let print: Print | null = null;
  return (onto, scene, view) => {
    const isSame = before !== null && before.scene === scene && isShifted(before.view, view);
    before = { scene, view };
    if (!isSame) print = null;
    else if (print === null || !reaches(print.view, view)) print = printed(scene, view);
    if (print === null) drawScene(onto, scene, view);
    else layDown(onto, print, view);
  };
}

/** The views differ in their place only. */
function isShifted(a: View, b: View): boolean {
  return a.zoom === b.zoom && a.width === b.width && a.height === b.height && a.density === b.density && a.fontFamily === b.fontFamily;
}

/** How far a print goes beyond the view, so that it can be moved; pixels of the window. */
const bleed = 160;

function reaches(printed: View, view: View): boolean {
  return Math.abs(view.x + bleed - printed.x) <= bleed && Math.abs(view.y + bleed - printed.y) <= bleed;
}

function printed(scene: Scene, { x, y, width, height, ...view }: View): Print | null {
  const wide = { ...view, x: x + bleed, y: y + bleed, width: width + 2 * bleed, height: height + 2 * bleed };
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(wide.width * wide.density);
  canvas.height = Math.ceil(wide.height * wide.density);
  const context = canvas.getContext("2d");
  if (context === null) return null;
  drawScene(context, scene, wide);
  return { context, view: wide };
}

function layDown(onto: CanvasRenderingContext2D, print: Print, view: View): void {
  onto.setTransform(1, 0, 0, 1, 0, 0);
  onto.drawImage(
    print.context.canvas,
    Math.round((view.x - print.view.x) * view.density),
    Math.round((view.y - print.view.y) * view.density),
  );
}
