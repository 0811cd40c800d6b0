/** Cancelling: a step with all that belongs to it, what is inside first. */
import type { PlanNode } from "../compile/plan";
import { stepPath } from "../shared/step-path";
import type { RunEventBody } from "./events";
import { decideJoin } from "./join";
import { isOpen, type Ledger } from "./ledger";
import type { PlanIndex } from "./plan-index";
import type { FrameState } from "./run-state";
import type { StepState } from "./step-state";

export type Cancelling = Required<Pick<Extract<RunEventBody, { type: "step_cancelled" }>, "because" | "cause">>;

export function cancelStep(ledger: Ledger, step: StepState, why: Cancelling): void {
  if (step.phase === "running") ledger.running -= 1;
  cancelChildren(ledger, step, why);
  const isAsking = step.phase === "waiting" && step.waiting?.for === "decision";
  ledger.record({ type: "step_cancelled", at: ledger.now, path: step.path, ...why, ...(isAsking && { superseded: true }) });
}

/** Children that have not begun are left as they are: nothing of them is in the journal. */
export function cancelChildren(ledger: Ledger, step: StepState, why: Cancelling): void {
  for (const child of step.children) {
    const frame = ledger.state.frames.get(child.frame);
    if (frame?.phase !== "active") continue;
    cancelInside(ledger, frame, why);
    ledger.record({ type: "frame_finished", at: ledger.now, frame: frame.path, status: "cancelled" });
  }
}

export function cancelInside(ledger: Ledger, frame: FrameState, why: Cancelling): void {
  for (const nodeId of frame.nodes) {
    const step = ledger.state.steps.get(stepPath(frame.path, nodeId));
    if (step !== undefined && isOpen(step)) cancelStep(ledger, step, why);
  }
}

/**
 * Cancels what joins that have fired have no more use for. Before anything starts, so that nothing
 * starts in vain and a join gets the place of what it cancels.
 */
export function cancelRests(ledger: Ledger, frame: FrameState): void {
  for (const nodeId of frame.nodes) {
    const node = ledger.index.nodes.get(nodeId);
    if (node?.join.wait !== "count" || !node.join.cancelRest || !hasFired(ledger, frame, node)) continue;
    const why: Cancelling = { because: `${node.title} had all it waits for`, cause: "join" };
    for (const rest of restOf(ledger.index, frame.nodes, node)) cancelNode(ledger, frame, rest, why);
  }
}

function cancelNode(ledger: Ledger, frame: FrameState, node: PlanNode, why: Cancelling): void {
  const path = stepPath(frame.path, node.id);
  const step = ledger.state.steps.get(path);
  if (step === undefined) ledger.record({ type: "step_cancelled", at: ledger.now, path, ...why });
  else if (isOpen(step)) cancelStep(ledger, step, why);
}

/** Only taken edges make a join fire. A skipped join never fired. */
function hasFired({ state }: Ledger, frame: FrameState, node: PlanNode): boolean {
  const phase = state.steps.get(stepPath(frame.path, node.id))?.phase;
  if (phase === "skipped" || phase === "cancelled") return false;
  return phase !== undefined || decideJoin(node, (edgeId) => frame.edges.get(edgeId)).is === "fires";
}

/** The nodes of the join's own scope that lead nowhere but into it, in topological order. O(nodes + edges). */
function restOf(index: PlanIndex, scope: readonly string[], join: PlanNode): readonly PlanNode[] {
  const only = new Set<string>([join.id]);
  for (const nodeId of [...scope].reverse()) {
    const outEdges = index.nodes.get(nodeId)?.outEdges ?? [];
    if (only.has(nodeId) || outEdges.length === 0) continue;
    if (outEdges.every((edgeId) => only.has(index.edges.get(edgeId)?.target ?? ""))) only.add(nodeId);
  }
  only.delete(join.id);
  return scope.flatMap((nodeId) => (only.has(nodeId) ? (index.nodes.get(nodeId) ?? []) : []));
}
