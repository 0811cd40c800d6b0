/** The edge by which a drawer is made higher: dragged, or moved with the arrow keys. */
import { type DrawerHeight, leastHeight } from "./use-drawer-height";

export function DrawerHandle({ height, handle }: DrawerHeight) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule can't be dragged or focused
    <div
      aria-label="Height of the run's views"
      aria-orientation="horizontal"
      aria-valuemin={leastHeight}
      aria-valuenow={height}
      className="group absolute inset-x-0 -top-1.5 z-3 grid h-3 cursor-row-resize touch-none place-items-center focus-visible:outline-none"
      role="separator"
      tabIndex={0}
      {...handle}
    >
      <span className="h-[3px] w-10 rounded-sm bg-line-strong transition-colors group-hover:bg-ink-soft group-focus-visible:bg-accent" />
    </div>
  );
}
