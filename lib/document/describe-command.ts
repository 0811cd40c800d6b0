/**
 * A command in a few words, for "Undo …" and the list of unsaved edits.
 *
 * Pure. Field names are spelled as in the config; the editor may show the panel's label instead.
 */
import type { DocumentCommand } from "./commands";
import { byId, containersAround } from "./containment";
import type { WorkflowDocument } from "./schema";

/** @param document the document before the command. */
export function describeCommand(command: DocumentCommand, document: WorkflowDocument): string {
  const titleOf = (nodeId: string) => document.nodes.find((node) => node.id === nodeId)?.title || nodeId;
  switch (command.type) {
    case "add_nodes":
      return command.nodes.length === 1 ? `Add ${command.nodes[0]?.title || "card"}` : `Add ${command.nodes.length} cards`;
    case "remove_nodes":
      return describeRemoval(outermost(command.nodeIds, document), command.edgeIds, titleOf);
    case "move_nodes":
      return command.moves.length === 1 ? `Move ${titleOf(command.moves[0]?.nodeId ?? "")}` : `Move ${command.moves.length} cards`;
    case "place_nodes":
      return describePlacement(command.places, document, titleOf);
    case "resize_nodes":
      return command.sizes.length === 1 ? `Resize ${titleOf(command.sizes[0]?.nodeId ?? "")}` : `Resize ${command.sizes.length} cards`;
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
    case "set_budget":
      return "Edit budget";
    case "replace_document":
      return "Replace workflow";
  }
}

function describeRemoval(nodeIds: readonly string[], edgeIds: readonly string[], titleOf: (nodeId: string) => string): string {
  if (nodeIds.length === 1) return `Delete ${titleOf(nodeIds[0] ?? "")}`;
  if (nodeIds.length > 1) return `Delete ${nodeIds.length} cards`;
  return edgeIds.length === 1 ? "Delete connection" : `Delete ${edgeIds.length} connections`;
}

/** A card that goes with its container is not counted. */
function outermost(nodeIds: readonly string[], document: WorkflowDocument): readonly string[] {
  const nodesById = byId(document.nodes);
  const named = new Set(nodeIds);
  return nodeIds.filter((id) => !containersAround(nodesById, id).some((container) => named.has(container.id)));
}

type Places = Extract<DocumentCommand, { type: "place_nodes" }>["places"];

/** "Move Writer into Team", "Move 3 cards out of Team". */
function describePlacement(places: Places, document: WorkflowDocument, titleOf: (nodeId: string) => string): string {
  const [first] = places;
  const what = places.length === 1 ? titleOf(first?.nodeId ?? "") : `${places.length} cards`;
  const from = document.nodes.find((node) => node.id === first?.nodeId)?.parent;
  if (first?.parent === from) return `Move ${what}`;
  if (first?.parent !== undefined) return `Move ${what} into ${titleOf(first.parent)}`;
  return from === undefined ? `Move ${what}` : `Move ${what} out of ${titleOf(from)}`;
}

/** `maxTokens` reads "max tokens". */
function spaced(field: string): string {
  return field.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}
