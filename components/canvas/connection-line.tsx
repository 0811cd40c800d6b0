"use client";

/** The connection under the pointer, and beside it why a port would not take it. */
import type { ConnectionLineComponentProps } from "@xyflow/react";
import { refusalOf } from "@/lib/client/connections";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import type { CardNode } from "@/lib/client/react-flow-adapter";
import { edgePath } from "./edge-path";

export function ConnectionLine(props: ConnectionLineComponentProps<CardNode>) {
  const { fromX, fromY, toX, toY, fromHandle, connectionStatus } = props;
  const isForward = fromHandle.type === "source";
  const from = { x: fromX, y: fromY };
  const to = { x: toX, y: toY };
  return (
    <g>
      <path className="canvas-edge" d={isForward ? edgePath(from, to) : edgePath(to, from)} data-dragged="" />
      {connectionStatus === "invalid" ? <Refusal {...props} /> : <circle cx={toX} cy={toY} fill="var(--accent)" r="3" />}
    </g>
  );
}

const labelWidth = 280;

function Refusal({ fromNode, fromHandle, toHandle, toX, toY }: ConnectionLineComponentProps<CardNode>) {
  const store = useEditorStore();
  if (toHandle === null || !fromHandle.id || !toHandle.id) return null;
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
  const reason = refusalOf(store.getState().document, ends);
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
