/**
 * Which nodes stand in which container.
 *
 * Pure: reads `parent` and nothing of kinds. Total: a container that is not there, or that stands in
 * itself, ends the walk.
 */
import type { WorkflowNode } from "./schema";

type Nodes = readonly WorkflowNode[];
type Point = { readonly x: number; readonly y: number };

/** Where a node stands: its container, the lane in it, and the position relative to it. */
export type Placement = { readonly parent?: string; readonly lane?: string; readonly position: Point };

/** The given nodes and everything that stands in them, at any depth. Ids that name no node are left out. */
export function withContent(nodes: Nodes, nodeIds: Iterable<string>): ReadonlySet<string> {
  const contentOf = contentLookup(nodes);
  const known = new Set(nodes.map((node) => node.id));
  const found = new Set([...nodeIds].filter((id) => known.has(id)));
  // A set visits what is added while it is walked.
  for (const id of found) for (const node of contentOf(id)) found.add(node.id);
  return found;
}

/** What stands directly in a container, in document order. */
export function contentLookup(nodes: Nodes): (containerId: string) => Nodes {
  const contentOf = new Map<string, WorkflowNode[]>();
  for (const node of nodes) {
    if (node.parent === undefined) continue;
    const content = contentOf.get(node.parent);
    if (content === undefined) contentOf.set(node.parent, [node]);
    else content.push(node);
  }
  return (containerId) => contentOf.get(containerId) ?? [];
}

/** The containers around a node, innermost first. */
export function containersAround(nodesById: ReadonlyMap<string, WorkflowNode>, nodeId: string): Nodes {
  const found = new Map<string, WorkflowNode>();
  let container = nodesById.get(nodesById.get(nodeId)?.parent ?? "");
  while (container !== undefined && container.id !== nodeId && !found.has(container.id)) {
    found.set(container.id, container);
    container = nodesById.get(container.parent ?? "");
  }
  return [...found.values()];
}

/** Does the node stand in itself, directly or through others? */
export function standsInItself(nodesById: ReadonlyMap<string, WorkflowNode>, nodeId: string): boolean {
  const seen = new Set<string>();
  let parent = nodesById.get(nodeId)?.parent;
  while (parent !== undefined && parent !== nodeId && !seen.has(parent)) {
    seen.add(parent);
    parent = nodesById.get(parent)?.parent;
  }
  return parent === nodeId;
}

/** A position on the canvas itself, whatever the node stands in. */
export function positionOnCanvas(nodesById: ReadonlyMap<string, WorkflowNode>, node: WorkflowNode): Point {
  return containersAround(nodesById, node.id).reduce(
    (sum, { position }) => ({ x: sum.x + position.x, y: sum.y + position.y }),
    node.position,
  );
}

export function byId(nodes: Nodes): ReadonlyMap<string, WorkflowNode> {
  return new Map(nodes.map((node) => [node.id, node]));
}

/** Absent fields stay absent. */
export function placementOf({ parent, lane, position }: WorkflowNode): Placement {
  return { position, ...(parent !== undefined && { parent, ...(lane !== undefined && { lane }) }) };
}

/** A lane without a container means nothing and is dropped. */
export function placedAt(node: WorkflowNode, { parent, lane, position }: Placement): WorkflowNode {
  const { parent: _container, lane: _lane, ...rest } = node;
  return { ...rest, position: { ...position }, ...(parent !== undefined && { parent, ...(lane !== undefined && { lane }) }) };
}

export function isSamePlace(a: Omit<Placement, "position">, b: Omit<Placement, "position">): boolean {
  return a.parent === b.parent && a.lane === b.lane;
}

/**
 * The nodes with every placement mended that is not possible: in a container that is not there, or in a
 * circle. Such a node takes its placement from `before`, where that is possible, and else stands on the canvas.
 *
 * @param mayChange nodes whose placement is in question; the others are trusted.
 */
export function mendPlacements(nodes: Nodes, before: ReadonlyMap<string, WorkflowNode>, mayChange: ReadonlySet<string>): Nodes {
  const now = new Map(byId(nodes));
  const isPossible = (node: WorkflowNode) => (node.parent === undefined || now.has(node.parent)) && !standsInItself(now, node.id);
  for (const id of mayChange) {
    const node = now.get(id);
    const old = before.get(id);
    if (node === undefined || old === undefined || isPossible(node)) continue;
    now.set(id, placedAt(node, placementOf(old)));
  }
  for (const id of mayChange) {
    const node = now.get(id);
    if (node !== undefined && !isPossible(node)) now.set(id, placedAt(node, { position: node.position }));
  }
  return nodes.map((node) => now.get(node.id) ?? node);
}
