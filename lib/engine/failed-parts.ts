/** Whether what a step spawned can still come to what the step needs. Pure. */
import type { RunEventBody } from "./events";
import type { ChildState, RunState, StepState } from "./run-state";

type StepError = Extract<RunEventBody, { type: "step_failed" }>["error"];

/** Why the step can't go on, given what its children came to and how many of them it needs. */
export function failureOfParts(state: RunState, step: StepState): StepError | null {
  if (step.phase !== "spawned" || step.policy === null) return null;
  const mine = step.children.filter((child) => child.turn === step.turn || step.listening !== null);
  const failed = mine.filter(({ frame }) => {
    const phase = state.frames.get(frame)?.phase;
    return phase === "failed" || phase === "cancelled";
  });
  const [first] = failed;
  if (first === undefined) return null;
  const { onFailure, atLeast } = step.policy;
  if (onFailure === "stop") return errorOf(state, first);
  if (atLeast === undefined || mine.length - failed.length >= atLeast) return null;
  const message = `Only ${mine.length - failed.length} of ${mine.length} parts can still succeed; at least ${atLeast} have to. ${errorOf(state, first).message}`;
  return { code: "too_few_succeeded", class: "permanent", message };
}

function errorOf(state: RunState, child: ChildState): StepError {
  const failure = state.frames.get(child.frame)?.failure;
  if (failure == null) return { code: "part_cancelled", class: "permanent", message: `${child.record.title} was cancelled.` };
  return { ...failure.error, message: `${child.record.title}: ${failure.error.message}` };
}
