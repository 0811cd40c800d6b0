/** One key, as it is printed on the keyboard. */
import type { ReactNode } from "react";
import { cx } from "./class-names";

export function Kbd({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <kbd
      className={cx(
        "inline-grid h-[18px] min-w-[18px] place-items-center rounded-sm border bg-surface px-1 font-medium font-mono text-ink-soft text-xs tracking-tight",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
