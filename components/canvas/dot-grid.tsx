"use client";

/** The faint dots behind the cards: they move with the view and stay a dot whatever the zoom. */
import { useStore } from "@xyflow/react";

const gap = 20;
const leastGap = 14;

export function DotGrid() {
  const [x, y, zoom] = useStore((state) => state.transform);
  const step = stepAt(zoom);
  return (
    <div
      aria-hidden
      className="dot-grid pointer-events-none absolute inset-0 -z-1"
      style={{ backgroundSize: `${step}px ${step}px`, backgroundPosition: `${x - step / 2}px ${y - step / 2}px` }}
    />
  );
}

/** Far out every second dot goes, and again, so that they never become a grey. */
function stepAt(zoom: number): number {
  let step = gap * zoom;
  while (step < leastGap) step *= 2;
  return step;
}
