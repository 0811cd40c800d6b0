"use client";

/**
 * The card of a node, in the editor and on a run's page. One card draws every kind: what differs
 * comes from the definition, not from a switch.
 *
 * Drawn to the measures of `card-geometry.ts`; must stand inside a React Flow node, for its ports.
 */
import { Pin, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { KindTile } from "@/components/ui/kind-tile";
import { geometryOf } from "@/lib/client/card-geometry";
import { factsOf } from "@/lib/client/node-facts";
import type { Diagnostic } from "@/lib/compile/diagnostic";
import type { NodeSettings, WorkflowNode } from "@/lib/document/schema";
import { isPinned } from "@/lib/document/without-pins";
import type { StepView } from "@/lib/projection/run-view";
import { Port } from "./port";
import { RunStrip } from "./run-strip";

export type NodeCardProps = {
  readonly node: WorkflowNode;
  readonly diagnostics: readonly Diagnostic[];
  /** Null when there is no run, or the run has not said anything of this node. */
  readonly step: StepView | null;
  /** The last line of a running agent's output. */
  readonly liveLine: string | null;
  readonly selected: boolean;
  readonly readOnly: boolean;
  /** What stands in the upper right corner on hover: the card's menu. */
  readonly menu?: ReactNode;
};

export function NodeCard({ node, diagnostics, step, liveLine, selected, readOnly, menu }: NodeCardProps) {
  const { definition, summary } = factsOf(node);
  const { height, ports } = geometryOf(node);
  const isSkipped = step?.status === "skipped";
  const named = ports.filter(({ port, side }) => side === "source" && port.named === true);
  const title = node.title || definition?.label || node.type;
  return (
    <article
      aria-label={`${definition?.label ?? node.type}: ${title}`}
      className={cx(
        "group/card relative w-60 rounded-card border border-card-line bg-surface transition-[border-color] hover:border-line-strong",
        cardState(step),
        selected && "border-accent shadow-[0_0_0_1px_var(--accent)] hover:border-accent",
      )}
      data-card=""
      data-selected={selected}
      data-status={step?.status}
      data-testid={`node-${node.id}`}
      style={{ minHeight: height }}
    >
      {diagnostics.length > 0 && <ProblemBadge diagnostics={diagnostics} />}
      <div className="grid h-[58px] grid-cols-[28px_1fr] gap-x-2.5 px-3 pt-2.5">
        <KindTile className="mt-1" glyph={definition?.glyph ?? ""} group={definition?.group ?? "data"} isFaded={isSkipped} />
        <div className="min-w-0">
          <h3 className={cx("truncate font-medium text-base leading-[18px] tracking-[-0.008em]", isSkipped && "font-normal text-ink-soft")}>
            {title}
          </h3>
          <SecondLine liveLine={liveLine} step={step} summary={summary} />
        </div>
      </div>
      {isPinned(node) && (
        <span
          className="absolute -top-2.5 left-2.5 rounded-full border border-card-line bg-surface p-0.5 text-accent"
          title="Pinned: gives out its pinned output in runs that you start here."
        >
          <Pin aria-label="Pinned" className="size-3" role="img" />
        </span>
      )}
      {menu !== undefined && (
        <div className="absolute top-1.5 right-1.5 rounded-control bg-surface opacity-0 focus-within:opacity-100 group-hover/card:opacity-100 has-data-[state=open]:opacity-100">
          {menu}
        </div>
      )}
      {named.length > 0 && (
        <ul className="pb-1 text-right text-ink-soft text-xs">
          {named.map(({ port }) => (
            <li className={cx("h-6 truncate pr-3.5 pl-3 leading-6", portWord(step, port.id))} key={port.id}>
              {port.label}
            </li>
          ))}
        </ul>
      )}
      {step !== null && step.status !== "pending" && <RunStrip step={step} />}
      {ports.map((place) => (
        <Port
          join={place.side === "target" ? joinWord(node.settings) : null}
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

function SecondLine({ liveLine, step, summary }: Pick<NodeCardProps, "liveLine" | "step"> & { readonly summary: string }) {
  if (step?.status === "running" && liveLine !== null && liveLine !== "") {
    return (
      <p className="overflow-hidden whitespace-nowrap text-xs leading-[18px] [mask-image:linear-gradient(90deg,#000_72%,transparent_99%)]">
        {liveLine}
      </p>
    );
  }
  const isInTrouble = step?.status === "failed" || step?.status === "waiting";
  const held = step?.status === "waiting" ? step.because : null;
  const text = held ?? (isInTrouble && step.error !== null ? step.error.message : summary);
  return (
    <p className="truncate text-ink-soft text-xs leading-[18px]" title={text}>
      {text}
    </p>
  );
}

export function ProblemBadge({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  const isError = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  const sentences = diagnostics.map((diagnostic) => diagnostic.message).join(" ");
  return (
    <span
      aria-label={`${diagnostics.length === 1 ? "Problem" : `${diagnostics.length} problems`}: ${sentences}`}
      className={cx(
        "absolute -top-2.5 -right-2.5 z-10 grid size-5 place-items-center rounded-full border border-current bg-surface",
        isError ? "text-danger" : "text-running",
      )}
      role="img"
      title={sentences}
    >
      <TriangleAlert aria-hidden className="size-3" />
    </span>
  );
}

/** Running and waiting show on the border; the other states say it in the strip. */
export function cardState(step: StepView | null): string | null {
  switch (step?.status) {
    case "running":
      return "border-[color-mix(in_srgb,var(--running)_55%,var(--line))] hover:border-running";
    case "waiting":
      return "border-[color-mix(in_srgb,var(--waiting)_45%,var(--line))] hover:border-waiting";
    case "skipped":
      return "border-dashed border-[color-mix(in_srgb,var(--ink-soft)_50%,transparent)] bg-[color-mix(in_srgb,var(--surface)_55%,var(--paper))]";
    default:
      return null;
  }
}

function portWord(step: StepView | null, portId: string): string | null {
  return step?.status === "succeeded" && step.ports.includes(portId) ? "font-medium text-ink" : null;
}

/** Null for the default policy, which is not drawn. */
function joinWord(settings: NodeSettings | undefined): string | null {
  const join = settings?.join;
  if (join === undefined || join.wait === "all") return null;
  return join.wait === "any" ? "any" : `${join.count} of n`;
}
