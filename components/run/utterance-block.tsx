"use client";

/** One entry of the conversation: who, when, what. */
import { memo, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { KindTile } from "@/components/ui/kind-tile";
import type { OutlineNode } from "@/lib/client/run-store/run-outline";
import type { SpokenTool, Utterance } from "@/lib/projection/conversation-view";
import { formatBytes, formatDuration } from "@/lib/projection/format";
import { CitedMarkdown } from "./cited-markdown";
import { cutText } from "./cut-text";
import { ToolIcon } from "./tool-icon";

export type UtteranceBlockProps = {
  readonly utterance: Utterance;
  /** Absent for a node that the version does not have. */
  readonly node: OutlineNode | undefined;
  readonly onSelectNode: (nodeId: string) => void;
};

export const UtteranceBlock = memo(function UtteranceBlock({ utterance, node, onSelectNode }: UtteranceBlockProps) {
  return (
    <UtteranceFrame
      atMs={utterance.atMs}
      node={node}
      note={notes[utterance.is]}
      onSelect={() => onSelectNode(utterance.path)}
      title={utterance.title}
    >
      <Said utterance={utterance} />
    </UtteranceFrame>
  );
});

const notes: { readonly [Is in Utterance["is"]]: ReactNode } = {
  given: null,
  asked: <span className="text-ink-soft text-xs">was asked</span>,
  chose: null,
  failed: <span className="font-medium text-danger text-xs">failed</span>,
  said: null,
  tools: null,
  beside: null,
};

export type UtteranceFrameProps = {
  readonly node: OutlineNode | undefined;
  readonly title: string;
  readonly atMs: number;
  readonly note?: ReactNode;
  readonly onSelect: () => void;
  readonly children: ReactNode;
};

export function UtteranceFrame({ node, title, atMs, note, onSelect, children }: UtteranceFrameProps) {
  return (
    <article
      aria-label={title}
      // Far ones are laid out when they come near: a run may say a lot.
      className="grid grid-cols-[24px_minmax(0,760px)] gap-x-3 [contain-intrinsic-size:auto_120px] [content-visibility:auto]"
    >
      <KindTile glyph={node?.glyph ?? ""} group={node?.group ?? "notes"} size={24} />
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <button className="min-h-6 rounded-sm font-medium underline-offset-2 hover:underline" onClick={onSelect} type="button">
            {title}
          </button>
          <span className="num text-ink-soft" title="After the start of the run">
            {formatDuration(atMs)}
          </span>
          {note}
        </div>
        {children}
      </div>
    </article>
  );
}

function Said({ utterance }: { readonly utterance: Utterance }) {
  switch (utterance.is) {
    case "said":
      return <CitedMarkdown sources={utterance.sources} text={utterance.text} />;
    case "tools":
      return <ToolLines tools={utterance.tools} />;
    case "asked":
      return <Folded text={utterance.text} />;
    case "beside":
      return <p className="text-ink-soft">Loading {formatBytes(utterance.bytes)}…</p>;
    case "given":
      return <p className="whitespace-pre-wrap text-base leading-[22px] [overflow-wrap:anywhere]">{cutText(utterance.text).text}</p>;
    case "chose":
      return <p className="text-base text-ink-soft leading-[22px]">{utterance.text}</p>;
    case "failed":
      return <p className="text-base leading-[22px]">{utterance.text}</p>;
  }
}

const foldedLength = 280;

/** What an agent was asked is often long and seldom read: its beginning is enough at first. */
function Folded({ text }: { readonly text: string }) {
  const [isOpen, setOpen] = useState(false);
  const isLong = text.length > foldedLength || text.split("\n").length > 4;
  return (
    <div className="border-l-2 pl-3 text-ink-soft">
      <p className={cx("whitespace-pre-wrap [overflow-wrap:anywhere]", isLong && !isOpen && "line-clamp-3")}>{cutText(text).text}</p>
      {isLong && (
        <Button className="-ml-2" onClick={() => setOpen(!isOpen)} size="sm" variant="ghost">
          {isOpen ? "Show less" : "Show all"}
        </Button>
      )}
    </div>
  );
}

export function ToolLines({ tools }: { readonly tools: readonly SpokenTool[] }) {
  return (
    <ul>
      {tools.map((tool, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls are only ever added at the end
        <li className="flex h-6 min-w-0 items-center gap-2 text-ink-soft text-xs" key={index}>
          <ToolIcon name={tool.name} />
          <span className="flex-none font-medium text-ink">{tool.name}</span>
          {tool.summary !== "" && <span className="truncate">“{tool.summary}”</span>}
          {tool.ms !== null && <span className="num flex-none">{formatDuration(tool.ms)}</span>}
        </li>
      ))}
    </ul>
  );
}
