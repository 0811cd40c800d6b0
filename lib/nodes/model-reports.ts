/**
 * Reports of several model calls of one step as one.
 *
 * Pure.
 */
import { addUsage } from "../shared/conversation";
import type { ModelReport } from "./contract";

/** Entries one after the other, counts added; provider, model and conversation are the later call's. */
export function joinReports(earlier: ModelReport | undefined, later: ModelReport): ModelReport {
  if (earlier === undefined) return later;
  const aside = [...(earlier.aside ?? []), ...(later.aside ?? [])];
  return {
    provider: later.provider,
    model: later.model,
    conversationId: later.conversationId ?? earlier.conversationId,
    ...(later.speaker !== undefined && { speaker: later.speaker }),
    entries: [...earlier.entries, ...later.entries],
    ...(aside.length > 0 && { aside }),
    usage: addUsage(earlier.usage, later.usage),
    files: [...earlier.files, ...later.files],
    leftOut: [...new Set([...earlier.leftOut, ...later.leftOut])],
  };
}
