/**
 * Names for nodes: readable, because templates spell them (`{{ nodes.market.output }}`).
 *
 * Pure and without chance: equal documents give equal ids.
 */
import { nodeIdPattern, type WorkflowDocument } from "./schema";

const longestNodeId = 48;

/** A title as a node id: "Étude de marché" gives `etude_de_marche`. Titles without a letter give `node`. */
export function titleToNodeId(title: string): string {
  const word = title
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+/, "")
    .slice(0, longestNodeId)
    .replace(/_+$/, "");
  return nodeIdPattern.test(word) ? word : "node";
}

/** `base` when the document has no such node yet, else `base_2`, `base_3` and so on; a number `base` ends with is counted up. */
export function freshNodeId(document: Pick<WorkflowDocument, "nodes">, base: string): string {
  return freshIdAmong(new Set(document.nodes.map((node) => node.id)), base);
}

/** The same over any set of taken ids. */
export function freshIdAmong(taken: ReadonlySet<string>, base: string): string {
  const wanted = nodeIdPattern.test(base) ? base : titleToNodeId(base);
  if (!taken.has(wanted)) return wanted;
  const numbered = /^(.+)_([1-9]\d{0,5})$/.exec(wanted);
  const stem = numbered?.[1] ?? wanted;
  let count = numbered === null ? 2 : Number(numbered[2]) + 1;
  while (taken.has(withNumber(stem, count))) count += 1;
  return withNumber(stem, count);
}

function withNumber(stem: string, count: number): string {
  const suffix = `_${count}`;
  return stem.slice(0, longestNodeId - suffix.length) + suffix;
}
