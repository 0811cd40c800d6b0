/** A run's work as bars over time, a lane for what ran side by side. */
import type { RunShape as Shape, ShapeBar } from "@/lib/projection/run-shape";

const width = 104;
const bar = 3;
const lane = 5;
/** Shorter ones would not be seen. */
const leastLength = 2;

export function RunShape({ shape }: { readonly shape: Shape | undefined }) {
  if (shape === undefined || shape.bars.length === 0) return <span className="text-ink-soft">–</span>;
  const height = (shape.lanes - 1) * lane + bar;
  return (
    <svg
      aria-label={shape.lanes === 1 ? "Steps one after another" : "Steps side by side in part"}
      className="block"
      height={height}
      role="img"
      width={width}
    >
      <path className="fill-ink-soft/60" d={barsPath(shape.bars.filter(({ isFailed }) => !isFailed))} />
      <path className="fill-danger" d={barsPath(shape.bars.filter(({ isFailed }) => isFailed))} />
    </svg>
  );
}

/** One element for all: a list has fifty rows. */
function barsPath(bars: readonly ShapeBar[]): string {
  return bars
    .map(({ lane: row, from, to }) => {
      const length = Math.max(leastLength, (to - from) * width - 1);
      return `M${Math.min(from * width, width - length).toFixed(1)} ${row * lane}h${length.toFixed(1)}v${bar}h-${length.toFixed(1)}z`;
    })
    .join("");
}
