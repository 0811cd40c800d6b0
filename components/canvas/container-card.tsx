"use client";

/**
 * A container on the canvas: a header and a frame around what stands in it, lane by lane.
 *
 * Only the header and the ports take the pointer; inside, the canvas is the canvas. Drawn to the measures
 * of `card-geometry.ts` and `containers.ts`.
 */
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { KindTile } from "@/components/ui/kind-tile";
import { StatusBadge } from "@/components/ui/status-badge";
import { containerHeader, geometryOf, laneHeight, lanesOf } from "@/lib/client/card-geometry";
import { factsOf } from "@/lib/client/node-facts";
import { useElapsedMs } from "@/lib/client/use-now";
import type { Diagnostic } from "@/lib/compile/diagnostic";
import type { WorkflowNode } from "@/lib/document/schema";
import { formatDuration } from "@/lib/projection/format";
import type { StepView } from "@/lib/projection/run-view";
import { doneOf } from "@/lib/projection/timeline";
import { InstanceStepper } from "./instance-stepper";
import { cardState, ProblemBadge } from "./node-card";
import { Port } from "./port";

export type ContainerCardProps = {
  readonly node: WorkflowNode;
  readonly diagnostics: readonly Diagnostic[];
  readonly step: StepView | null;
  readonly selected: boolean;
  readonly readOnly: boolean;
  readonly menu?: ReactNode;
};

export function ContainerCard({ node, diagnostics, step, selected, readOnly, menu }: ContainerCardProps) {
  const { definition, summary } = factsOf(node);
  const { width, height, ports } = geometryOf(node);
  const title = node.title || definition?.label || node.type;
  return (
    <article
      aria-label={`${definition?.label ?? node.type}: ${title}`}
      className={cx(
        "group/card pointer-events-none relative rounded-group border border-line-strong",
        "bg-[color-mix(in_srgb,var(--surface)_38%,transparent)]",
        cardState(step),
        selected && "border-accent shadow-[0_0_0_1px_var(--accent)]",
      )}
      data-card=""
      data-selected={selected}
      data-status={step?.status}
      data-testid={`node-${node.id}`}
      style={{ width, height }}
    >
      {diagnostics.length > 0 && <ProblemBadge diagnostics={diagnostics} />}
      <header
        className="pointer-events-auto flex items-center gap-2 rounded-t-group border-b bg-surface px-2.5"
        style={{ height: containerHeader }}
      >
        <KindTile glyph={definition?.glyph ?? ""} group={definition?.group ?? "flow"} isFaded={step?.status === "skipped"} size={24} />
        <h3 className="min-w-0 shrink truncate font-medium text-base tracking-[-0.008em]">{title}</h3>
        <p className="min-w-0 flex-1 truncate text-ink-soft text-xs" title={summary}>
          {summary}
        </p>
        {step !== null && step.status !== "pending" && <Progress step={step} title={title} />}
        {menu !== undefined && (
          <div className="opacity-0 focus-within:opacity-100 group-hover/card:opacity-100 has-data-[state=open]:opacity-100">{menu}</div>
        )}
      </header>
      <Lanes node={node} />
      {ports.map((place) => (
        <Port
          join={null}
          key={`${place.side}-${place.port.id}`}
          nodeId={node.id}
          nodeTitle={title}
          // Ports are placed from the inside of the border.
          place={{ ...place, x: place.x - 1, y: place.y - 1 }}
          readOnly={readOnly}
          step={step}
        />
      ))}
    </article>
  );
}

/** Which instance is looked at, `3 / 20 done`, its state and its seconds: in the header, where no card can stand. */
function Progress({ step, title }: { readonly step: StepView; readonly title: string }) {
  const elapsedMs = useElapsedMs(step);
  return (
    <div className="flex flex-none items-center gap-2.5 text-xs" data-testid={`progress-${step.nodeId}`}>
      <InstanceStepper step={step} title={title} />
      {step.children.length > 0 && <span className="num text-ink-soft">{doneOf(step)}</span>}
      <StatusBadge status={step.status} {...(step.skipped === null ? {} : { text: `skipped: ${step.skipped.text}` })} />
      {step.startedAt !== null && <span className="num text-ink-soft">{formatDuration(elapsedMs)}</span>}
    </div>
  );
}

/** A hairline between lanes, and each one's name above its cards. */
function Lanes({ node }: { readonly node: WorkflowNode }) {
  const lanes = lanesOf(node);
  return lanes.map(({ id, title }, index) => (
    <div
      className={cx("absolute inset-x-0 px-2.5 text-ink-soft text-xs leading-[15px]", index > 0 && "border-line border-t border-dashed")}
      key={id}
      style={{ top: containerHeader + index * laneHeight, height: laneHeight }}
    >
      <span className="block truncate">{title || `Lane ${index + 1}`}</span>
    </div>
  ));
}
