"use client";

/** How long the run has taken; counts once a second while it goes on. */
import { useRunView } from "@/lib/client/run-store/use-run";
import { useElapsedMs } from "@/lib/client/use-now";
import { formatDuration } from "@/lib/projection/format";
import { emptyRunView } from "@/lib/projection/run-view";

export function RunElapsed({ className }: { readonly className?: string }) {
  const view = useRunView() ?? emptyRunView;
  const elapsedMs = useElapsedMs(view);
  return <span className={className}>{view.startedAt === null ? "–" : formatDuration(elapsedMs)}</span>;
}
