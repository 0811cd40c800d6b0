/** One row of the waterfall: a step, one of its attempts, or a tool call. */
import { memo } from "react";
import { cx } from "@/components/ui/class-names";
import { statusHues, statusWords } from "@/components/ui/status";
import { StatusIcon } from "@/components/ui/status-icon";
import { formatCost, formatDuration, formatTokens } from "@/lib/projection/format";
import type { TimeAxis } from "@/lib/projection/time-axis";
import type { LabelPart, Segment, TimelineRow } from "@/lib/projection/timeline";
import { useStepCost } from "./step-cost";
import styles from "./timeline.module.css";
import { ToolIcon } from "./tool-icon";

export type TimelineRowLineProps = {
  readonly row: TimelineRow;
  readonly axis: TimeAxis;
  readonly id: string;
  readonly top: number;
  readonly position: { readonly index: number; readonly count: number };
  readonly isSelected: boolean;
  /** Where the keyboard is. */
  readonly isActive: boolean;
  readonly onSelect: () => void;
};

const looks = { step: "", frame: "text-ink-soft", attempt: "text-xs text-ink-soft", tool: "text-xs text-ink-soft" } as const;
/** In pixels: of a row on the graph itself, of one more level, of what belongs to a step. */
const indent = { first: 16, level: 16, detail: 24 } as const;

function indentOf({ is, depth }: TimelineRow): number {
  return indent.first + depth * indent.level + (is === "attempt" || is === "tool" ? indent.detail : 0);
}

export function TimelineRowLine({ row, axis, id, top, position, isSelected, isActive, onSelect }: TimelineRowLineProps) {
  const isQuiet = row.status === "pending" || row.status === "skipped";
  const showsWord = row.is === "step" && row.status !== "succeeded" && row.status !== "failed";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box above takes the keys
    <div
      aria-label={spoken(row)}
      aria-posinset={position.index + 1}
      aria-selected={isSelected}
      aria-setsize={position.count}
      className={cx(
        styles.row,
        "absolute inset-x-0 h-6 cursor-default items-center hover:bg-sunken",
        isSelected && "bg-accent-wash shadow-[inset_2px_0_0_var(--accent)] hover:bg-accent-wash",
        isActive && "group-focus-visible/list:outline-2 group-focus-visible/list:outline-accent group-focus-visible/list:-outline-offset-2",
      )}
      data-testid={`timeline-${row.key}`}
      id={id}
      onClick={onSelect}
      role="option"
      style={{ top }}
      tabIndex={-1}
    >
      <div
        className={cx("flex min-w-0 items-center gap-2 overflow-hidden whitespace-nowrap", looks[row.is])}
        style={{ paddingLeft: indentOf(row) }}
      >
        {row.is === "tool" ? <ToolIcon name={row.title} /> : <StatusIcon status={row.status} />}
        <span className={cx("truncate", isQuiet && "text-ink-soft")}>{row.title}</span>
        {showsWord && <span className={cx(styles.word, "ml-auto pr-3.5 text-xs", statusHues[row.status])}>{statusWords[row.status]}</span>}
      </div>
      <Lane axis={axis} row={row} />
      <span className={cx(styles.tokens, "num pr-4 text-right text-ink-soft")} title={exactTokens(row)}>
        {row.usage === null ? "" : `${formatTokens(row.usage.promptTokens)} → ${formatTokens(row.usage.completionTokens)}`}
      </span>
      <span className={cx(styles.cost, "num pr-4 text-right text-ink-soft")}>{row.is === "step" && <StepCost path={row.path} />}</span>
    </div>
  );
}

function StepCost({ path }: { readonly path: string }) {
  const cost = useStepCost(path);
  return cost === null ? null : formatCost(cost.usd);
}

const Lane = memo(
  function Lane({ row, axis }: { readonly row: TimelineRow; readonly axis: TimeAxis }) {
    const percent = (ms: number) => (100 * ms) / axis.endMs;
    return (
      <div aria-hidden className="relative h-6 border-l">
        {row.segments.map((segment) => (
          <span
            className={styles.bar}
            data-kind={segment.kind}
            data-open={(row.is === "tool" && row.status === "running") || undefined}
            key={`${segment.kind}-${segment.startMs}`}
            style={{ left: `${percent(segment.startMs)}%`, width: `${percent(segment.endMs - segment.startMs)}%` }}
          />
        ))}
        {row.label.length > 0 && <LaneLabel endMs={axis.endMs} row={row} />}
      </div>
    );
  },
  (before, after) => before.row === after.row && before.axis.endMs === after.axis.endMs,
);

/** What a word about the future needs at least, in a lane of any width. */
const roomForWords = "7.5rem";

/** Right of the bar; at the end of the lane, where there is no room, left of it or on it. */
function LaneLabel({ row, endMs }: { readonly row: TimelineRow; readonly endMs: number }) {
  const at = (100 * row.labelMs) / endMs;
  const start = (100 * (row.segments[0]?.startMs ?? 0)) / endMs;
  const isWaiting = row.status === "waiting" && row.is === "step";
  const saysFuture = isWaiting || row.status === "pending";
  const fitsRight = saysFuture || at < 84;
  const place = saysFuture
    ? { left: `min(${at}%, 100% - ${roomForWords})` }
    : fitsRight
      ? { left: `${at}%`, maxWidth: `${100 - at}%` }
      : { right: `${100 - (start > 20 ? start : at)}%`, maxWidth: `${start > 20 ? start : at}%` };
  return (
    <span
      className={cx(
        "absolute top-[3px] truncate whitespace-nowrap px-1.5 text-xs leading-[18px]",
        isWaiting ? "ml-1 rounded-sm bg-surface text-waiting" : "text-ink-soft",
        // A bracket runs behind the words of a row that went on in others.
        row.segments.some(({ kind }) => kind === "group") && "bg-surface",
        !fitsRight && start <= 20 && "text-ink",
      )}
      style={place}
    >
      {row.label.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
        <LabelText isFirst={index === 0} key={index} part={part} />
      ))}
    </span>
  );
}

function LabelText({ part, isFirst }: { readonly part: LabelPart; readonly isFirst: boolean }) {
  const isJoined = isFirst || ("text" in part && part.text.startsWith(","));
  return (
    <>
      {!isJoined && " "}
      {"ms" in part ? <span className="num">{formatDuration(part.ms)}</span> : part.text}
    </>
  );
}

function exactTokens({ usage }: TimelineRow): string | undefined {
  return usage === null ? undefined : `${usage.promptTokens} tokens in, ${usage.completionTokens} out, ${usage.totalTokens} in all`;
}

function spoken(row: TimelineRow): string {
  const words = row.label.map((part) => ("ms" in part ? formatDuration(part.ms) : part.text)).join(" ");
  const kind = { step: "", frame: "", attempt: "", tool: "Tool call " }[row.is];
  return `${kind}${row.title}, ${statusWords[row.status]}${words === "" ? "" : `, ${words}`}${spokenWaits(row.segments)}`;
}

function spokenWaits(segments: readonly Segment[]): string {
  const waitedMs = segments.filter(({ kind }) => kind === "waiting").reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return waitedMs === 0 ? "" : `, waited ${formatDuration(waitedMs)}`;
}
