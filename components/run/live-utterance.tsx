"use client";

/** A speaker in the middle of a sentence: tools that run, text as it comes. */
import type { OutlineNode } from "@/lib/client/run-store/run-outline";
import { useLiveText, useStepView, useToolCalls } from "@/lib/client/run-store/use-run";
import { toolCallSummary } from "@/lib/projection/tool-calls";
import { StreamingMarkdown } from "./streaming-markdown";
import { ToolLines, UtteranceFrame } from "./utterance-block";

export type LiveUtteranceProps = {
  readonly nodeId: string;
  readonly node: OutlineNode | undefined;
  /** Of the run, in epoch milliseconds. */
  readonly startedAt: number;
  readonly onSelectNode: (nodeId: string) => void;
};

export function LiveUtterance({ nodeId, node, startedAt, onSelectNode }: LiveUtteranceProps) {
  const text = useLiveText(nodeId);
  const step = useStepView(nodeId);
  const attempt = step?.attempts.at(-1);
  const calls = useToolCalls(nodeId).filter((call) => call.attempt === attempt?.attempt);
  if (attempt === undefined || (text === null && calls.length === 0 && node?.maxAttempts === null)) return null;
  return (
    <UtteranceFrame
      atMs={attempt.startedAt - startedAt}
      node={node}
      note={<span className="font-medium text-running text-xs">{text === null ? "thinking" : "writing"}</span>}
      onSelect={() => onSelectNode(nodeId)}
      title={node?.title ?? nodeId}
    >
      {calls.length > 0 && (
        <ToolLines
          tools={calls.map((call) => ({
            name: call.name,
            summary: toolCallSummary(call.arguments),
            ms: call.finishedAt === null ? null : call.finishedAt - call.startedAt,
          }))}
        />
      )}
      {text !== null && <StreamingMarkdown text={text} />}
    </UtteranceFrame>
  );
}
