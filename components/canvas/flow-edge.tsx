"use client";

/** An edge as it stands in the run, or at rest. */
import { type EdgeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { portHitSize } from "@/lib/client/card-geometry";
import { edgePath } from "@/lib/client/edge-geometry";
import type { FlowEdge } from "@/lib/client/react-flow-adapter";
import { useEdgeState } from "@/lib/client/run-store/use-run";
import { errorPort } from "@/lib/nodes/ports";
import { useIsDropEdge } from "./drop-edge";

/** React Flow ends edges at the rim of a port's hit area; ours end at its centre. */
const inset = portHitSize / 2;
const hitWidth = 20;

export const CanvasEdge = memo(function CanvasEdge(props: EdgeProps<FlowEdge>) {
  const { id, selected, data } = props;
  const state = useEdgeState(id);
  const isDropping = useIsDropEdge(id);
  const path = pathOf(props);
  return (
    <>
      <path d={path} fill="none" stroke="transparent" strokeWidth={hitWidth} />
      <path
        className="canvas-edge"
        d={path}
        data-binding={data?.isBinding || undefined}
        data-error={data?.edge.sourcePort === errorPort || undefined}
        data-dropping={isDropping || undefined}
        data-selected={selected || undefined}
        data-state={state ?? "pending"}
        data-testid={`edge-${id}`}
      />
      {state === "running" && <circle className="canvas-edge-dot" r="5.5" style={{ offsetPath: `path("${path}")` }} />}
    </>
  );
});

function pathOf({ sourceX, sourceY, sourcePosition, targetX, targetY }: EdgeProps<FlowEdge>): string {
  const to = { x: targetX + inset, y: targetY };
  if (sourcePosition === Position.Top) return edgePath({ x: sourceX, y: sourceY + inset }, to, "up");
  return edgePath({ x: sourceX - inset, y: sourceY }, to);
}
