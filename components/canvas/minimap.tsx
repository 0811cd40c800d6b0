"use client";

/**
 * The whole workflow, small: drawn on one canvas in one frame, whatever its size. Press or drag in it
 * to go there.
 */
import { useReactFlow, useStore } from "@xyflow/react";
import { type PointerEvent, useEffect, useMemo, useRef } from "react";
import { boundsOf, boxOf } from "@/lib/client/card-geometry";
import { flatDocument } from "@/lib/client/containers";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import { factsOf } from "@/lib/client/node-facts";
import type { WorkflowNode } from "@/lib/document/schema";
import { coloursOf } from "./token-colours";
import { useThemeName } from "./use-theme-name";

const width = 164;
const height = 104;
const margin = 12;
/** A lower card has no room for a frame. */
const leastFramed = 3;

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export function Minimap() {
  const picture = useRef<HTMLCanvasElement>(null);
  const nodes = useEditor((state) => flatDocument(state.document).nodes);
  const selected = useEditor((state) => state.selection.nodeIds);
  const theme = useThemeName();
  const [x, y, zoom] = useStore((state) => state.transform);
  const viewWidth = useStore((state) => state.width);
  const viewHeight = useStore((state) => state.height);
  const { setCenter } = useReactFlow();

  const view = useMemo<Box>(
    () => ({ x: -x / zoom, y: -y / zoom, width: viewWidth / zoom, height: viewHeight / zoom }),
    [x, y, zoom, viewWidth, viewHeight],
  );
  const scale = useMemo(() => scaleOf(nodes, view), [nodes, view]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style when it changes
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (picture.current !== null) draw(picture.current, { nodes, selected, view, scale });
    });
    return () => cancelAnimationFrame(frame);
  }, [nodes, selected, view, scale, theme]);

  function goTo(event: PointerEvent<HTMLCanvasElement>): void {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    void setCenter((event.clientX - box.left - scale.left) / scale.by, (event.clientY - box.top - scale.top) / scale.by, { zoom });
  }

  return (
    <div className="absolute right-3 bottom-3 z-5 overflow-hidden rounded-card border bg-surface" data-testid="minimap">
      <canvas
        aria-label="Minimap of the workflow"
        className="block cursor-pointer"
        height={height * 2}
        onPointerDown={goTo}
        onPointerMove={goTo}
        ref={picture}
        role="img"
        style={{ width, height }}
        width={width * 2}
      />
    </div>
  );
}

type Scale = { readonly by: number; readonly left: number; readonly top: number };

/** Everything and what is in view fit; `left` and `top` are where the origin lies. */
function scaleOf(nodes: readonly WorkflowNode[], view: Box): Scale {
  const all = boundsOf(nodes) ?? view;
  const left = Math.min(all.x, view.x);
  const top = Math.min(all.y, view.y);
  const right = Math.max(all.x + all.width, view.x + view.width);
  const bottom = Math.max(all.y + all.height, view.y + view.height);
  const by = Math.min((width - margin) / Math.max(1, right - left), (height - margin) / Math.max(1, bottom - top));
  return { by, left: (width - (right - left) * by) / 2 - left * by, top: (height - (bottom - top) * by) / 2 - top * by };
}

type Scene = {
  readonly nodes: readonly WorkflowNode[];
  readonly selected: ReadonlySet<string>;
  readonly view: Box;
  readonly scale: Scale;
};

function draw(canvas: HTMLCanvasElement, { nodes, selected, view, scale }: Scene): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const colour = coloursOf(canvas);
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.fillStyle = colour("sunken");
  context.fillRect(0, 0, width, height);
  const placed = (box: Box): [number, number, number, number] => [
    box.x * scale.by + scale.left,
    box.y * scale.by + scale.top,
    box.width * scale.by,
    box.height * scale.by,
  ];
  context.beginPath();
  context.roundRect(...placed(view), 4);
  context.fillStyle = colour("paper");
  context.fill();
  context.strokeStyle = colour("line-strong");
  context.stroke();
  for (const node of nodes) {
    const isNote = factsOf(node).isNote;
    const at = placed(boxOf(node));
    const line = colour(selected.has(node.id) ? "accent" : isNote ? "note-line" : "line-strong");
    const isTiny = at[3] < leastFramed;
    context.fillStyle = isTiny ? line : colour(isNote ? "note" : "surface");
    context.fillRect(...at);
    if (isTiny) continue;
    context.strokeStyle = line;
    context.strokeRect(...at);
  }
}
