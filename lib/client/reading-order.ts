/** The order in which people read cards on a canvas: by column, then downwards. */
import type { WorkflowNode } from "../document/schema";

const columnWidth = 120;
const known = new WeakMap<readonly WorkflowNode[], readonly WorkflowNode[]>();

/** Remembered per list of nodes. */
export function inReadingOrder(nodes: readonly WorkflowNode[]): readonly WorkflowNode[] {
  const before = known.get(nodes);
  if (before !== undefined) return before;
  const sorted = [...nodes].sort((a, b) => columnOf(a) - columnOf(b) || a.position.y - b.position.y);
  known.set(nodes, sorted);
  return sorted;
}

function columnOf(node: WorkflowNode): number {
  return Math.round(node.position.x / columnWidth);
}
