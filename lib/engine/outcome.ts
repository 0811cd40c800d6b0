/** What a run has come to. Pure. */
import { stepPath } from "../shared/step-path";
import type { StoredValue } from "./events";
import { isOpen } from "./ledger";
import type { PlanIndex } from "./plan-index";
import { type FrameState, type RunState, rootFrame } from "./run-state";

/** Whether there is a node of the graph itself of which it is not known yet what becomes of it. */
export function isUndecided(state: RunState, root: FrameState): boolean {
  return root.nodes.some((nodeId) => {
    const step = state.steps.get(nodeId);
    return step === undefined || isOpen(step);
  });
}

/** By node; of those that succeeded. */
export function outputsOf(index: PlanIndex, state: RunState): { [nodeId: string]: StoredValue } {
  const outputs: { [nodeId: string]: StoredValue } = {};
  for (const id of index.plan.outputNodes) {
    const step = state.steps.get(stepPath(rootFrame, id));
    if (step?.phase === "succeeded" && step.output !== null) outputs[id] = step.output;
  }
  return outputs;
}
