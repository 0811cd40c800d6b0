"use client";

/** The journal as it is: every event in its order, found by a word, opened to its JSON. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight, Download, ListFilter } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { cx } from "@/components/ui/class-names";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/search-input";
import { useRunEvents } from "@/lib/client/run-store/use-run";
import type { RunEvent } from "@/lib/engine/events";
import { formatCountOf } from "@/lib/projection/format";
import { nodeIdOf } from "@/lib/shared/step-path";
import { describeEvent } from "./describe-event";
import { downloadText } from "./download-text";
import { EmitForm } from "./emit-form";
import { LateEvents } from "./late-events";
import { useShownRun } from "./shown-run";

const rowHeight = 28;

export function EventsTab() {
  const { summary, runId } = useShownRun();
  const events = useRunEvents();
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const shown = useMemo(() => (wanted === "" ? events : events.filter((event) => isFound(event, wanted))), [events, wanted]);
  const fileName = `run-${summary?.number ?? runId}-events.json`;
  const text = () => JSON.stringify(shown, null, 2);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-11 flex-none items-center gap-2 border-b px-4">
        <SearchInput className="max-w-72" label="Filter events" onChange={(event) => setSearch(event.target.value)} value={search} />
        <span aria-live="polite" className="flex-1 truncate text-ink-soft text-xs">
          {wanted === "" ? formatCountOf(events.length, "event") : `${shown.length} of ${formatCountOf(events.length, "event")}`}
        </span>
        <CopyButton label="Copy these events" text={text} />
        <IconButton label="Download these events" onClick={() => downloadText(fileName, text(), "application/json")}>
          <Download aria-hidden />
        </IconButton>
      </div>
      <EmitForm />
      <LateEvents />
      {shown.length === 0 ? <NoEvents isFiltered={wanted !== ""} /> : <EventList events={shown} startedAt={events[0]?.at ?? 0} />}
    </div>
  );
}

function NoEvents({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <EmptyState icon={<ListFilter aria-hidden />} title={isFiltered ? "No event holds these words" : "Nothing has happened yet"}>
      {isFiltered ? "The filter looks through everything an event says." : "The run is queued. Its journal begins when it starts."}
    </EmptyState>
  );
}

function EventList({ events, startedAt }: { readonly events: readonly RunEvent[]; readonly startedAt: number }) {
  const scroller = useRef<HTMLElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const virtualizer = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => events[index]?.seq ?? index,
    overscan: 12,
  });
  const toggle = (seq: number) => setOpen((before) => (before.has(seq) ? without(before, seq) : new Set(before).add(seq)));
  return (
    <section aria-label="Events" className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2" ref={scroller}>
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const event = events[index];
          if (event === undefined) return null;
          return (
            <div className="absolute inset-x-0" data-index={index} key={event.seq} ref={virtualizer.measureElement} style={{ top: start }}>
              <EventLine event={event} isOpen={open.has(event.seq)} offsetMs={event.at - startedAt} onToggle={() => toggle(event.seq)} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

type EventLineProps = {
  readonly event: RunEvent;
  readonly offsetMs: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
};

function EventLine({ event, offsetMs, isOpen, onToggle }: EventLineProps) {
  return (
    <>
      <button
        aria-expanded={isOpen}
        className="grid h-7 w-full grid-cols-[16px_44px_76px_minmax(0,1fr)] items-center gap-2 px-4 text-left text-xs hover:bg-sunken focus-visible:-outline-offset-2 sm:grid-cols-[16px_44px_76px_170px_minmax(0,1fr)]"
        onClick={onToggle}
        type="button"
      >
        <ChevronRight aria-hidden className={cx("size-3 text-ink-soft transition-transform", isOpen && "rotate-90")} />
        <span className="num text-right text-ink-soft">{event.seq}</span>
        <span className="num text-right text-ink-soft">+{(offsetMs / 1_000).toFixed(3)} s</span>
        <span className="truncate font-mono">{event.type}</span>
        <span className="hidden truncate text-ink-soft sm:block">{describeEvent(event)}</span>
      </button>
      {isOpen && (
        <div className="px-4 pb-2 sm:pl-16">
          <Handlers event={event} />
          <CodeBlock isWrapped text={JSON.stringify(event, null, 2)} title={`Event ${event.seq}`} />
        </div>
      )}
    </>
  );
}

function Handlers({ event }: { readonly event: RunEvent }) {
  const { nodesById } = useShownRun();
  if (event.type !== "event_emitted") return null;
  const names = event.to.map((path) => nodesById.get(nodeIdOf(path))?.title ?? path);
  return (
    <p className="py-1.5 text-xs">
      {names.length === 0 ? "Nobody listens for it" : `Handled by ${names.join(", ")}`}
      {event.because === undefined ? "." : `: ${event.because}`}
    </p>
  );
}

const texts = new WeakMap<RunEvent, string>();

function isFound(event: RunEvent, wanted: string): boolean {
  const text = texts.get(event) ?? JSON.stringify(event).toLowerCase();
  texts.set(event, text);
  return text.includes(wanted);
}

function without(numbers: ReadonlySet<number>, number: number): ReadonlySet<number> {
  const rest = new Set(numbers);
  rest.delete(number);
  return rest;
}
