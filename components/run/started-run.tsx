"use client";

/** The other run that a step started and waits for, or waited for. */
import Link from "next/link";
import { useMemo } from "react";
import { StatusBadge } from "@/components/ui/status-badge";
import { useOtherRun } from "@/lib/client/run-store/use-request";
import { useRunEvents } from "@/lib/client/run-store/use-run";
import type { RunEvent } from "@/lib/engine/events";
import type { StepView } from "@/lib/projection/run-view";
import { PanelSection } from "./panel-section";
import { useShownRun } from "./shown-run";

export function StartedRun({ step }: { readonly step: StepView }) {
  const { path, finishedAt } = step;
  const events = useRunEvents();
  const startedId = useMemo(() => startedRunOf(events, path), [events, path]);
  return startedId === null ? null : <OtherRun isOver={finishedAt !== null} runId={startedId} />;
}

function OtherRun({ runId, isOver }: { readonly runId: string; readonly isOver: boolean }) {
  const { workflowId } = useShownRun();
  const other = useOtherRun(runId, isOver);
  const run = other.is === "ready" ? other.value.run : null;
  return (
    <PanelSection title="Run that it started">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        {/* Until its workflow is known: the address of a run leads on to the workflow it belongs to. */}
        <Link className="text-accent underline underline-offset-2" href={`/workflows/${run?.workflowId ?? workflowId}/runs/${runId}`}>
          {run === null ? "Open it" : `Run ${run.number} of ${run.workflowName}`}
        </Link>
        {run?.finishedAt != null && <StatusBadge status={run.status} />}
      </p>
    </PanelSection>
  );
}

/** The newest: a step that was tried again may have started several. */
function startedRunOf(events: readonly RunEvent[], path: string): string | null {
  for (const event of events.toReversed()) {
    if (event.type === "step_waiting" && event.path === path && event.until.for === "run") return event.until.runId;
  }
  return null;
}
