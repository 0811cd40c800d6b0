"use client";

/** How long the run has taken; counts once a second while it goes on. */
import { useNow } from "@/lib/client/run-store/use-now";
import { useRunView } from "@/lib/client/run-store/use-run";
import { formatDuration } from "@/lib/projection/format";

export function RunElapsed({ className }: { readonly className?: string }) {
  const view = useRunView();
  const isOpen = view !== null && view.startedAt !== null && view.finishedAt === null;
  const now = useNow(isOpen);
  if (view === null || view.startedAt === null) return <span className={className}>–</span>;
  return <span className={className}>{formatDuration((view.finishedAt ?? Math.max(now, view.startedAt)) - view.startedAt)}</span>;
}
