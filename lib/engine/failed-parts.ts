/** Whether what a step spawned can still come to what the step needs. Pure. */
import { stepPath } from "../shared/step-path";
import type { LostParts, RunEventBody } from "./events";
import type { RunState } from "./run-state";
import type { ChildState, StepState } from "./step-state";

type StepError = Extract<RunEventBody, { type: "step_failed" }>["error"];

/** Why the step can't go on, given what its children came to and how many of them it needs. */
export function failureOfParts(state: RunState, step: StepState): StepError | null {
  if (step.phase !== "spawned" || step.policy === null) return null;
  const mine = step.children.filter((child) => child.turn === step.turn || step.listening !== null);
  const lost = mine.flatMap((child) => lostOf(state, child) ?? []);
  const [first] = lost;
  if (first === undefined) return null;
  const { onFailure, atLeast } = step.policy;
  if (onFailure === "stop") return first.error;
  const all = mine.reduce((sum, { record }) => sum + (record.parts ?? 1), 0);
  const left = all - lost.reduce((sum, { parts }) => sum + parts, 0);
  if (atLeast === undefined || left >= atLeast) return null;
  const message = `Only ${left} of ${all} parts can still succeed; at least ${atLeast} have to. ${first.error.message}`;
  return { code: "too_few_succeeded", class: "permanent", message };
}

/** What of a child is known not to succeed; null for nothing. */
function lostOf(state: RunState, child: ChildState): LostParts | null {
  const frame = state.frames.get(child.frame);
  if (frame?.phase === "failed" || frame?.phase === "cancelled") return { parts: child.record.parts ?? 1, error: errorOf(state, child) };
  if (frame?.phase !== "succeeded" || !frame.isCall) return null;
  return frame.nodes.map((nodeId) => state.steps.get(stepPath(frame.path, nodeId))?.lost ?? null).find((lost) => lost !== null) ?? null;
}

function errorOf(state: RunState, child: ChildState): StepError {
  const { title, runs } = child.record;
  const failure = state.frames.get(child.frame)?.failure;
  if (failure == null) return { code: "part_cancelled", class: "permanent", message: `${title} was cancelled.` };
  // A batch failed with what one of its parts failed with, and says which.
  const isBatch = "node" in runs && runs.as === "batch";
  return isBatch ? failure.error : { ...failure.error, message: `${title}: ${failure.error.message}` };
}
