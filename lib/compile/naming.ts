/** How diagnostics speak of nodes. */
import type { NodeReading } from "./read-node";

export function titleOf(nodeId: string, nodesById: ReadonlyMap<string, NodeReading>): string {
  return nodesById.get(nodeId)?.title ?? nodeId;
}

export function titlesOf(nodeIds: readonly string[], nodesById: ReadonlyMap<string, NodeReading>): readonly string[] {
  return nodeIds.map((id) => titleOf(id, nodesById));
}

/** "A", "A and B", "A, B and C". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Each value that occurs more than once, in order of first occurrence. */
export function duplicatesIn(values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const duplicates = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) duplicates.add(value);
    seen.add(value);
  }
  return [...duplicates];
}
