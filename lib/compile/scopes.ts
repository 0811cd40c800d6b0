/**
 * Where nodes stand: on the canvas itself, in a container, or in one of its lanes.
 *
 * Pure. Total: a container that is not there, or that stands in itself, still gives an answer; what is
 * wrong with it is said by `check-containers.ts`.
 */
import type { WorkflowNode } from "../document/schema";
import type { NodeReading } from "./read-node";

/** A stretch of nodes that edges may connect. The canvas itself is `""`. */
export type ScopeId = string;

export type Scopes = {
  /** Nodes by the scope they stand in, in document order. */
  readonly nodesIn: (scope: ScopeId) => readonly NodeReading[];
  /** What stands directly in a container, whatever the lane. */
  readonly contentOf: (containerId: string) => readonly NodeReading[];
  /** The containers around a node, innermost first. */
  readonly around: (nodeId: string) => readonly NodeReading[];
  /** The node itself, or the container around it, that stands in that scope; null when neither does. */
  readonly standIn: (nodeId: string, scope: ScopeId) => NodeReading | null;
};

export const canvasScope: ScopeId = "";

/** What a plan calls the one body of a container without lanes. */
const wholeBody = "body";

/** Two nodes stand in one scope exactly when they have the same container and the same lane of it. */
export function scopeOf({ parent, lane }: Pick<WorkflowNode, "parent" | "lane">): ScopeId {
  return parent === undefined ? canvasScope : bodyScope(parent, lane);
}

/** @param laneId undefined for a container without lanes. */
export function bodyScope(containerId: string, laneId: string | undefined): ScopeId {
  return laneId === undefined ? containerId : `${containerId}/${laneId}`;
}

export type Body = { readonly id: string; readonly title: string; readonly scope: ScopeId };

/** The inside of a container: one body, or one for each of its lanes. None for any other node. */
export function bodiesOf({ node, definition, config, title }: NodeReading): readonly Body[] {
  if (definition?.container === undefined) return [];
  const lanes = definition.container.lanes?.(config);
  if (lanes === undefined) return [{ id: wholeBody, title, scope: bodyScope(node.id, undefined) }];
  return lanes.map((lane) => ({ id: lane.id, title: lane.title.trim() || lane.id, scope: bodyScope(node.id, lane.id) }));
}

export function readScopes(nodes: readonly NodeReading[], nodesById: ReadonlyMap<string, NodeReading>): Scopes {
  const byScope = groupedBy(nodes, ({ node }) => scopeOf(node));
  const byContainer = groupedBy(nodes, ({ node }) => node.parent);
  const around = (nodeId: string): readonly NodeReading[] => containersAround(nodeId, nodesById);
  return {
    nodesIn: (scope) => byScope.get(scope) ?? [],
    contentOf: (containerId) => byContainer.get(containerId) ?? [],
    around,
    standIn: (nodeId, scope) => {
      const self = nodesById.get(nodeId);
      const candidates = self === undefined ? [] : [self, ...around(nodeId)];
      return candidates.find(({ node }) => scopeOf(node) === scope) ?? null;
    },
  };
}

function containersAround(nodeId: string, nodesById: ReadonlyMap<string, NodeReading>): readonly NodeReading[] {
  const found: NodeReading[] = [];
  const seen = new Set([nodeId]);
  let parent = nodesById.get(nodeId)?.node.parent;
  while (parent !== undefined && !seen.has(parent)) {
    seen.add(parent);
    const container = nodesById.get(parent);
    if (container === undefined) break;
    found.push(container);
    parent = container.node.parent;
  }
  return found;
}

function groupedBy<Key>(nodes: readonly NodeReading[], keyOf: (node: NodeReading) => Key): ReadonlyMap<Key, readonly NodeReading[]> {
  const groups = new Map<Key, NodeReading[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return groups;
}
