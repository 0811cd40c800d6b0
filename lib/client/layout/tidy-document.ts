/**
 * Tidying a whole document up: the contents of the innermost containers first, then what they stand in, at last the
 * canvas itself.
 *
 * Knows the layout engine as a port.
 */
import { applyCommands } from "../../document/apply-command";
import type { DocumentCommand } from "../../document/commands";
import { byId, containersAround, contentLookup } from "../../document/containment";
import { jsonEqual } from "../../document/json-equal";
import type { WorkflowDocument, WorkflowNode } from "../../document/schema";
import { boxOf, geometryOf, headHeight, laneHeight, lanesOf } from "../card-geometry";
import { bottomGap, contentTop, flatDocument, gutter, isContainer } from "../containers";
import { laneRows } from "./lane-rows";
import { type LayoutGraph, layoutGraphOf, tidyCommand, withoutLooseEdges } from "./layout-graph";

type Point = { readonly x: number; readonly y: number };

/** Upper left corners by node id, wherever the whole of them lies. */
export type LayOut = (graph: LayoutGraph) => Promise<ReadonlyMap<string, Point>>;

export type Tidied = {
  /** One edit; empty for a document that is tidy. */
  readonly commands: readonly DocumentCommand[];
  /** Where on the canvas itself everything comes to stand that moves. */
  readonly moves: readonly { readonly nodeId: string; readonly to: Point }[];
};

export async function tidyDocument(document: WorkflowDocument, layOut: LayOut): Promise<Tidied> {
  let tidy = document;
  for (const containerId of insideOut(document)) tidy = await withTidyContent(tidy, containerId, layOut);
  const graph = withoutLooseEdges(layoutGraphOf(tidy));
  if (graph.children.length > 0) tidy = applyCommands(tidy, [tidyCommand(tidy, await layOut(graph))]);
  return { commands: commandsBetween(document, tidy), moves: movesBetween(flatDocument(document), flatDocument(tidy)) };
}

/** A container comes after all that stand in it. */
function insideOut(document: WorkflowDocument): readonly string[] {
  const nodesById = byId(document.nodes);
  const depthOf = (id: string) => containersAround(nodesById, id).length;
  const containers = document.nodes.filter(isContainer).map(({ id }) => ({ id, depth: depthOf(id) }));
  return containers.sort((a, b) => b.depth - a.depth).map(({ id }) => id);
}

async function withTidyContent(document: WorkflowDocument, containerId: string, layOut: LayOut): Promise<WorkflowDocument> {
  const content = contentLookup(document.nodes)(containerId);
  const container = document.nodes.find(({ id }) => id === containerId);
  if (container === undefined || content.length === 0) return document;
  const lanes = lanesOf(container).map(({ id }) => id);
  const placed =
    lanes.length > 0
      ? laneRows(lanes, content, document.edges)
      : fromItsCorner(await layOut(withoutLooseEdges(layoutGraphOf(document, containerId))));
  const moved = applyCommands(document, [{ type: "move_nodes", moves: [...placed].map(([nodeId, to]) => ({ nodeId, to })) }]);
  const size = sizeAround(container, contentLookup(moved.nodes)(containerId), lanes.length);
  return applyCommands(moved, [{ type: "resize_nodes", sizes: [{ nodeId: containerId, size }] }]);
}

/** The whole moved to where the content of a container begins. */
function fromItsCorner(placed: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> {
  const points = [...placed.values()];
  const left = Math.min(...points.map(({ x }) => x));
  const top = Math.min(...points.map(({ y }) => y));
  return new Map([...placed].map(([id, { x, y }]) => [id, { x: Math.round(x - left) + gutter, y: Math.round(y - top) + contentTop }]));
}

const leastWidth = 312;

/** No larger than its content, its lanes and its ports need. */
function sizeAround(container: WorkflowNode, content: readonly WorkflowNode[], lanes: number): { width: number; height: number } {
  const boxes = content.map(boxOf);
  const lowestLane = contentTop + Math.max(0, lanes - 1) * laneHeight + headHeight;
  const lowestPort = Math.max(0, ...geometryOf(container).ports.map(({ y }) => y));
  return {
    width: Math.max(leastWidth, ...boxes.map(({ x, width }) => x + width + gutter)),
    height: Math.max(lowestLane, lowestPort, ...boxes.map(({ y, height }) => y + height)) + bottomGap,
  };
}

function commandsBetween(before: WorkflowDocument, after: WorkflowDocument): readonly DocumentCommand[] {
  const sizeBefore = new Map(before.nodes.map(({ id, size }) => [id, size]));
  const sizes = after.nodes.flatMap(({ id, size }) =>
    size === undefined || jsonEqual(size, sizeBefore.get(id)) ? [] : [{ nodeId: id, size }],
  );
  const moves = movesBetween(before, after);
  return [
    ...(sizes.length > 0 ? [{ type: "resize_nodes" as const, sizes }] : []),
    ...(moves.length > 0 ? [{ type: "move_nodes" as const, moves }] : []),
  ];
}

function movesBetween(before: WorkflowDocument, after: WorkflowDocument): Tidied["moves"] {
  const positions = new Map(before.nodes.map(({ id, position }) => [id, position]));
  return after.nodes.flatMap(({ id, position }) => {
    const from = positions.get(id);
    return from?.x === position.x && from.y === position.y ? [] : [{ nodeId: id, to: position }];
  });
}
