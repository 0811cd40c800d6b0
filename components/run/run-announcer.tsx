"use client";

/** Says to screen readers how the run goes: its state, and how many steps are done. Sparingly. */
import { useEffect, useState } from "react";
import { useRunView } from "@/lib/client/run-store/use-run";
import type { RunView } from "@/lib/projection/run-view";
import { useShownRun } from "./shown-run";

const quietMs = 1_500;

export function RunAnnouncer() {
  const { summary, outline } = useShownRun();
  const view = useRunView();
  const said = view === null ? "" : sentence(view, summary?.number ?? null, outline.length);
  const [spoken, setSpoken] = useState("");

  // A burst of steps is one sentence, the last.
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(said), quietMs);
    return () => clearTimeout(timer);
  }, [said]);

  return (
    <p className="sr-only" role="status">
      {spoken}
    </p>
  );
}

function sentence(view: RunView, number: number | null, steps: number): string {
  const done = [...view.steps.values()].filter(({ finishedAt }) => finishedAt !== null).length;
  const name = number === null ? "The run" : `Run ${number}`;
  if (view.finishedAt !== null)
    return `${name} ${view.status === "cancelled" ? "was cancelled" : view.status}. ${view.error?.message ?? ""}`.trim();
  if (view.isCancelling) return `${name} is being cancelled.`;
  return `${name} is ${view.status}: ${done} of ${steps} steps done.`;
}
