"use client";

/** The other run that a step started and waits for, or waited for: a link to it, and its id. */
import Link from "next/link";
import { useMemo } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { useRunEvents } from "@/lib/client/run-store/use-run";
import type { RunEvent } from "@/lib/engine/events";
import { PanelSection } from "./panel-section";
import { useShownRun } from "./shown-run";

export function StartedRun({ path }: { readonly path: string }) {
  const { workflowId } = useShownRun();
  const events = useRunEvents();
  const startedId = useMemo(() => startedRunOf(events, path), [events, path]);
  if (startedId === null) return null;
  return (
    <PanelSection title="Run that it started">
      <div className="flex items-center gap-1">
        {/* Its workflow is not known here; the address of a run leads on to the workflow it belongs to. */}
        <Link className="font-mono text-accent text-xs underline underline-offset-2" href={`/workflows/${workflowId}/runs/${startedId}`}>
          {startedId}
        </Link>
        <CopyButton label="Copy the run's id" text={startedId} />
      </div>
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
