/** A state as icon and word. `text` replaces the word: "skipped: Router chose billing". */
import { cx } from "./class-names";
import { type ShownStatus, statusHues, statusWords } from "./status";
import { StatusIcon } from "./status-icon";

export type StatusBadgeProps = { readonly status: ShownStatus; readonly text?: string; readonly className?: string };

export function StatusBadge({ status, text, className }: StatusBadgeProps) {
  const isQuiet = status === "pending" || status === "skipped" || status === "queued";
  return (
    <span
      className={cx(
        "inline-flex min-w-0 max-w-full items-center gap-1.5 whitespace-nowrap align-middle",
        !isQuiet && "font-medium",
        statusHues[status],
        className,
      )}
      data-status={status}
    >
      <StatusIcon status={status} />
      <span className="truncate">{text ?? statusWords[status]}</span>
    </span>
  );
}
