"use client";

/** Zoom and fit, floating over a canvas that has no bar of its own. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { fittingViewport } from "@/lib/client/card-geometry";
import type { WorkflowNode } from "@/lib/document/schema";

export function ViewControls({ nodes }: { readonly nodes: readonly WorkflowNode[] }) {
  const flow = useStoreApi();
  const { zoomIn, zoomOut, setViewport } = useReactFlow();
  return (
    <div className="nokey absolute bottom-3 left-3 z-5 flex rounded-card border bg-surface p-0.5">
      <IconButton label="Zoom out" onClick={() => void zoomOut({ duration: 140 })} tooltipSide="top">
        <Minus aria-hidden className="size-3.5" />
      </IconButton>
      <IconButton label="Zoom in" onClick={() => void zoomIn({ duration: 140 })} tooltipSide="top">
        <Plus aria-hidden className="size-3.5" />
      </IconButton>
      <IconButton
        label="Fit to view"
        onClick={() => {
          const { width, height } = flow.getState();
          void setViewport(fittingViewport(nodes, { width, height }), { duration: 180 });
        }}
        tooltipSide="top"
      >
        <Maximize aria-hidden />
      </IconButton>
    </div>
  );
}
