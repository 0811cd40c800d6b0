"use client";

/**
 * The faint dots behind the cards: they move with the view and stay a dot whatever the zoom.
 *
 * One sheet, drawn once for a zoom and shifted by less than the distance of two dots: to draw it anew in every frame
 * costs more than the cards do.
 */
import { useStore } from "@xyflow/react";

const gap = 20;
const leastGap = 14;
/** Dots are never further apart: the sheet reaches so far beyond the view. */
const mostGap = 48;

export function DotGrid() {
  const [x, y, zoom] = useStore((state) => state.transform);
  const step = stepAt(zoom);
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 -z-1 overflow-hidden">
      <div
        className="dot-grid absolute will-change-transform"
        style={{
          inset: -mostGap,
          backgroundSize: `${step}px ${step}px`,
          backgroundPosition: "0 0",
          // The sheet begins that much before the view, and a dot lies in the middle of its tile.
          transform: `translate(${shiftOf(x + mostGap - step / 2, step)}px, ${shiftOf(y + mostGap - step / 2, step)}px)`,
        }}
      />
    </div>
  );
}

/** Whole pixels, as a sheet between them is blurred. */
function shiftOf(offset: number, step: number): number {
  return Math.round(offset - step * Math.floor(offset / step));
}

/** Far out every second dot goes, and again, so that they never become a grey. */
function stepAt(zoom: number): number {
  let step = gap * zoom;
  while (step < leastGap) step *= 2;
  return step;
}
