/** One of a set: a tool, a file, a filter. Removable when `onRemove` is given. */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";

export type ChipProps = {
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly onRemove?: () => void;
  /** Accessible name of the remove button. */
  readonly removeLabel?: string;
  readonly className?: string;
};

export function Chip({ children, icon, onRemove, removeLabel = "Remove", className }: ChipProps) {
  return (
    <span
      className={cx(
        "inline-flex h-6 max-w-full items-center gap-1.5 rounded-control border bg-surface px-2 text-xs whitespace-nowrap [&>svg]:text-ink-soft",
        onRemove !== undefined && "pr-0",
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
      {onRemove !== undefined && (
        <button
          aria-label={removeLabel}
          className="-ml-1 grid size-6 place-items-center rounded-control text-ink-soft hover:text-ink"
          onClick={onRemove}
          type="button"
        >
          <X aria-hidden className="size-3" />
        </button>
      )}
    </span>
  );
}
