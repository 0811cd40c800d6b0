/**
 * What became of each edge in a run, for drawing it. Pure: derived from the view and the ends of edges.
 */
import { stepPath } from "../shared/step-path";
import { instanceOf, type Looked, lookedAtNothing } from "./instances";
import type { RunView, StepView } from "./run-view";

export type EdgeState = "pending" | "taken" | "running" | "skipped";

/** An edge as far as drawing it in a run needs it. */
export type EdgeEnds = { readonly id: string; readonly source: string; readonly sourcePort: string; readonly target: string };

/**
 * By edge id. An edge is taken once its source chose its port, running while the node it leads to runs,
 * and skipped when its source was decided otherwise. A taken edge stays taken.
 */
export function edgeStates(view: RunView, edges: readonly EdgeEnds[], looked: Looked = lookedAtNothing): ReadonlyMap<string, EdgeState> {
  return new Map(
    edges.map((edge) => {
      // Inside a container both ends are looked at in the same lane or iteration.
      const source = instanceOf(view, looked, edge.source);
      const target = source === null ? undefined : view.steps.get(stepPath(source.frame, edge.target));
      return [edge.id, stateOf(edge, source, target)];
    }),
  );
}

function stateOf(edge: EdgeEnds, source: StepView | null, target: StepView | undefined): EdgeState {
  switch (source?.status) {
    case "succeeded":
    case "failed":
      if (!source.ports.includes(edge.sourcePort)) return "skipped";
      return target?.status === "running" ? "running" : "taken";
    case "skipped":
    case "cancelled":
      return "skipped";
    default:
      return "pending";
  }
}
