/** Why a step is skipped: the nearest decision that closed every way in. Pure. */
import type { PlanNode } from "../compile/plan";
import { stepPath } from "../shared/step-path";
import type { SkipReason } from "./events";
import type { PlanIndex } from "./plan-index";
import { errorPort, type FrameState, type RunState } from "./run-state";

/** A join that can't be reached any more says so itself. */
export function skipReason(index: PlanIndex, state: RunState, frame: FrameState, node: PlanNode): SkipReason {
  const closed = node.inEdges.filter((edgeId) => frame.edges.get(edgeId)?.is === "skipped");
  if (node.join.wait === "count" && closed.length < node.inEdges.length) {
    return { text: `only ${node.inEdges.length - closed.length} of the ${node.join.count} branches it waits for can still arrive` };
  }
  for (const edgeId of closed) {
    const reason = reasonOfEdge(index, state, frame, edgeId);
    if (reason !== null) return reason;
  }
  return { text: "no branch leads here" };
}

function reasonOfEdge(index: PlanIndex, state: RunState, frame: FrameState, edgeId: string): SkipReason | null {
  const edge = index.edges.get(edgeId);
  const source = index.nodes.get(edge?.source ?? "");
  if (source === undefined) return null;
  const step = state.steps.get(stepPath(frame.path, source.id));
  if (step?.skipped) return step.skipped;
  if (step?.phase === "cancelled") return { nodeId: source.id, text: `${source.title} was cancelled` };
  if (edge?.sourcePort === errorPort) return { nodeId: source.id, text: `${source.title} did not fail` };
  if (step?.phase === "failed") return { nodeId: source.id, text: `${source.title} failed` };
  return { nodeId: source.id, text: step?.because ?? `${source.title} took another way` };
}
