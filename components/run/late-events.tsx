"use client";

/** Events that came after the run's end: they are not of its journal, and nobody handled them. */
import { ChevronRight } from "lucide-react";
import { CodeBlock } from "@/components/ui/code-block";
import { formatCountOf, formatExactTime } from "@/lib/projection/format";
import { useLateEvents } from "./use-late-events";

/** Nothing where none came. */
export function LateEvents() {
  const late = useLateEvents();
  if (late.length === 0) return null;
  return (
    <details className="group flex-none border-b bg-sunken text-xs">
      <summary className="flex min-h-8 cursor-pointer list-none items-center gap-2 px-4 py-1.5 focus-visible:-outline-offset-2">
        <ChevronRight aria-hidden className="size-3 flex-none text-ink-soft transition-transform group-open:rotate-90" />
        <span>{formatCountOf(late.length, "event")} came after the end. Nobody handled what came so late.</span>
      </summary>
      <ol className="max-h-60 space-y-2 overflow-y-auto px-4 pb-3 sm:pl-9">
        {late.map(({ id, at, name, data }) => (
          <li key={id}>
            <p className="flex flex-wrap items-baseline gap-x-2 pb-1">
              <span className="font-mono">{name}</span>
              {/* The browser may stand in another time zone than the server. */}
              <time className="text-ink-soft" dateTime={at} suppressHydrationWarning>
                {formatExactTime(at)}
              </time>
            </p>
            <CodeBlock isWrapped text={JSON.stringify(data, null, 2)} title={`Data of ${name}`} />
          </li>
        ))}
      </ol>
    </details>
  );
}
