"use client";

/** Goes from far away to a card, so near that it can be read. */
import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { boxOf } from "@/lib/client/card-geometry";
import type { WorkflowNode } from "@/lib/document/schema";

const zoomMs = 240;

export function useComeNear(): (node: WorkflowNode) => void {
  const { setCenter } = useReactFlow();
  return useCallback(
    (node) => {
      const { x, y, width, height } = boxOf(node);
      void setCenter(x + width / 2, y + height / 2, { zoom: 1, duration: zoomMs });
    },
    [setCenter],
  );
}
