/**
 * The commands that lead from one document to another.
 *
 * Pure. A whole-document replacement (undo, restore) becomes edits of fields, which merge and
 * describe better.
 */
import type { JsonValue } from "../shared/json";
import { applyCommands } from "./apply-command";
import type { DocumentCommand } from "./commands";
import { jsonEqual } from "./json-equal";
import { edgeId, NodeSettings, type WorkflowDocument, type WorkflowNode } from "./schema";

/**
 * Applied to `before`, the commands give exactly `after` (the order of object keys aside). Empty when the two are equal.
 * What no edit can say, such as another order of edges, is one `replace_document`.
 */
export function diffDocuments(before: WorkflowDocument, after: WorkflowDocument): readonly DocumentCommand[] {
  if (jsonEqual(before, after)) return [];
  const commands = [
    ...removals(before, after),
    ...additions(before, after),
    ...after.nodes.flatMap((node) => editsOfNode(before, node)),
    ...editsOfDocument(before, after),
  ];
  const isExact = jsonEqual(applyCommands(before, commands), after);
  return isExact ? commands : [{ type: "replace_document", document: after }];
}

/** A node whose kind changed is another node. */
function removals(before: WorkflowDocument, after: WorkflowDocument): readonly DocumentCommand[] {
  const typeOf = new Map(after.nodes.map((node) => [node.id, kindOf(node)]));
  const edgesAfter = new Set(after.edges.map((edge) => `${edge.id} ${edgeId(edge)}`));
  const nodeIds = before.nodes.filter((node) => typeOf.get(node.id) !== kindOf(node)).map((node) => node.id);
  const gone = new Set(nodeIds);
  const edgeIds = before.edges
    .filter((edge) => !gone.has(edge.source) && !gone.has(edge.target) && !edgesAfter.has(`${edge.id} ${edgeId(edge)}`))
    .map((edge) => edge.id);
  return nodeIds.length + edgeIds.length === 0 ? [] : [{ type: "remove_nodes", nodeIds, edgeIds }];
}

function additions(before: WorkflowDocument, after: WorkflowDocument): readonly DocumentCommand[] {
  const typeOf = new Map(before.nodes.map((node) => [node.id, kindOf(node)]));
  const nodes = after.nodes.filter((node) => typeOf.get(node.id) !== kindOf(node));
  const added = new Set(nodes.map((node) => node.id));
  const edgesBefore = new Set(before.edges.map((edge) => `${edge.id} ${edgeId(edge)}`));
  const edges = after.edges.filter(
    (edge) => added.has(edge.source) || added.has(edge.target) || !edgesBefore.has(`${edge.id} ${edgeId(edge)}`),
  );
  if (nodes.length > 0) return [{ type: "add_nodes", nodes, edges }];
  return edges.map((edge) => ({ type: "connect", edge }));
}

function kindOf(node: WorkflowNode): string {
  return `${node.type} ${node.typeVersion}`;
}

function editsOfNode(before: WorkflowDocument, after: WorkflowNode): readonly DocumentCommand[] {
  const node = before.nodes.find(({ id }) => id === after.id);
  if (node === undefined || node === after || kindOf(node) !== kindOf(after)) return [];
  const nodeId = node.id;
  const commands: DocumentCommand[] = [];
  if (node.title !== after.title) commands.push({ type: "set_title", nodeId, title: after.title });
  if (!jsonEqual(node.position, after.position)) commands.push({ type: "move_nodes", moves: [{ nodeId, to: after.position }] });
  for (const field of changedKeys(node.config, after.config))
    commands.push({ type: "set_config", nodeId, field, value: after.config[field] });
  for (const field of NodeSettings.keyof().options) {
    const value = after.settings?.[field];
    if (!jsonEqual(node.settings?.[field], value)) commands.push({ type: "set_settings", nodeId, field, value });
  }
  return commands;
}

function editsOfDocument(before: WorkflowDocument, after: WorkflowDocument): readonly DocumentCommand[] {
  const commands: DocumentCommand[] = [];
  if (before.name !== after.name) commands.push({ type: "set_document", field: "name", value: after.name });
  if (before.description !== after.description) commands.push({ type: "set_document", field: "description", value: after.description });
  if (!jsonEqual(before.state, after.state)) commands.push({ type: "set_state", variables: after.state });
  if (!jsonEqual(before.sampleInput, after.sampleInput)) commands.push({ type: "set_sample", values: after.sampleInput });
  return commands;
}

function changedKeys(before: { readonly [key: string]: JsonValue }, after: { readonly [key: string]: JsonValue }): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !jsonEqual(before[key], after[key]));
}
