"use client";

/** A kind dragged out of the palette and let go over the canvas. */
import { useReactFlow } from "@xyflow/react";
import type { DragEvent } from "react";
import { addNodeAt } from "@/lib/client/add-node";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { draggedKind, isKindDrag } from "@/lib/client/kind-drag";
import { cornerFor } from "@/lib/client/placement";
import type { DropEdgeStore } from "./drop-edge";
import { edgeUnder } from "./edge-under";

export type DropFromPalette = {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: () => void;
  readonly onDrop: (event: DragEvent) => void;
};

export function useDropFromPalette(dropEdge: DropEdgeStore): DropFromPalette {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return {
    onDragOver: (event) => {
      if (!isKindDrag(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      dropEdge.setState({ edgeId: edgeUnder(event) });
    },
    onDragLeave: () => dropEdge.setState({ edgeId: null }),
    onDrop: (event) => {
      const type = draggedKind(event.dataTransfer);
      const { edgeId } = dropEdge.getState();
      dropEdge.setState({ edgeId: null });
      if (type === null) return;
      event.preventDefault();
      const at = cornerFor(screenToFlowPosition({ x: event.clientX, y: event.clientY }));
      addNodeAt(store, type, { at, isExact: true, intoEdgeId: edgeId });
    },
  };
}
