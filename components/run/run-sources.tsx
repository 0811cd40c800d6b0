"use client";

/** Everything the agents of a run cited, as one numbered list; the marks in a single answer have its own numbers. */
import { useMemo } from "react";
import { mergedSources } from "@/lib/projection/citations";
import { SourceList } from "./source-list";
import { useConversation } from "./use-conversation";

export function RunSources() {
  const { utterances } = useConversation();
  const sources = useMemo(
    () => mergedSources(utterances.flatMap((utterance) => (utterance.is === "said" ? [{ markdown: "", sources: utterance.sources }] : []))),
    [utterances],
  );
  if (sources.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 font-medium text-xs">
        Sources the agents cited <span className="num font-normal text-ink-soft">{sources.length}</span>
      </h3>
      <SourceList sources={sources} />
    </div>
  );
}
