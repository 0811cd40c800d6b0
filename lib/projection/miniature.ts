/**
 * Just enough of a workflow to draw it small.
 *
 * Pure. Knows no kinds: who asks says which nodes are notes and which are containers.
 */
import type { Miniature } from "./summaries";

export type DrawnNode = {
  readonly id: string;
  readonly type: string;
  /** Relative to the container when the node stands in one. */
  readonly x: number;
  readonly y: number;
  readonly parent?: string | null | undefined;
  readonly size?: { readonly width: number; readonly height: number } | null | undefined;
};

export type DrawnKind = { readonly isNote: boolean; readonly isContainer: boolean };

/** Of a container that was never made larger. */
const smallContainer = { width: 312, height: 208 };
const deepest = 16;

/** Containers come first: they are drawn under what stands in them. */
export function miniature(nodes: readonly DrawnNode[], edges: Miniature["edges"], kindOf: (type: string) => DrawnKind): Miniature {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const drawn = nodes.map((node) => {
    const { isNote, isContainer } = kindOf(node.type);
    const size = isContainer ? { size: node.size ?? smallContainer } : {};
    return { id: node.id, type: node.type, ...placeOf(node, byId), isNote, ...size };
  });
  const isFrame = (node: (typeof drawn)[number]) => node.size !== undefined;
  return { nodes: [...drawn.filter(isFrame), ...drawn.filter((node) => !isFrame(node))], edges };
}

function placeOf(node: DrawnNode, byId: ReadonlyMap<string, DrawnNode>): { readonly x: number; readonly y: number } {
  let { x, y } = node;
  let container = byId.get(node.parent ?? "");
  for (let depth = 0; container !== undefined && depth < deepest; depth += 1) {
    x += container.x;
    y += container.y;
    container = byId.get(container.parent ?? "");
  }
  return { x, y };
}
