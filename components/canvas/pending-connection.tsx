"use client";

/** The connection that waits for the quick picker to name its other end. */
import { ViewportPortal } from "@xyflow/react";
import { geometryOf } from "@/lib/client/card-geometry";
import { flatDocument } from "@/lib/client/containers";
import { edgePath } from "@/lib/client/edge-geometry";
import { useEditor } from "@/lib/client/editor-store/use-editor";

export function PendingConnection() {
  const pick = useEditor((state) => state.quickPick);
  const start = useEditor((state) => flatDocument(state.document).nodes.find((node) => node.id === pick?.from?.nodeId));
  if (pick === null || pick.from === null || start === undefined) return null;
  const { portId, side } = pick.from;
  const place = geometryOf(start).ports.find((candidate) => candidate.port.id === portId && candidate.side === side);
  if (place === undefined) return null;
  const from = { x: start.position.x + place.x, y: start.position.y + place.y };
  const path = side === "source" ? edgePath(from, pick.at, place.at === "top" ? "up" : "right") : edgePath(pick.at, from);
  return (
    <ViewportPortal>
      <svg aria-hidden className="pointer-events-none absolute top-0 left-0 overflow-visible" height="1" width="1">
        <path className="canvas-edge" d={path} data-dragged="" />
        <circle cx={pick.at.x} cy={pick.at.y} fill="var(--accent)" opacity="0.2" r="13" />
        <circle cx={pick.at.x} cy={pick.at.y} fill="var(--surface)" r="6" stroke="var(--accent)" strokeWidth="2" />
      </svg>
    </ViewportPortal>
  );
}
