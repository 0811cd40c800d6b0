"use client";

/** Starts a run that goes on from the record of the shown one, and opens it; the shown one stays as it is. */
import { useRouter } from "next/navigation";
import { use, useState } from "react";
import { type RerunFrom, startRerun } from "@/lib/client/run-store/run-requests";
import { DraftInEditorContext } from "./draft-in-editor";
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
  const draft = use(DraftInEditorContext);
  const [asking, setAsking] = useState<"no" | "asked" | { readonly failed: string }>("no");

  async function start(from: RerunFrom): Promise<void> {
    setAsking("asked");
    const saved = from.onDraft === true ? await draft?.flush() : undefined;
    if (saved?.ok === false) return setAsking({ failed: `The workflow could not be saved first. ${saved.error.message}` });
    const started = await startRerun(runId, from);
    if (!started.ok) return setAsking({ failed: started.error.message });
    if (from.onDraft === true && draft !== null) draft.openRun(started.value.runId);
    else router.push(`/workflows/${workflowId}/runs/${started.value.runId}`);
  }

  return { start, isAsked: asking === "asked", problem: typeof asking === "object" ? asking.failed : null };
}
