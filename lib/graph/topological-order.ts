/**
 * Order of a directed graph, and the cycle that prevents one.
 *
 * Pure: knows ids and edges, nothing about node kinds, React Flow or runs. Compile orders a plan
 * with it, the canvas lays one out.
 */
import { err, ok, type Result } from "../shared/result";

export type DirectedEdge = { readonly source: string; readonly target: string };

/**
 * Why there is no order. `cycle` is one closed walk in edge direction, each node once
 * (`[a, b]` stands for a → b → a); `blocked` holds every node on a cycle or behind one.
 */
export type CycleError = { readonly code: "cycle"; readonly cycle: readonly string[]; readonly blocked: readonly string[] };

/**
 * Orders `nodeIds` so that every edge points forward; nodes that are free at the same time keep the order they were given in.
 *
 * Deterministic: equal inputs give equal outputs, which replay relies on. Edges that name an unknown
 * node are ignored. O(nodes + edges).
 */
export function topologicalOrder(nodeIds: readonly string[], edges: readonly DirectedEdge[]): Result<readonly string[], CycleError> {
  const targetsOf = new Map<string, string[]>(nodeIds.map((id) => [id, []]));
  const openInputsOf = new Map<string, number>(nodeIds.map((id) => [id, 0]));
  for (const { source, target } of edges) {
    const openInputs = openInputsOf.get(target);
    if (openInputs === undefined || !targetsOf.has(source)) continue;
    targetsOf.get(source)?.push(target);
    openInputsOf.set(target, openInputs + 1);
  }

  const ordered = [...openInputsOf.keys()].filter((id) => openInputsOf.get(id) === 0);
  // `ordered` doubles as the queue: ids appended below are visited by this same loop.
  for (const id of ordered) {
    for (const target of targetsOf.get(id) ?? []) {
      const openInputs = (openInputsOf.get(target) ?? 0) - 1;
      openInputsOf.set(target, openInputs);
      if (openInputs === 0) ordered.push(target);
    }
  }
  if (ordered.length === openInputsOf.size) return ok(ordered);

  const placed = new Set(ordered);
  const blocked = [...openInputsOf.keys()].filter((id) => !placed.has(id));
  return err({ code: "cycle", cycle: cycleAmong(blocked, targetsOf), blocked });
}

/** Walks backwards from a blocked node: each has a blocked predecessor, so the walk must meet itself. */
function cycleAmong(blocked: readonly string[], targetsOf: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const blockedSourceOf = new Map<string, string>();
  for (const source of blocked) {
    for (const target of targetsOf.get(source) ?? []) if (!blockedSourceOf.has(target)) blockedSourceOf.set(target, source);
  }
  const walked: string[] = [];
  let current = blocked[0];
  while (current !== undefined && !walked.includes(current)) {
    walked.push(current);
    current = blockedSourceOf.get(current);
  }
  return current === undefined ? [] : walked.slice(walked.indexOf(current)).reverse();
}
