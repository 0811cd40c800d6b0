"use client";

/** A kind carried out of the palette and let go over the canvas. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useMemo } from "react";
import { addNodeAt } from "@/lib/client/add-node";
import type { CanvasControls } from "@/lib/client/canvas-controls";
import type { Point } from "@/lib/client/edge-geometry";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { cornerFor } from "@/lib/client/placement";
import type { DropEdgeStore } from "./drop-edge";
import { useEdgeUnder } from "./use-edge-under";

export type CarryingKinds = Pick<CanvasControls, "carryOver" | "letGo">;

export function useCarryingKinds(dropEdge: DropEdgeStore): CarryingKinds {
  const store = useEditorStore();
  const flow = useStoreApi();
  const { screenToFlowPosition } = useReactFlow();
  const edgeUnder = useEdgeUnder();
  return useMemo(() => {
    const isOnCanvas = ({ x, y }: Point) => flow.getState().domNode?.contains(document.elementFromPoint(x, y)) === true;
    return {
      carryOver: (at) => dropEdge.setState({ edgeId: at === null ? null : edgeUnder(store.getState().document, at) }),
      letGo: (type, at, preset) => {
        const { edgeId } = dropEdge.getState();
        dropEdge.setState({ edgeId: null });
        if (!isOnCanvas(at)) return null;
        return addNodeAt(store, type, { at: cornerFor(screenToFlowPosition(at)), isExact: true, intoEdgeId: edgeId, preset });
      },
    };
  }, [store, flow, dropEdge, edgeUnder, screenToFlowPosition]);
}
