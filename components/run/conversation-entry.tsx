"use client";

/** One entry of a conversation: role, agent, type and time, then what was said. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { formatExactTime } from "@/lib/projection/format";
import { type HistoryEntry, textOfEntry } from "@/lib/projection/history";
import { cutText } from "./cut-text";

const foldedLength = 400;
const foldedLines = 6;

export function ConversationEntry({
  entry: { role, agent, type, at, attempt, isCarried, isAside, entry },
}: {
  readonly entry: HistoryEntry;
}) {
  const text = textOfEntry(entry);
  const isCode = type !== "message.input" && type !== "message.output";
  return (
    <li className="py-2.5 first:pt-0 last:pb-0 [contain-intrinsic-size:auto_80px] [content-visibility:auto]">
      <div className="mb-1 flex items-baseline gap-2 text-ink-soft text-xs">
        <div className="flex min-w-0 flex-1 flex-wrap gap-x-2">
          <span className="font-medium text-ink capitalize">{role}</span>
          <span className="min-w-0 [overflow-wrap:anywhere]">{agent}</span>
          <span className="font-mono">{type}</span>
          {attempt !== null && attempt > 1 && <span>attempt {attempt}</span>}
          {isCarried && <span>carried</span>}
          {isAside && <span title="Said to choose or to assess; later steps do not carry it">aside</span>}
        </div>
        {at !== null && (
          <time className="num flex-none" dateTime={at} title={formatExactTime(at)}>
            {clockOf(at)}
          </time>
        )}
      </div>
      {text.trim() === "" ? <p className="text-ink-soft text-sm">no text</p> : <FoldedText isCode={isCode} text={text} />}
    </li>
  );
}

function FoldedText({ text, isCode }: { readonly text: string; readonly isCode: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const isLong = text.length > foldedLength || text.split("\n").length > foldedLines;
  return (
    <>
      <p
        className={cx(
          "whitespace-pre-wrap [overflow-wrap:anywhere]",
          isCode ? "font-mono text-xs" : "text-sm",
          isLong && !isOpen && "line-clamp-6",
        )}
      >
        {cutText(text).text}
      </p>
      {isLong && (
        <Button className="-ml-2 mt-0.5" onClick={() => setOpen(!isOpen)} size="sm" variant="ghost">
          {isOpen ? "Show less" : "Show all"}
        </Button>
      )}
    </>
  );
}

/** `15:31:07` of the reader's day; the date is in the tooltip. */
function clockOf(iso: string): string {
  const time = new Date(iso);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
