"use client";

/** Every entry of a step's conversation: who said it, in which role, of which type, when. Ours, or as the provider keeps it. */
import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Segments } from "@/components/ui/segments";
import { useHistory } from "@/lib/client/run-store/use-request";
import { formatCountOf } from "@/lib/projection/format";
import type { HistoryEntry, HistorySource } from "@/lib/projection/history";
import type { StepView } from "@/lib/projection/run-view";
import { ConversationEntry } from "./conversation-entry";
import { FailedToLoad, LoadingLines } from "./load-states";

/** It has asked a model and an attempt of it has ended. */
export function hasConversation(step: StepView): boolean {
  return step.attempts.some(({ model }) => model !== null);
}

export function StepConversation({ step }: { readonly step: StepView }) {
  const [source, setSource] = useState<HistorySource>("records");
  const isKept = step.attempts.some(({ model }) => model?.conversationId != null);
  return (
    <div className="flex flex-col gap-3">
      {isKept && (
        <Segments
          className="w-fit"
          label="Whose record"
          onChange={setSource}
          options={[
            { value: "records", label: "Recorded here" },
            { value: "provider", label: "Kept by the provider" },
          ]}
          value={source}
        />
      )}
      <Entries key={source} source={source} step={step} />
    </div>
  );
}

function Entries({ step, source }: { readonly step: StepView; readonly source: HistorySource }) {
  const [showsCarried, setShowsCarried] = useState(false);
  const loaded = useHistory(step.path, source);
  if (loaded.is === "loading") return <LoadingLines label="Loading the conversation" />;
  if (loaded.is === "failed") return <FailedToLoad message={loaded.message} onRetry={loaded.retry} />;
  const { entries } = loaded.value;
  if (entries.length === 0) return <NothingKept />;
  const carried = entries.filter(({ isCarried }) => isCarried);
  const shown = showsCarried ? entries : entries.filter(({ isCarried }) => !isCarried);
  return (
    <>
      {carried.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-2 rounded-control bg-sunken py-1 pr-1 pl-3 text-ink-soft text-xs">
          <span className="min-w-0 flex-1">{`${formatCountOf(carried.length, "entry", "entries")} carried from ${speakersOf(carried)}`}</span>
          <Button aria-expanded={showsCarried} onClick={() => setShowsCarried(!showsCarried)} size="sm" variant="ghost">
            {showsCarried ? "Hide" : "Show"}
          </Button>
        </div>
      )}
      <ol aria-label="Entries" className="flex flex-col divide-y">
        {shown.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end
          <ConversationEntry entry={entry} key={index} />
        ))}
      </ol>
    </>
  );
}

const mostNamed = 3;

/** "Planner, Writer and 2 more". */
function speakersOf(entries: readonly HistoryEntry[]): string {
  const names = [...new Set(entries.map(({ agent }) => agent))];
  const more = names.length - mostNamed;
  return more > 0 ? `${names.slice(0, mostNamed).join(", ")} and ${more} more` : names.join(", ");
}

function NothingKept() {
  return (
    <EmptyState className="px-0 py-6" icon={<MessagesSquare aria-hidden />} title="No entries here">
      What this step asked stays aside, so that later steps don't carry it. Input and Attempts show what was sent.
    </EmptyState>
  );
}
