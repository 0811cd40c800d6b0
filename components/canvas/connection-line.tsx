"use client";

/** The connection under the pointer, and beside it why a port would not take it. */
import { type ConnectionLineComponentProps, Position } from "@xyflow/react";
import { use } from "react";
import { useStore } from "zustand";
import { refusalOf } from "@/lib/client/connections";
import { edgePath } from "@/lib/client/edge-geometry";
import type { CardNode } from "@/lib/client/react-flow-adapter";
import { ConnectingContext } from "./connecting";

export function ConnectionLine(props: ConnectionLineComponentProps<CardNode>) {
  const { fromX, fromY, toX, toY, fromHandle, fromPosition, connectionStatus } = props;
  const isForward = fromHandle.type === "source";
  const from = { x: fromX, y: fromY };
  const to = { x: toX, y: toY };
  return (
    <g>
      <path
        className="canvas-edge"
        d={isForward ? edgePath(from, to, fromPosition === Position.Top ? "up" : "right") : edgePath(to, from)}
        data-dragged=""
      />
      {connectionStatus === "invalid" ? <Refusal {...props} /> : <circle cx={toX} cy={toY} fill="var(--accent)" r="3" />}
    </g>
  );
}

const labelWidth = 280;

function Refusal({ fromNode, fromHandle, toHandle, toX, toY }: ConnectionLineComponentProps<CardNode>) {
  const into = useStore(use(ConnectingContext), (state) => state.into);
  if (into === null || toHandle === null || !fromHandle.id || !toHandle.id) return null;
  const [source, target] =
    fromHandle.type === "source"
      ? [
          { node: fromNode.id, port: fromHandle.id },
          { node: toHandle.nodeId, port: toHandle.id },
        ]
      : [
          { node: toHandle.nodeId, port: toHandle.id },
          { node: fromNode.id, port: fromHandle.id },
        ];
  if (fromHandle.type === toHandle.type) return null;
  const ends = { source: source.node, sourcePort: source.port, target: target.node, targetPort: target.port };
  const reason = refusalOf(into, ends);
  if (reason === null) return null;
  return (
    <foreignObject className="overflow-visible" height="80" width={labelWidth} x={toX + 14} y={toY + 14}>
      <p
        className="inline-block rounded-control border border-danger/40 bg-surface px-2 py-1 text-danger text-xs shadow-float"
        data-testid="connection-refusal"
        role="status"
      >
        {reason}
      </p>
    </foreignObject>
  );
}
