/**
 * What changing a container's lanes does to the nodes inside.
 *
 * Pure. Lanes are drawn one under the other, so nodes move with their lane. Nodes of a lane that is
 * taken out go to the nearest one that is left: they are never deleted. What stands below the container makes room.
 */
import { boxOf, laneHeight } from "@/lib/client/card-geometry";
import { withRoomMade } from "@/lib/client/make-room";
import type { DocumentCommand } from "@/lib/document/commands";
import type { WorkflowDocument, WorkflowNode } from "@/lib/document/schema";

export type Lane = { readonly id: string; readonly title: string };

/** Between what stood in a lane and what comes to it. */
const gap = 36;

type Change = { readonly containerId: string; readonly field: string; readonly before: readonly Lane[]; readonly after: readonly Lane[] };

/** The commands of one undo step. */
export function laneCommands(document: WorkflowDocument, change: Change): readonly DocumentCommand[] {
  const { containerId, field, after } = change;
  const places = document.nodes.filter(({ parent }) => parent === containerId).flatMap((node) => placeOf(node, document, change));
  return withRoomMade(document, [
    { type: "set_config", nodeId: containerId, field, value: after.map(({ id, title }) => ({ id, title })) },
    ...(places.length === 0 ? [] : [{ type: "place_nodes" as const, places }]),
    ...lowered(document, change),
  ]);
}

/** A box whose size was set gives back the height of the lanes that are gone; it grows again around what stands in it. */
function lowered(document: WorkflowDocument, { containerId, before, after }: Change): readonly DocumentCommand[] {
  const size = document.nodes.find(({ id }) => id === containerId)?.size;
  const gone = before.length - after.length;
  if (size === undefined || gone <= 0) return [];
  const height = Math.max(laneHeight, size.height - gone * laneHeight);
  return [{ type: "resize_nodes", sizes: [{ nodeId: containerId, size: { ...size, height } }] }];
}

type NodePlace = Extract<DocumentCommand, { type: "place_nodes" }>["places"][number];

function placeOf(node: WorkflowNode, document: WorkflowDocument, { before, after }: Change): readonly NodePlace[] {
  const row = before.findIndex(({ id }) => id === node.lane);
  const home = row === -1 ? undefined : nearestLeft(row, before, after);
  if (home === undefined) return [];
  const rows = after.indexOf(home) - row;
  const columns = home.id === node.lane ? 0 : columnsToTheRight(document, node, home.id);
  if (rows === 0 && columns === 0 && home.id === node.lane) return [];
  const to = { x: node.position.x + columns, y: node.position.y + rows * laneHeight };
  return [{ nodeId: node.id, parent: node.parent, lane: home.id, to }];
}

/** The lane itself where it stays; of two that are as near, the upper one. */
function nearestLeft(row: number, before: readonly Lane[], after: readonly Lane[]): Lane | undefined {
  const distanceOf = ({ id }: Lane) => Math.abs(before.findIndex((lane) => lane.id === id) - row);
  const known = after.filter(({ id }) => before.some((lane) => lane.id === id));
  const byOldPlace = known.toSorted((a, b) => before.findIndex(({ id }) => id === a.id) - before.findIndex(({ id }) => id === b.id));
  return byOldPlace.toSorted((a, b) => distanceOf(a) - distanceOf(b))[0];
}

/** How far a lane's nodes have to move to stand beside those of another lane. */
function columnsToTheRight(document: WorkflowDocument, { parent, lane }: WorkflowNode, to: string): number {
  const boxesIn = (id: string | undefined) => document.nodes.filter((node) => node.parent === parent && node.lane === id).map(boxOf);
  const there = boxesIn(to);
  if (there.length === 0) return 0;
  const end = Math.max(...there.map(({ x, width }) => x + width)) + gap;
  return Math.max(0, end - Math.min(...boxesIn(lane).map(({ x }) => x)));
}
