"use client";

/** Offers the canvas to the rest of the editor while it is on screen. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { type CanvasControls, useCanvas } from "@/lib/client/canvas-controls";
import { boxOf, fittingViewport } from "@/lib/client/card-geometry";
import { flatDocument } from "@/lib/client/containers";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { useFocusCard } from "./use-focus-card";

const zoomMs = 140;
const fitMs = 180;

export function useCanvasControls({ glide, carryOver, letGo }: Pick<CanvasControls, "glide" | "carryOver" | "letGo">): void {
  const canvas = useCanvas();
  const store = useEditorStore();
  const flow = useStoreApi();
  const focusCard = useFocusCard();
  const pointer = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const { zoomIn, zoomOut, zoomTo, setViewport, getViewport, screenToFlowPosition, flowToScreenPosition } = useReactFlow();

  useEffect(() => {
    store.getState().setZoomPercent(Math.round(getViewport().zoom * 100));
  }, [store, getViewport]);

  useEffect(() => {
    const { domNode } = flow.getState();
    const follow = (event: PointerEvent) => {
      pointer.current = { x: event.clientX, y: event.clientY };
    };
    const forget = () => {
      pointer.current = null;
    };
    domNode?.addEventListener("pointermove", follow);
    domNode?.addEventListener("pointerleave", forget);
    return () => {
      domNode?.removeEventListener("pointermove", follow);
      domNode?.removeEventListener("pointerleave", forget);
    };
  }, [flow]);

  useEffect(() => {
    canvas.current = {
      glide,
      carryOver,
      letGo,
      fit: () => {
        const { width, height } = flow.getState();
        void setViewport(fittingViewport(flatDocument(store.getState().document).nodes, { width, height }), { duration: fitMs });
      },
      zoomIn: () => void zoomIn({ duration: zoomMs }),
      zoomOut: () => void zoomOut({ duration: zoomMs }),
      resetZoom: () => void zoomTo(1, { duration: zoomMs }),
      toCanvas: screenToFlowPosition,
      toWindow: flowToScreenPosition,
      centre: () => {
        const box = flow.getState().domNode?.getBoundingClientRect();
        return screenToFlowPosition({ x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 2 });
      },
      showAbove: (nodeId, share) => {
        const node = flatDocument(store.getState().document).nodes.find((candidate) => candidate.id === nodeId);
        if (node === undefined) return;
        const { width, height } = flow.getState();
        const { zoom } = getViewport();
        const box = boxOf(node);
        const x = width / 2 - (box.x + box.width / 2) * zoom;
        const y = (height * share) / 2 - (box.y + box.height / 2) * zoom;
        void setViewport({ x, y, zoom }, { duration: fitMs });
      },
      pointer: () => (pointer.current === null ? null : screenToFlowPosition(pointer.current)),
      focus: (nodeId) => {
        if (nodeId !== undefined) focusCard(nodeId);
        else flow.getState().domNode?.focus({ preventScroll: true });
      },
    };
    return () => {
      canvas.current = null;
    };
  }, [
    canvas,
    store,
    flow,
    glide,
    carryOver,
    letGo,
    focusCard,
    zoomIn,
    zoomOut,
    zoomTo,
    setViewport,
    getViewport,
    screenToFlowPosition,
    flowToScreenPosition,
  ]);
}
