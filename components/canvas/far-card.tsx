"use client";

/** A card seen from so far that nothing on it could be read: a box in the colour of its state. Cheap to draw by the hundred. */
import { useStore } from "@xyflow/react";
import { cx } from "@/components/ui/class-names";
import { groupHues } from "@/components/ui/kind-glyph";
import { geometryOf, type PortPlace, portHitSize } from "@/lib/client/card-geometry";
import { factsOf } from "@/lib/client/node-facts";
import type { WorkflowNode } from "@/lib/document/schema";
import type { StepStatus } from "@/lib/projection/run-view";

const farBelow = 0.35;

export function useIsFar(): boolean {
  return useStore((state) => state.transform[2] < farBelow);
}

const stateStyles: { readonly [Status in StepStatus]?: string } = {
  running: "border-running bg-running-tint",
  waiting: "border-waiting bg-waiting-tint",
  succeeded: "border-success",
  failed: "border-danger bg-danger-tint",
  skipped: "border-dashed",
};

export type FarCardProps = {
  readonly node: WorkflowNode;
  readonly status: StepStatus | null;
  readonly selected: boolean;
  readonly hasProblem: boolean;
};

export function FarCard({ node, status, selected, hasProblem }: FarCardProps) {
  const { definition } = factsOf(node);
  return (
    <article
      aria-label={`${definition?.label ?? node.type}: ${node.title || definition?.label}`}
      className={cx(
        "relative w-60 rounded-card border-2 border-line-strong bg-surface",
        status !== null && stateStyles[status],
        hasProblem && "border-danger",
        selected && "border-accent shadow-[0_0_0_3px_var(--accent)]",
      )}
      data-card=""
      data-selected={selected}
      data-status={status ?? undefined}
      data-testid={`node-${node.id}`}
      style={{ height: geometryOf(node).height }}
    >
      {geometryOf(node).ports.map((place) => (
        <PortMark key={`${place.side} ${place.port.id}`} place={place} />
      ))}
      <span className={cx("absolute top-4 left-3 size-7 rounded-control bg-current opacity-60", groupHues[definition?.group ?? "data"])} />
    </article>
  );
}

/** React Flow reads from the page where a card's ports are; nothing is seen or pressed here. */
function PortMark({ place: { port, side, x, y } }: { readonly place: PortPlace }) {
  const half = portHitSize / 2;
  return (
    <i
      aria-hidden
      className={cx("pointer-events-none absolute block", side)}
      data-handleid={port.id}
      data-handlepos={side === "source" ? "right" : "left"}
      // The border of a far card is 2 wide, and places count from inside it.
      style={{ left: x - half - 2, top: y - half - 2, width: portHitSize, height: portHitSize }}
    />
  );
}
