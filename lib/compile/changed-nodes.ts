/**
 * Which nodes of a plan do something else, or with something else, in another plan of the same workflow.
 *
 * Pure. Told of the nodes of the graph itself, each with all that stands in it and all that it may call: what a
 * step came to holds in the other plan when neither its node nor one before it is named. Where a card stands, and
 * what follows it, counts for nothing.
 */
import type { Plan, PlanNode } from "./plan";

/** @returns ids of nodes of either plan, removed and added ones too. O(nodes + edges), times the callers of a node that is called. */
export function changedNodes(before: Plan, after: Plan): ReadonlySet<string> {
  const root = before.root ?? before.nodes.map(({ id }) => id);
  // Any step may read a variable, and what one holds at first is in no event.
  if (JSON.stringify(before.state) !== JSON.stringify(after.state)) return new Set(root);
  const [written, writtenAfter] = [new Signatures(before), new Signatures(after)];
  const was = new Set(root);
  const stays = new Set(after.root ?? after.nodes.map(({ id }) => id));
  const changed = new Set([...stays].filter((id) => !was.has(id)));
  for (const id of root) {
    const isFed = written.sourcesOf(id).some((source) => changed.has(source));
    if (isFed || !stays.has(id) || written.of(id) !== writtenAfter.of(id)) changed.add(id);
  }
  return changed;
}

/** Everything that decides what a node comes to but what it receives, as text that is equal when it is. */
class Signatures {
  readonly #nodes: ReadonlyMap<string, PlanNode>;
  readonly #edges: ReadonlyMap<string, Plan["edges"][number]>;

  constructor(plan: Plan) {
    this.#nodes = new Map(plan.nodes.map((node) => [node.id, node]));
    this.#edges = new Map(plan.edges.map((edge) => [edge.id, edge]));
  }

  of(id: string): string {
    return JSON.stringify([...this.#belonging(id)].map((each) => this.#own(each)));
  }

  sourcesOf(id: string): readonly string[] {
    return (this.#nodes.get(id)?.inEdges ?? []).flatMap((edgeId) => this.#edges.get(edgeId)?.source ?? []);
  }

  /** The node, what stands in it, and what any of them may call. Calls may go in a circle. */
  #belonging(id: string): ReadonlySet<string> {
    const found = new Set([id]);
    for (const each of found) {
      const node = this.#nodes.get(each);
      const inside = (node?.bodies ?? []).flatMap(({ nodes }) => nodes);
      for (const other of [...inside, ...Object.values(node?.bindings ?? {}).flat()]) found.add(other);
    }
    return found;
  }

  #own(id: string) {
    const node = this.#nodes.get(id);
    if (node === undefined) return null;
    const { outEdges: _outEdges, ...own } = node;
    // The record names edges by their ids, so an edge that was drawn anew is another one.
    return [own, node.inEdges.map((edgeId) => this.#edges.get(edgeId) ?? null)];
  }
}
