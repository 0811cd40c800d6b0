"use client";

/** The conversation of the run that is shown, with what lies beside the journal loaded as it is needed. */
import { useEffect, useMemo, useState } from "react";
import { readStoredValue } from "@/lib/client/run-store/run-requests";
import { useAllToolCalls, useRunView } from "@/lib/client/run-store/use-run";
import { conversationOf, type Utterance } from "@/lib/projection/conversation-view";
import { emptyRunView } from "@/lib/projection/run-view";
import type { Entry } from "@/lib/shared/conversation";
import { useShownRun } from "./shown-run";

const noEntries: ReadonlyMap<string, readonly Entry[]> = new Map();

export function useConversation(): { readonly utterances: readonly Utterance[]; readonly isLoading: boolean } {
  const { runId, outline } = useShownRun();
  const view = useRunView() ?? emptyRunView;
  const toolCalls = useAllToolCalls();
  const [loaded, setLoaded] = useState(noEntries);
  const conversation = useMemo(() => conversationOf(view, outline, toolCalls, loaded), [view, outline, toolCalls, loaded]);

  const missing = conversation.missing[0] ?? null;
  useEffect(() => {
    if (missing === null) return;
    const abort = new AbortController();
    void readStoredValue(runId, missing, abort.signal).then((value) => {
      if (abort.signal.aborted) return;
      // Entries that can't be had are none: the answer still stands in the step's output.
      const entries = value.ok && Array.isArray(value.value) ? (value.value as unknown as readonly Entry[]) : [];
      setLoaded((before) => new Map(before).set(missing, entries));
    });
    return () => abort.abort();
  }, [runId, missing]);

  return { utterances: conversation.utterances, isLoading: missing !== null };
}
