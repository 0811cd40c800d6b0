/**
 * Which fields of a document a command touches, and how the history names it.
 *
 * Pure. Field keys are the ones conflicts use: `document.name`, `state:count`, `sample:topic`,
 * `node:market` (the node as such), `node:market.title`, `node:market.place` (container, lane and position), `node:market.config.instructions`, `edge:<id>`.
 */
import type { DocumentCommand } from "./commands";
import { withContent } from "./containment";
import { jsonEqual } from "./json-equal";
import type { WorkflowDocument } from "./schema";

export function nodeField(nodeId: string, ...path: readonly string[]): string {
  return [`node:${nodeId}`, ...path].join(".");
}

export function edgeField(edgeId: string): string {
  return `edge:${edgeId}`;
}

/** Every field the command would write in `document`, each once. `replace_document` touches `document` as a whole. */
export function touchedFields(command: DocumentCommand, document: WorkflowDocument): readonly string[] {
  switch (command.type) {
    case "add_nodes":
      return [...command.nodes.map((node) => nodeField(node.id)), ...command.edges.map((edge) => edgeField(edge.id))];
    case "remove_nodes": {
      const nodeIds = new Set([...command.nodeIds, ...withContent(document.nodes, command.nodeIds)]);
      const loose = document.edges.filter((edge) => nodeIds.has(edge.source) || nodeIds.has(edge.target));
      const edgeIds = new Set([...command.edgeIds, ...loose.map((edge) => edge.id)]);
      return [...[...nodeIds].map((id) => nodeField(id)), ...[...edgeIds].map(edgeField)];
    }
    case "move_nodes":
      return [...new Set(command.moves.map(({ nodeId }) => nodeField(nodeId, "position")))];
    case "place_nodes":
      return [...new Set(command.places.flatMap(({ nodeId }) => [nodeField(nodeId, "place"), nodeField(nodeId, "position")]))];
    case "resize_nodes":
      return [...new Set(command.sizes.map(({ nodeId }) => nodeField(nodeId, "size")))];
    case "connect":
      return [edgeField(command.edge.id)];
    case "set_title":
      return [nodeField(command.nodeId, "title")];
    case "set_config":
      return [nodeField(command.nodeId, "config", command.field)];
    case "set_settings":
      return [nodeField(command.nodeId, "settings", command.field)];
    case "rename_node":
      return [nodeField(command.nodeId), nodeField(command.to)];
    case "set_document":
      return [`document.${command.field}`];
    case "set_state":
      return changedKeys(byName(document.state), byName(command.variables)).map((name) => `state:${name}`);
    case "set_sample":
      return changedKeys(document.sampleInput, command.values).map((key) => `sample:${key}`);
    case "set_budget":
      return ["document.budget"];
    case "replace_document":
      return ["document"];
  }
}

function byName(variables: WorkflowDocument["state"] | readonly WorkflowDocument["state"][number][]): WorkflowDocument["sampleInput"] {
  return Object.fromEntries(variables.map((variable) => [variable.name, variable]));
}

function changedKeys(before: WorkflowDocument["sampleInput"], after: WorkflowDocument["sampleInput"]): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !jsonEqual(before[key], after[key]));
}
