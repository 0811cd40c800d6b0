"use client";

import { MessagesSquare } from "lucide-react";
/** Who said what, in order: everyone's words or those of one speaker. Follows the end while the run goes on. */
import { type ReactNode, useMemo, useRef, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { useRecordedToolCalls } from "@/lib/client/run-store/use-recorded-tool-calls";
import { useRunView } from "@/lib/client/run-store/use-run";
import type { Utterance } from "@/lib/projection/conversation-view";
import { emptyRunView, type RunView } from "@/lib/projection/run-view";
import { LiveUtterance } from "./live-utterance";
import { useShownRun } from "./shown-run";
import { SpeakerList } from "./speaker-list";
import { useConversation } from "./use-conversation";
import { useStickyEnd } from "./use-sticky-end";
import { UtteranceBlock } from "./utterance-block";

export type ConversationTabProps = { readonly onSelectNode: (nodeId: string) => void };

export function ConversationTab({ onSelectNode }: ConversationTabProps) {
  const { outline, nodesById } = useShownRun();
  const view = useRunView() ?? emptyRunView;
  useRecordedToolCalls();
  const { utterances, isLoading } = useConversation();
  const [speaker, setSpeaker] = useState<string | null>(null);
  const shown = speaker === null ? utterances : utterances.filter(({ nodeId }) => nodeId === speaker);
  const writing = useMemo(() => writers(view, speaker), [view, speaker]);

  if (utterances.length === 0 && writing.length === 0) return <NothingSaid view={view} />;
  return (
    <div className="@container h-full">
      <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)] @2xl:grid-cols-[288px_minmax(0,1fr)] @2xl:grid-rows-1">
        <SpeakerList
          counts={countsOf(utterances)}
          nodes={outline}
          onChange={setSpeaker}
          total={utterances.length}
          value={speaker}
          view={view}
        />
        <Thread isLoading={isLoading} isOpen={view.finishedAt === null}>
          {shown.map((utterance) => (
            <UtteranceBlock key={utterance.key} node={nodesById.get(utterance.nodeId)} onSelectNode={onSelectNode} utterance={utterance} />
          ))}
          {writing.map((nodeId) => (
            <LiveUtterance
              key={nodeId}
              node={nodesById.get(nodeId)}
              nodeId={nodeId}
              onSelectNode={onSelectNode}
              startedAt={view.startedAt ?? 0}
            />
          ))}
        </Thread>
      </div>
    </div>
  );
}

type ThreadProps = { readonly isOpen: boolean; readonly isLoading: boolean; readonly children: ReactNode };

function Thread({ isOpen, isLoading, children }: ThreadProps) {
  const box = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useStickyEnd(box, content, isOpen);
  return (
    <section
      aria-busy={isLoading}
      aria-label="Conversation"
      className="min-h-0 overflow-y-auto px-4 py-3.5 focus-visible:-outline-offset-2 @2xl:px-6"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <div className="flex flex-col gap-3" ref={content}>
        {children}
      </div>
    </section>
  );
}

function writers(view: RunView, speaker: string | null): readonly string[] {
  return [...view.steps.values()]
    .filter(({ status, nodeId }) => status === "running" && (speaker === null || nodeId === speaker))
    .map(({ nodeId }) => nodeId);
}

function countsOf(utterances: readonly Utterance[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { nodeId } of utterances) counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1);
  return counts;
}

function NothingSaid({ view }: { readonly view: RunView }) {
  return (
    <EmptyState icon={<MessagesSquare aria-hidden />} title="Nobody has said anything">
      {view.finishedAt === null
        ? "What is given, asked and answered appears here as it happens."
        : "No step of this run spoke to a model. The timeline shows what the steps did."}
    </EmptyState>
  );
}
