"use client";

import { useEffect, useState } from "react";
import { readLateEvents } from "@/lib/client/run-store/run-requests";
import { useRunView } from "@/lib/client/run-store/use-run";
import type { LateEvent } from "@/lib/projection/summaries";
import { useShownRun } from "./shown-run";

const none: readonly LateEvent[] = [];

/** What came for the shown run after its end; asked for once it is over. */
export function useLateEvents(): readonly LateEvent[] {
  const { runId } = useShownRun();
  const isOver = useRunView()?.finishedAt != null;
  const [read, setRead] = useState<{ readonly runId: string; readonly events: readonly LateEvent[] } | null>(null);

  useEffect(() => {
    if (!isOver) return;
    const asking = new AbortController();
    void readLateEvents(runId, asking.signal).then((events) => {
      if (events.ok && !asking.signal.aborted) setRead({ runId, events: events.value });
    });
    return () => asking.abort();
  }, [runId, isOver]);

  return read?.runId === runId ? read.events : none;
}
