"use client";

/** Starts a run that goes on from the record of the shown one, and opens it; the shown one stays as it is. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type RerunFrom, startRerun } from "@/lib/client/run-store/run-requests";
import { useShownRun } from "./shown-run";

export type Rerun = {
  readonly start: (from: RerunFrom) => Promise<void>;
  readonly isAsked: boolean;
  /** Why it was not started. */
  readonly problem: string | null;
};

export function useRerun(): Rerun {
  const { workflowId, runId } = useShownRun();
  const router = useRouter();
  const [asking, setAsking] = useState<"no" | "asked" | { readonly failed: string }>("no");

  async function start(from: RerunFrom): Promise<void> {
    setAsking("asked");
    const started = await startRerun(runId, from);
    if (started.ok) router.push(`/workflows/${workflowId}/runs/${started.value.runId}`);
    else setAsking({ failed: started.error.message });
  }

  return { start, isAsked: asking === "asked", problem: typeof asking === "object" ? asking.failed : null };
}
