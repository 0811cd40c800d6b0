"use client";

/** Starts a run that goes on from the record of this one: after its failure, or again from a step. */
import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { startRerun } from "@/lib/client/run-store/run-requests";
import { useShownRun } from "./shown-run";

export type RerunButtonProps = { readonly path?: string; readonly children: string };

/** The new run opens on its own page; this one stays as it is. */
export function RerunButton({ path, children }: RerunButtonProps) {
  const { workflowId, runId } = useShownRun();
  const router = useRouter();
  const [asking, setAsking] = useState<"no" | "asked" | { readonly failed: string }>("no");

  async function rerun(): Promise<void> {
    setAsking("asked");
    const started = await startRerun(runId, path);
    if (started.ok) router.push(`/workflows/${workflowId}/runs/${started.value.runId}`);
    else setAsking({ failed: started.error.message });
  }

  return (
    <>
      <Button
        icon={<RotateCw aria-hidden className="size-3.5" />}
        isBusy={asking === "asked"}
        onClick={() => void rerun()}
        size="sm"
        variant="secondary"
      >
        {children}
      </Button>
      {typeof asking === "object" && (
        <span className="text-danger text-xs" role="alert">
          {asking.failed}
        </span>
      )}
    </>
  );
}
