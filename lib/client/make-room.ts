/**
 * Containers that grow, and what stands below them.
 *
 * Pure.
 */
import { applyCommands } from "../document/apply-command";
import type { DocumentCommand } from "../document/commands";
import { byId } from "../document/containment";
import type { WorkflowDocument, WorkflowNode } from "../document/schema";
import { boxOf, geometryOf, overlaps } from "./card-geometry";
import { growCommand, isContainer } from "./containers";

/** Nearer than this a card counts as covered. */
const gap = 12;

/**
 * The commands, with those that let containers reach around what stands in them, and let what would be covered by a
 * container that grew make room, outwards through all that they stand in.
 */
export function withRoomMade(document: WorkflowDocument, commands: readonly DocumentCommand[]): readonly DocumentCommand[] {
  let all = commands;
  let before = document;
  for (;;) {
    const changed = applyCommands(document, all);
    const grow = growCommand(changed);
    const after = grow === null ? changed : applyCommands(changed, [grow]);
    const room = roomCommand(before, after);
    if (grow !== null) all = [...all, grow];
    if (room === null) return all;
    all = [...all, room];
    before = after;
  }
}

/** Everything that lay below a grown container moves down with its lower edge, so that it stays in order; null where nothing is covered. */
function roomCommand(before: WorkflowDocument, after: WorkflowDocument): DocumentCommand | null {
  const nodesBefore = byId(before.nodes);
  const moves = after.nodes.filter(isContainer).flatMap((container) => {
    const old = nodesBefore.get(container.id);
    return old === undefined ? [] : movesBelow(old, container, after);
  });
  return moves.length === 0 ? null : { type: "move_nodes", moves };
}

function movesBelow(old: WorkflowNode, grown: WorkflowNode, { nodes }: WorkflowDocument) {
  const by = geometryOf(grown).height - geometryOf(old).height;
  if (by <= 0) return [];
  const box = boxOf(grown);
  const edge = box.y + geometryOf(old).height;
  const below = nodes.filter(
    (node) => node.id !== grown.id && node.parent === grown.parent && node.lane === grown.lane && node.position.y >= edge,
  );
  const isCovered = below.some((node) => overlaps(box, boxOf(node), gap));
  return isCovered ? below.map(({ id, position: { x, y } }) => ({ nodeId: id, to: { x, y: y + by } })) : [];
}
