/**
 * A run as a few bars: what was tried after what, and what side by side. For lists, where a row has no room for more.
 *
 * Pure. Times come in as epoch milliseconds and go out as shares of the run's work, 0 to 1.
 */

/** One try of a step that is over. */
export type Tried = {
  readonly path: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly status: "succeeded" | "failed" | "cancelled";
};

export type ShapeBar = { readonly lane: number; readonly from: number; readonly to: number; readonly isFailed: boolean };

export type RunShape = {
  readonly bars: readonly ShapeBar[];
  readonly lanes: number;
};

const mostLanes = 4;

/** Tries of one step share a lane; a step takes the first lane that is free, or the one that is free soonest. */
export function runShape(tries: readonly Tried[]): RunShape {
  const steps = new Map<string, Tried[]>();
  for (const tried of [...tries].sort((a, b) => a.startedAt - b.startedAt)) {
    const known = steps.get(tried.path);
    if (known === undefined) steps.set(tried.path, [tried]);
    else known.push(tried);
  }
  const start = Math.min(...tries.map(({ startedAt }) => startedAt));
  const length = Math.max(1, Math.max(...tries.map(({ finishedAt }) => finishedAt)) - start);
  const freeFrom: number[] = [];
  const bars: ShapeBar[] = [];
  for (const step of steps.values()) {
    const lane = laneFor(step[0]?.startedAt ?? start, freeFrom);
    freeFrom[lane] = Math.max(freeFrom[lane] ?? 0, ...step.map(({ finishedAt }) => finishedAt));
    for (const { startedAt, finishedAt, status } of step)
      bars.push({ lane, from: (startedAt - start) / length, to: (finishedAt - start) / length, isFailed: status === "failed" });
  }
  return { bars, lanes: freeFrom.length };
}

function laneFor(at: number, freeFrom: readonly number[]): number {
  const free = freeFrom.findIndex((time) => time <= at);
  if (free >= 0) return free;
  return freeFrom.length < mostLanes ? freeFrom.length : freeFrom.indexOf(Math.min(...freeFrom));
}
