/**
 * What lies behind a step: the steps whose results reached it, oldest first.
 *
 * Pure. At a join the branches follow one another in edge order and what they share counts once;
 * skipped, cancelled and ignored branches give none. Conversation context and state are both read
 * along this order.
 */
import type { PlanIndex, RunState } from "./run-state";

/** Paths of the completed steps behind the step that received `from`. O(steps + edges). */
export function lineage(index: PlanIndex, state: RunState, from: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const ordered: string[] = [];
  // An explicit stack: a chain of thousands of steps must not exhaust the call stack.
  const stack: { readonly path: string; readonly isExpanded: boolean }[] = [];
  const push = (edges: readonly string[]): void => {
    for (const edgeId of [...edges].reverse()) {
      const source = index.edges.get(edgeId)?.source;
      if (source !== undefined) stack.push({ path: source, isExpanded: false });
    }
  };
  push(from);
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.isExpanded) {
      ordered.push(top.path);
    } else if (!seen.has(top.path)) {
      seen.add(top.path);
      stack.push({ path: top.path, isExpanded: true });
      push(state.steps.get(top.path)?.from ?? []);
    }
  }
  return ordered;
}
