"use client";

/** One port of a card: what an edge is dragged from and to. */
import { Handle } from "@xyflow/react";
import type { PortPlace } from "@/lib/client/card-geometry";
import { portPositions } from "@/lib/client/react-flow-adapter";
import type { StepView } from "@/lib/projection/run-view";
import { usePortHint } from "./connecting";

export type PortProps = {
  readonly nodeId: string;
  readonly nodeTitle: string;
  readonly place: PortPlace;
  readonly step: StepView | null;
  readonly readOnly: boolean;
  /** The word of a join policy, drawn in place of the ring. */
  readonly join?: string | null;
};

export function Port({ nodeId, nodeTitle, place, step, readOnly, join = null }: PortProps) {
  const { port, side, x, y, at } = place;
  const hint = usePortHint(nodeId, port.id, side);
  const direction = side === "source" ? "out of" : "into";
  return (
    <Handle
      aria-label={`Port ${port.label} ${direction} ${nodeTitle}`}
      className="canvas-port"
      data-binding={port.role === "binding" && at === "top" ? "" : undefined}
      data-hint={hint}
      data-step={stepOfPort(step, place)}
      data-testid={`port-${nodeId}-${port.id}`}
      id={port.id}
      isConnectable={!readOnly}
      position={portPositions[at]}
      role="img"
      style={{ left: x, top: y }}
      title={at === "top" ? port.label : undefined}
      type={side}
    >
      <span className={join === null ? "pointer-events-none" : "canvas-join pointer-events-none"}>{join}</span>
    </Handle>
  );
}

function stepOfPort(step: StepView | null, { port, side }: PortPlace): "live" | "running" | "waiting" | "dim" | undefined {
  if (step === null || step.status === "pending") return undefined;
  if (step.status === "skipped") return "dim";
  if (side === "target") return step.status === "running" || step.status === "waiting" ? step.status : "live";
  if (step.status !== "succeeded") return undefined;
  return step.ports.includes(port.id) ? "live" : "dim";
}
