"use client";

/** An edge as it stands in the run, or at rest. */
import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { portHitSize } from "@/lib/client/card-geometry";
import type { FlowEdge } from "@/lib/client/react-flow-adapter";
import { useEdgeState } from "@/lib/client/run-store/use-run";
import { useIsDropEdge } from "./drop-edge";
import { edgePath } from "./edge-path";

/** React Flow ends edges at the rim of a port's hit area; ours end at its centre. */
const inset = portHitSize / 2;
const hitWidth = 20;

export const CanvasEdge = memo(function CanvasEdge({ id, sourceX, sourceY, targetX, targetY, selected }: EdgeProps<FlowEdge>) {
  const state = useEdgeState(id);
  const isDropping = useIsDropEdge(id);
  const path = edgePath({ x: sourceX - inset, y: sourceY }, { x: targetX + inset, y: targetY });
  return (
    <>
      <path d={path} fill="none" stroke="transparent" strokeWidth={hitWidth} />
      <path
        className="canvas-edge"
        d={path}
        data-dropping={isDropping || undefined}
        data-selected={selected || undefined}
        data-state={state ?? "pending"}
        data-testid={`edge-${id}`}
      />
      {state === "running" && <circle className="canvas-edge-dot" r="5.5" style={{ offsetPath: `path("${path}")` }} />}
    </>
  );
});
