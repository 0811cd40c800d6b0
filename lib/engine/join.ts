/**
 * When a node is decided: the rules of joins, in one place.
 *
 * Pure. An edge is pending, then taken or skipped, and never changes after that.
 */
import type { PlanNode } from "../compile/plan";
import type { EdgeState } from "./run-state";

export type JoinDecision =
  | { readonly is: "waiting" }
  /** Runs with exactly these taken edges, in edge order. */
  | { readonly is: "fires"; readonly from: readonly string[] }
  | { readonly is: "skipped" };

/**
 * `all` waits for every edge and runs with those that were taken. `count` fires at its k-th taken
 * edge in journal order and is skipped as soon as k can't be reached any more. A node without
 * incoming edges fires at once.
 */
export function decideJoin(node: PlanNode, edgeOf: (edgeId: string) => EdgeState | undefined): JoinDecision {
  if (node.inEdges.length === 0) return { is: "fires", from: [] };
  const taken: { readonly edgeId: string; readonly order: number }[] = [];
  let pending = 0;
  for (const edgeId of node.inEdges) {
    const edge = edgeOf(edgeId);
    if (edge === undefined) pending += 1;
    else if (edge.is === "taken") taken.push({ edgeId, order: edge.order });
  }
  if (node.join.wait === "all") {
    if (pending > 0) return { is: "waiting" };
    return taken.length === 0 ? { is: "skipped" } : { is: "fires", from: taken.map(({ edgeId }) => edgeId) };
  }
  const needed = node.join.count;
  if (taken.length + pending < needed) return { is: "skipped" };
  if (taken.length < needed) return { is: "waiting" };
  const first = new Set(
    [...taken]
      .sort((a, b) => a.order - b.order)
      .slice(0, needed)
      .map(({ edgeId }) => edgeId),
  );
  return { is: "fires", from: node.inEdges.filter((edgeId) => first.has(edgeId)) };
}
