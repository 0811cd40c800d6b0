/**
 * The commands that lead from one document to another.
 *
 * Pure. A whole-document replacement (undo, restore) becomes edits of fields, which merge and
 * describe better.
 */
import type { JsonValue } from "../shared/json";
import { applyCommands } from "./apply-command";
import type { DocumentCommand } from "./commands";
import { byId, isSamePlace, type Placement, placementOf, withContent } from "./containment";
import { jsonEqual } from "./json-equal";
import { edgeId, NodeSettings, type WorkflowDocument, type WorkflowNode } from "./schema";

/**
 * Applied to `before`, the commands give exactly `after` (the order of object keys aside). Empty when the two are equal.
 * What no edit can say, such as another order of edges, is one `replace_document`.
 */
export function diffDocuments(before: WorkflowDocument, after: WorkflowDocument): readonly DocumentCommand[] {
  if (jsonEqual(before, after)) return [];
  const structure: DocumentCommand[] = [];
  for (const step of [moveOutOfRemoved, removals, additions, placements]) structure.push(...step(applyCommands(before, structure), after));
  const commands = [...structure, ...after.nodes.flatMap((node) => editsOfNode(before, node)), ...editsOfDocument(before, after)];
  const isExact = jsonEqual(applyCommands(before, commands), after);
  return isExact ? commands : [{ type: "replace_document", document: after }];
}

/** What stays must not go with a container that is removed. */
function moveOutOfRemoved(before: WorkflowDocument, after: WorkflowDocument): readonly DocumentCommand[] {
  const gone = new Set(removedFrom(before, after));
  if (gone.size === 0) return [];
  const [nodesBefore, nodesAfter] = [byId(before.nodes), byId(after.nodes)];
  const stranded = [...withContent(before.nodes, gone)].filter((id) => !gone.has(id) && gone.has(nodesBefore.get(id)?.parent ?? ""));
  return placing(
    stranded.flatMap((id) => nodesAfter.get(id) ?? []),
    (node) => (nodesBefore.has(node.parent ?? "") && !gone.has(node.parent ?? "") ? placementOf(node) : { position: node.position }),
  );
}

/** A node whose kind changed is another node. */
function removedFrom(before: WorkflowDocument, after: WorkflowDocument): readonly string[] {
  const typeOf = new Map(after.nodes.map((node) => [node.id, kindOf(node)]));
  return before.nodes.filter((node) => typeOf.get(node.id) !== kindOf(node)).map((node) => node.id);
}

function removals(before: WorkflowDocument, after: WorkflowDocument): readonly DocumentCommand[] {
  const edgesAfter = new Set(after.edges.map((edge) => `${edge.id} ${edgeId(edge)}`));
  const nodeIds = removedFrom(before, after);
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

/** Nodes that stand in another container, or in another lane, than before. */
function placements(before: WorkflowDocument, after: WorkflowDocument): readonly DocumentCommand[] {
  const nodesBefore = byId(before.nodes);
  const placed = after.nodes.filter((node) => {
    const was = nodesBefore.get(node.id);
    return was !== undefined && !isSamePlace(was, node);
  });
  return placing(placed, placementOf);
}

function placing(nodes: readonly WorkflowNode[], placementFor: (node: WorkflowNode) => Placement): readonly DocumentCommand[] {
  if (nodes.length === 0) return [];
  const places = nodes.map((node) => {
    const { parent, lane, position } = placementFor(node);
    return { nodeId: node.id, parent, lane, to: position };
  });
  return [{ type: "place_nodes", places }];
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
  // A new placement brings its position with it.
  if (isSamePlace(node, after) && !jsonEqual(node.position, after.position)) {
    commands.push({ type: "move_nodes", moves: [{ nodeId, to: after.position }] });
  }
  if (after.size !== undefined && !jsonEqual(node.size, after.size)) {
    commands.push({ type: "resize_nodes", sizes: [{ nodeId, size: after.size }] });
  }
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
  if (!jsonEqual(before.budget, after.budget)) commands.push({ type: "set_budget", budget: after.budget });
  return commands;
}

function changedKeys(before: { readonly [key: string]: JsonValue }, after: { readonly [key: string]: JsonValue }): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !jsonEqual(before[key], after[key]));
}
