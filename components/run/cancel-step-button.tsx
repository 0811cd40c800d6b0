"use client";

/** Stops the step that is looked at; the run goes on without it. What came of it is heard from the stream. */
import { Square } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { cancelStep } from "@/lib/client/run-store/run-requests";
import { useRunState } from "@/lib/client/run-store/use-run";
import type { StepView } from "@/lib/projection/run-view";
import { useShownRun } from "./shown-run";

/** Nothing for a step that is not at work, and while the whole run is being cancelled. */
export function CancelStepButton({ step }: { readonly step: StepView }) {
  const { runId } = useShownRun();
  const isLive = useRunState(({ view }) => view.finishedAt === null && !view.isCancelling) ?? false;
  const [asking, setAsking] = useState<"no" | "asked" | { readonly failed: string }>("no");
  if (!isLive || (step.status !== "running" && step.status !== "waiting")) return null;

  async function cancel(): Promise<void> {
    setAsking("asked");
    const asked = await cancelStep(runId, step.path);
    if (!asked.ok) setAsking({ failed: asked.error.message });
  }

  return (
    <>
      {typeof asking === "object" && (
        <span className="max-w-72 text-danger text-xs" role="alert">
          {asking.failed}
        </span>
      )}
      <Tooltip content="What needs this step is skipped; everything else goes on.">
        <Button
          icon={<Square aria-hidden className="size-3 fill-current" />}
          isBusy={asking === "asked"}
          onClick={() => void cancel()}
          size="sm"
          variant="danger"
        >
          {asking === "asked" ? "Cancelling" : "Cancel step"}
        </Button>
      </Tooltip>
    </>
  );
}
