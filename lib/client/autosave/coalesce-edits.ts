/**
 * Keeps the list of unsaved edits short: typing in one field, or nudging the same cards, is one edit.
 *
 * Pure.
 */
import type { DocumentCommand } from "../../document/commands";

/**
 * Whether `next` says everything `previous` said, so that it may take its place.
 * Only edits that set the same place to a whole value do.
 */
export function supersedes(next: DocumentCommand, previous: DocumentCommand): boolean {
  switch (next.type) {
    case "set_title":
      return previous.type === "set_title" && previous.nodeId === next.nodeId;
    case "set_config":
      return previous.type === "set_config" && previous.nodeId === next.nodeId && previous.field === next.field;
    case "set_settings":
      return previous.type === "set_settings" && previous.nodeId === next.nodeId && previous.field === next.field;
    case "set_document":
      return previous.type === "set_document" && previous.field === next.field;
    case "set_sample":
    case "set_state":
    case "set_budget":
      return previous.type === next.type;
    case "move_nodes":
      return previous.type === "move_nodes" && movedIds(previous) === movedIds(next);
    default:
      return false;
  }
}

function movedIds(command: Extract<DocumentCommand, { type: "move_nodes" }>): string {
  return command.moves
    .map(({ nodeId }) => nodeId)
    .sort()
    .join(" ");
}
