/** When time alone brings a run further. Pure. */
import type { RunState } from "./run-state";
import type { StepState } from "./step-state";

/**
 * When something is due next that nobody has to bring about: a retry, a delay, a deadline. Null when nothing is.
 *
 * @param decidedAt epoch milliseconds of the last decision: what was due by then waits for something else now,
 * a handler at work or a place among the steps, and time alone brings it no further.
 */
export function nextWakeAt(state: RunState, decidedAt: number): number | null {
  let earliest: number | null = null;
  for (const step of state.steps.values()) {
    const at = dueAt(step);
    if (at !== null && at > decidedAt) earliest = Math.min(earliest ?? at, at);
  }
  return earliest;
}

function dueAt(step: StepState): number | null {
  if (step.phase === "retrying") return step.retryAt;
  if (step.phase === "waiting") return step.waiting?.at ?? null;
  return step.phase === "spawned" && step.listening?.isOver === false ? step.listening.until : null;
}
