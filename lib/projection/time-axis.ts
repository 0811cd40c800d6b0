/**
 * The scale bar of a timeline: how far it reaches and where its ticks stand. Pure.
 */

/** Milliseconds from the start of a run. `ticks` holds 0 and `endMs` and what lies between, evenly. */
export type TimeAxis = { readonly endMs: number; readonly stepMs: number; readonly ticks: readonly number[] };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[10, 20, 50, 100, 200, 500],
  ...[1, 2, 4, 5, 10, 20, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 20, 30].map((count) => count * minute),
  ...[1, 2, 6, 12].map((count) => count * hour),
];
/** With at most this many segments, labels never touch in the narrowest lane. */
const maxSegments = 9;

/** The smallest axis of whole steps that holds `reachMs`; at least 100 ms long. */
export function timeAxis(reachMs: number): TimeAxis {
  const reach = Math.max(100, reachMs);
  const stepMs = steps.find((step) => reach / step <= maxSegments) ?? Math.ceil(reach / maxSegments / day) * day;
  const count = Math.max(1, Math.ceil(reach / stepMs));
  return { endMs: count * stepMs, stepMs, ticks: Array.from({ length: count + 1 }, (_, index) => index * stepMs) };
}

/** A tick in the unit of its axis: "0.5 s", "12 s", "3 min", "2 h", "4 d". */
export function tickLabel(ms: number, stepMs: number): string {
  if (stepMs < second) return `${(ms / second).toFixed(stepMs < 100 ? 2 : 1)} s`;
  if (stepMs < minute) return `${ms / second} s`;
  if (stepMs < hour) return `${ms / minute} min`;
  return stepMs < day ? `${ms / hour} h` : `${ms / day} d`;
}
