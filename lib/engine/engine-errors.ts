/** Failures that the engine itself finds, in words. Pure. */
import type { PlanNode } from "../compile/plan";
import type { RunEventBody } from "./events";

type StepError = Extract<RunEventBody, { type: "step_failed" }>["error"];

export const deadlock: StepError = {
  code: "deadlock",
  class: "permanent",
  message: "Some steps can never be reached: this workflow should not have been accepted. Check it for problems and run it again.",
};

export function tooManySteps(limit: number, node: PlanNode): StepError {
  const message = `${node.title} would give the run more than ${limit} steps, which is the limit. Let it do less, or raise the limit.`;
  return { code: "too_many_steps", class: "limit", message };
}

export const needsFailed: StepError = { code: "needs_failed", class: "permanent", message: "What it needs did not succeed." };
