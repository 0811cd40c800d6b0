"use client";

/** Asks the run to stop. Says so at once, whatever the network does, and again when it failed to ask. */
import { Square } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cancelRun } from "@/lib/client/run-store/run-requests";
import { useRunState } from "@/lib/client/run-store/use-run";

export type CancelRunButtonProps = { readonly runId: string; readonly size?: "md" | "sm"; readonly kbd?: string };

/** Nothing once the run is over. */
export function CancelRunButton({ runId, size = "sm", kbd }: CancelRunButtonProps) {
  const isOver = useRunState(({ view }) => view.finishedAt !== null) ?? true;
  const isCancelling = useRunState(({ view }) => view.isCancelling) ?? false;
  const [asking, setAsking] = useState<"no" | "asked" | { readonly failed: string }>("no");
  if (isOver) return null;

  async function cancel(): Promise<void> {
    setAsking("asked");
    const asked = await cancelRun(runId);
    if (!asked.ok) setAsking({ failed: asked.error.message });
  }

  const isBusy = isCancelling || asking === "asked";
  return (
    <>
      {typeof asking === "object" && (
        <span className="max-w-72 truncate text-danger text-xs" role="alert" title={asking.failed}>
          {asking.failed}
        </span>
      )}
      <Button
        disabled={isBusy}
        icon={<Square aria-hidden className="size-3 fill-current" />}
        isBusy={isBusy}
        onClick={cancel}
        size={size}
        variant="danger"
        {...(kbd === undefined || isBusy ? {} : { kbd })}
      >
        {isBusy ? "Cancelling" : "Cancel run"}
      </Button>
    </>
  );
}
