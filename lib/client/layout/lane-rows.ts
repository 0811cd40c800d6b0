/**
 * Where cards of a container with lanes go: each lane is a row, its cards in the order of the flow.
 *
 * Pure. Rows are as high as lanes are drawn, so a card that is higher takes the room beneath it, too.
 */
import type { WorkflowEdge, WorkflowNode } from "../../document/schema";
import { topologicalOrder } from "../../graph/topological-order";
import { geometryOf, laneHeight } from "../card-geometry";
import { contentTop, gutter } from "../containers";
import { heightWithStrip } from "./layout-graph";

type Point = { readonly x: number; readonly y: number };

const columnGap = 64;
const rowGap = 16;

/** @param laneIds from top to bottom. @returns upper left corners by node id, relative to the container. */
export function laneRows(
  laneIds: readonly string[],
  content: readonly WorkflowNode[],
  edges: readonly WorkflowEdge[],
): ReadonlyMap<string, Point> {
  const nodesById = new Map(content.map((node) => [node.id, node]));
  /** Where the free room of a row begins. */
  const freeFrom: number[] = [];
  const placed = new Map<string, Point>();
  for (const id of inFlowOrder(content, edges)) {
    const node = nodesById.get(id);
    if (node === undefined) continue;
    const first = Math.max(0, laneIds.indexOf(node.lane ?? ""));
    const rows = rowsOf(node, first);
    const before = edges.flatMap(({ source, target }) => (target === id ? [rightOf(nodesById.get(source), placed)] : []));
    const x = Math.max(gutter, ...before, ...rows.map((row) => freeFrom[row] ?? gutter));
    placed.set(id, { x, y: contentTop + first * laneHeight });
    for (const row of rows) freeFrom[row] = rightOf(node, placed);
  }
  return placed;
}

/** Where the next card may stand. */
function rightOf(node: WorkflowNode | undefined, placed: ReadonlyMap<string, Point>): number {
  const at = node === undefined ? undefined : placed.get(node.id);
  return node === undefined || at === undefined ? 0 : at.x + geometryOf(node).width + columnGap;
}

function rowsOf(node: WorkflowNode, first: number): readonly number[] {
  const count = Math.max(1, Math.ceil((heightWithStrip(node) + rowGap) / laneHeight));
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Of cards that do not wait for each other the one that stood further left comes first. */
function inFlowOrder(content: readonly WorkflowNode[], edges: readonly WorkflowEdge[]): readonly string[] {
  const ids = [...content].sort((a, b) => a.position.x - b.position.x).map(({ id }) => id);
  const order = topologicalOrder(ids, edges);
  return order.ok ? order.value : ids;
}
