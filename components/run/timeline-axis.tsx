/** The head of the waterfall: its columns and a chart's scale bar, one segment per tick. */
import { cx } from "@/components/ui/class-names";
import { type TimeAxis, tickLabel } from "@/lib/projection/time-axis";
import styles from "./timeline.module.css";

export function TimelineAxis({ axis }: { readonly axis: TimeAxis }) {
  const { ticks, endMs, stepMs } = axis;
  return (
    <div className={cx(styles.row, "h-[30px] flex-none items-center border-b text-ink-soft text-xs")}>
      <span className="pl-4">Step</span>
      <div aria-hidden className="relative h-[30px]">
        {ticks.map((tick, index) => (
          <span
            className={cx(
              "num absolute bottom-[7px] whitespace-nowrap leading-[14px]",
              index === ticks.length - 1 ? "-translate-x-full" : index > 0 && "-translate-x-1/2",
              // Every second label where the lane is too narrow for all.
              index % 2 === 1 && "@max-[52rem]:hidden",
            )}
            key={tick}
            style={{ left: `${(100 * tick) / endMs}%` }}
          >
            {tickLabel(tick, stepMs)}
          </span>
        ))}
        <span className={styles.scale}>
          {ticks.slice(1).map((tick) => (
            <i key={tick} />
          ))}
        </span>
      </div>
      <span className={cx(styles.tokens, "pr-4 text-right")}>Tokens</span>
      <span className={cx(styles.cost, "pr-4 text-right")}>Cost</span>
    </div>
  );
}
