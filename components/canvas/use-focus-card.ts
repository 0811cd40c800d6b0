"use client";

/** Brings a card into view and gives it the keyboard focus. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback } from "react";
import { boxOf } from "@/lib/client/card-geometry";
import { flatDocument } from "@/lib/client/containers";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";

const panMs = 160;
const margin = 40;
/** Frames a card that was out of view may take until it is drawn. */
const mostFrames = 30;

export function useFocusCard(): (nodeId: string) => void {
  const store = useEditorStore();
  const flow = useStoreApi();
  const { setViewport } = useReactFlow();

  return useCallback(
    (nodeId) => {
      const node = flatDocument(store.getState().document).nodes.find((candidate) => candidate.id === nodeId);
      if (node === undefined) return;
      const { transform, width, height, domNode } = flow.getState();
      const [x, y, zoom] = transform;
      const box = boxOf(node);
      const shift = {
        x: shiftInto(box.x * zoom + x, box.width * zoom, width),
        y: shiftInto(box.y * zoom + y, box.height * zoom, height),
      };
      if (shift.x !== 0 || shift.y !== 0) void setViewport({ x: x + shift.x, y: y + shift.y, zoom }, { duration: panMs });
      focusWhenDrawn(domNode, nodeId, mostFrames);
    },
    [store, flow, setViewport],
  );
}

/** How far a span has to move to lie within a view, with a margin; the least that does, 0 when it does already. */
function shiftInto(start: number, length: number, view: number): number {
  if (start >= 0 && start + length <= view) return 0;
  const isAtStart = start < 0 || length + 2 * margin > view;
  return isAtStart ? margin - start : view - margin - (start + length);
}

function focusWhenDrawn(canvas: HTMLElement | null, nodeId: string, framesLeft: number): void {
  const card = canvas?.querySelector(`.react-flow__node[data-id="${nodeId}"]`);
  if (card instanceof HTMLElement) card.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusWhenDrawn(canvas, nodeId, framesLeft - 1));
}
