"use client";

/**
 * The waterfall: every step on one time axis, so that parallel work is seen to overlap.
 *
 * A list box: the arrow keys walk the rows, Enter shows the step. Only rows in view are drawn.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { cx } from "@/components/ui/class-names";
import { useRecordedToolCalls } from "@/lib/client/run-store/use-recorded-tool-calls";
import { useAllToolCalls, useRunState, useRunView, useStepView } from "@/lib/client/run-store/use-run";
import { useNow } from "@/lib/client/use-now";
import { emptyRunView } from "@/lib/projection/run-view";
import { type TimelineRow, timelineOf } from "@/lib/projection/timeline";
import { useShownRun } from "./shown-run";
import styles from "./timeline.module.css";
import { TimelineAxis } from "./timeline-axis";
import { TimelineRowLine } from "./timeline-row";

const rowHeight = 24;
/** What the server draws before anyone knows how high the list is. */
const assumedHeight = 320;

export type TimelineTabProps = {
  readonly selectedNodeId: string | null;
  readonly onSelectNode: (nodeId: string) => void;
};

export function TimelineTab({ selectedNodeId, onSelectNode }: TimelineTabProps) {
  const { outline } = useShownRun();
  const view = useRunView() ?? emptyRunView;
  const look = useRunState((state) => state.look);
  const toolCalls = useAllToolCalls();
  useRecordedToolCalls();
  const now = useNow(view.startedAt !== null && view.finishedAt === null);
  const timeline = useMemo(() => timelineOf(view, outline, toolCalls, now), [view, outline, toolCalls, now]);
  const { rows, axis, nowMs } = timeline;

  const scroller = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    initialRect: { width: 0, height: assumedHeight },
    overscan: 16,
  });

  // Of a card on the canvas, the instance that it shows.
  const shownPath = useStepView(selectedNodeId ?? "")?.path ?? selectedNodeId;
  const selectedIndex = selectedRow(rows, shownPath);
  useEffect(() => {
    if (selectedIndex >= 0) virtualizer.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, virtualizer]);

  const activeIndex = Math.max(
    0,
    rows.findIndex(({ key }) => key === activeKey),
  );

  function select(row: TimelineRow): void {
    onSelectNode(row.path);
    if (row.is === "frame") look?.(row.key);
  }

  function walk(event: KeyboardEvent): void {
    const last = rows.length - 1;
    const next = nextIndex(event.key, activeIndex, last);
    const row = rows[next ?? activeIndex];
    if (row === undefined) return;
    if (event.key === "Enter" || event.key === " ") select(row);
    else if (next === null) return;
    else {
      setActiveKey(row.key);
      virtualizer.scrollToIndex(next, { align: "auto" });
    }
    event.preventDefault();
  }

  return (
    <div className={cx(styles.frame, "flex h-full min-h-0 flex-col")}>
      <TimelineAxis axis={axis} />
      <div className="relative min-h-0 flex-1">
        <div
          aria-activedescendant={rows.length === 0 ? undefined : `${listId}-${activeIndex}`}
          aria-label="Steps of the run"
          className={cx(styles.list, "group/list overflow-y-auto overflow-x-hidden focus-visible:-outline-offset-2")}
          onFocus={() => setActiveKey((key) => key ?? rows[Math.max(0, selectedIndex)]?.key ?? null)}
          onKeyDown={walk}
          ref={scroller}
          role="listbox"
          tabIndex={0}
        >
          <div className="relative" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <TimelineRowLine
                  axis={axis}
                  id={`${listId}-${index}`}
                  isActive={row.key === activeKey}
                  isSelected={index === selectedIndex}
                  key={row.key}
                  onSelect={() => {
                    setActiveKey(row.key);
                    select(row);
                  }}
                  position={{ index, count: rows.length }}
                  row={row}
                  top={start}
                />
              );
            })}
          </div>
        </div>
        {nowMs !== null && (
          <div aria-hidden className={cx(styles.row, "pointer-events-none absolute inset-0")}>
            <div className="relative col-start-2">
              <span className={styles.now} style={{ left: `${(100 * nowMs) / axis.endMs}%` }} />
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

/** The step itself, or of a node the first of its steps. */
function selectedRow(rows: readonly TimelineRow[], selected: string | null): number {
  const exact = rows.findIndex((row) => row.is === "step" && row.path === selected);
  return exact >= 0 ? exact : rows.findIndex((row) => row.is === "step" && row.nodeId === selected);
}

/** Null for a key that does not walk. */
function nextIndex(key: string, index: number, last: number): number | null {
  const page = 10;
  switch (key) {
    case "ArrowDown":
      return Math.min(last, index + 1);
    case "ArrowUp":
      return Math.max(0, index - 1);
    case "PageDown":
      return Math.min(last, index + page);
    case "PageUp":
      return Math.max(0, index - page);
    case "Home":
      return 0;
    case "End":
      return Math.max(0, last);
    default:
      return null;
  }
}
