/**
 * A command in a few words, for "Undo …" and the list of unsaved edits.
 *
 * Pure. Field names are spelled as in the config; the editor may show the panel's label instead.
 */
import type { DocumentCommand } from "./commands";
import type { WorkflowDocument } from "./schema";

/** @param document the document before the command. */
export function describeCommand(command: DocumentCommand, document: WorkflowDocument): string {
  const titleOf = (nodeId: string) => document.nodes.find((node) => node.id === nodeId)?.title || nodeId;
  switch (command.type) {
    case "add_nodes":
      return command.nodes.length === 1 ? `Add ${command.nodes[0]?.title || "card"}` : `Add ${command.nodes.length} cards`;
    case "remove_nodes":
      return describeRemoval(command.nodeIds, command.edgeIds, titleOf);
    case "move_nodes":
      return command.moves.length === 1 ? `Move ${titleOf(command.moves[0]?.nodeId ?? "")}` : `Move ${command.moves.length} cards`;
    case "connect":
      return `Connect ${titleOf(command.edge.source)} to ${titleOf(command.edge.target)}`;
    case "set_title":
      return `Rename ${titleOf(command.nodeId)}`;
    case "set_config":
    case "set_settings":
      return `Edit ${spaced(command.field)} of ${titleOf(command.nodeId)}`;
    case "rename_node":
      return `Change id ${command.nodeId} to ${command.to}`;
    case "set_document":
      return command.field === "name" ? "Rename workflow" : "Edit description";
    case "set_state":
      return "Edit state variables";
    case "set_sample":
      return "Edit sample input";
    case "replace_document":
      return "Replace workflow";
  }
}

function describeRemoval(nodeIds: readonly string[], edgeIds: readonly string[], titleOf: (nodeId: string) => string): string {
  if (nodeIds.length === 1) return `Delete ${titleOf(nodeIds[0] ?? "")}`;
  if (nodeIds.length > 1) return `Delete ${nodeIds.length} cards`;
  return edgeIds.length === 1 ? "Delete connection" : `Delete ${edgeIds.length} connections`;
}

/** `maxTokens` reads "max tokens". */
function spaced(field: string): string {
  return field.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}
