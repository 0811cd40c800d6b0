"use client";

/** What a step's model answered, with its citations: from the journal or, when long, from beside it. */
import { useMemo } from "react";
import { useStoredValue } from "@/lib/client/run-store/use-request";
import type { StoredValue } from "@/lib/engine/events";
import { type CitedText, citedAnswer } from "@/lib/projection/citations";
import type { StepView } from "@/lib/projection/run-view";
import type { Entry } from "@/lib/shared/conversation";

const nothing: StoredValue = { inline: [] };

/** Null for a step that called no model, and until a long answer is loaded. */
export function useStepAnswer(step: StepView | null): CitedText | null {
  const entries = step?.model?.entries ?? null;
  const stored = entries === null ? nothing : "blob" in entries ? entries : nothing;
  const beside = useStoredValue(stored);
  return useMemo(() => {
    if (entries === null) return null;
    if ("inline" in entries) return citedAnswer(entries.inline);
    // The blob of a step's entries holds exactly these.
    return beside.is === "ready" && Array.isArray(beside.value) ? citedAnswer(beside.value as unknown as readonly Entry[]) : null;
  }, [entries, beside]);
}
