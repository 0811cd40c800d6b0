/** Stands where something will be. Silent: the region that loads says so itself. */
import { cx } from "./class-names";

export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={cx("block animate-shimmer rounded-control bg-line", className)} />;
}
