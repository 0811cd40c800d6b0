/**
 * What each command does to a document.
 *
 * Pure. A command that no longer fits (its node is gone, its edge exists) changes nothing, so that
 * commands can be replayed on a document they were not made for. Whether the result makes a sensible
 * workflow is for validation to say, not for this file.
 */
import type { JsonValue } from "../shared/json";
import type { DocumentCommand } from "./commands";
import { byId, isSamePlace, mendPlacements, type Placement, placedAt, withContent } from "./containment";
import { jsonEqual } from "./json-equal";
import { program, renameInProgram } from "./program-references";
import { renameReferences } from "./rename-references";
import { edgeId, nodeIdPattern, type WorkflowDocument, type WorkflowEdge, type WorkflowNode } from "./schema";

type CommandOf<Type extends DocumentCommand["type"]> = Extract<DocumentCommand, { type: Type }>;
type Handlers = { readonly [Type in DocumentCommand["type"]]: (document: WorkflowDocument, command: CommandOf<Type>) => WorkflowDocument };

const farthest = 1e6;
const [leastWidth, leastHeight, mostPixels] = [80, 40, 20_000];
const longestLane = 64;

const handlers: Handlers = {
  add_nodes: addNodes,
  remove_nodes: removeNodes,
  move_nodes: moveNodes,
  place_nodes: placeNodes,
  resize_nodes: resizeNodes,
  connect: (document, { edge }) => withEdges(document, [edge]),
  set_title: (document, { nodeId, title }) => changeNode(document, nodeId, (node) => (node.title === title ? node : { ...node, title })),
  set_config: setConfig,
  set_settings: setSettings,
  rename_node: renameNode,
  set_document: (document, { field, value }) => (document[field] === value ? document : { ...document, [field]: value }),
  set_state: (document, { variables }) => (jsonEqual(document.state, variables) ? document : { ...document, state: [...variables] }),
  set_sample: (document, { values }) => (jsonEqual(document.sampleInput, values) ? document : { ...document, sampleInput: { ...values } }),
  set_budget: setBudget,
  replace_document: (_document, command) => command.document,
};

/** The document after the command; the very same object when the command changes nothing. */
export function applyCommand(document: WorkflowDocument, command: DocumentCommand): WorkflowDocument {
  // TypeScript can't pair a union's member with its own handler; `Handlers` made sure there is one for each.
  const handle = handlers[command.type] as (document: WorkflowDocument, command: DocumentCommand) => WorkflowDocument;
  return handle(document, command);
}

export function applyCommands(document: WorkflowDocument, commands: readonly DocumentCommand[]): WorkflowDocument {
  return commands.reduce(applyCommand, document);
}

/** An empty budget says nothing, either. */
function setBudget(document: WorkflowDocument, { budget = {} }: CommandOf<"set_budget">): WorkflowDocument {
  if (jsonEqual(document.budget ?? {}, budget)) return document;
  const { budget: _before, ...rest } = document;
  return Object.keys(budget).length === 0 ? rest : { ...rest, budget };
}

/** Nodes whose id is taken are left out, and so are edges that have no two ends or stand there already. A node whose container is not there comes to stand on the canvas. */
function addNodes(document: WorkflowDocument, { nodes, edges }: CommandOf<"add_nodes">): WorkflowDocument {
  const taken = new Set(document.nodes.map((node) => node.id));
  const added: WorkflowNode[] = [];
  for (const node of nodes) {
    if (taken.has(node.id)) continue;
    taken.add(node.id);
    added.push(node);
  }
  if (added.length === 0) return withEdges(document, edges);
  const placed = mendPlacements([...document.nodes, ...added], new Map(), new Set(added.map((node) => node.id)));
  return withEdges({ ...document, nodes: [...placed] }, edges);
}

function withEdges(document: WorkflowDocument, edges: readonly WorkflowEdge[]): WorkflowDocument {
  const nodeIds = new Set(document.nodes.map((node) => node.id));
  const taken = new Set(document.edges.flatMap((edge) => [edge.id, edgeId(edge)]));
  const added: WorkflowEdge[] = [];
  for (const edge of edges) {
    if (!nodeIds.has(edge.source) || !nodeIds.has(edge.target) || taken.has(edge.id) || taken.has(edgeId(edge))) continue;
    taken.add(edge.id).add(edgeId(edge));
    added.push(edge);
  }
  return added.length === 0 ? document : { ...document, edges: [...document.edges, ...added] };
}

/** What stands in a container goes with it, and an edge with either of its nodes. */
function removeNodes(document: WorkflowDocument, { nodeIds, edgeIds }: CommandOf<"remove_nodes">): WorkflowDocument {
  const goneNodes = withContent(document.nodes, nodeIds);
  const goneEdges = new Set(edgeIds);
  const nodes = document.nodes.filter((node) => !goneNodes.has(node.id));
  const edges = document.edges.filter((edge) => !goneEdges.has(edge.id) && !goneNodes.has(edge.source) && !goneNodes.has(edge.target));
  const isUnchanged = nodes.length === document.nodes.length && edges.length === document.edges.length;
  return isUnchanged ? document : { ...document, nodes, edges };
}

function moveNodes(document: WorkflowDocument, { moves }: CommandOf<"move_nodes">): WorkflowDocument {
  const targetOf = new Map(moves.filter(({ to }) => Number.isFinite(to.x) && Number.isFinite(to.y)).map(({ nodeId, to }) => [nodeId, to]));
  return changeNodes(document, (node) => {
    const to = targetOf.get(node.id);
    if (to === undefined) return node;
    const position = { x: clamp(to.x), y: clamp(to.y) };
    return position.x === node.position.x && position.y === node.position.y ? node : { ...node, position };
  });
}

/** All at once, so that two containers can be swapped. A placement in a container that is not there, or in the node itself, is left out. */
function placeNodes(document: WorkflowDocument, { places }: CommandOf<"place_nodes">): WorkflowDocument {
  const nodes = new Map(byId(document.nodes));
  for (const { nodeId, parent, lane, to } of places) {
    const node = nodes.get(nodeId);
    if (node === undefined || !Number.isFinite(to.x) || !Number.isFinite(to.y)) continue;
    if (parent !== undefined && !nodes.has(parent)) continue;
    const position = { x: clamp(to.x), y: clamp(to.y) };
    const placement: Placement = { position, ...(parent !== undefined && { parent, ...(isLane(lane) && { lane }) }) };
    const isSame = isSamePlace(node, placement) && position.x === node.position.x && position.y === node.position.y;
    if (!isSame) nodes.set(nodeId, placedAt(node, placement));
  }
  const placed = document.nodes.map((node) => nodes.get(node.id) ?? node);
  const mended = byId(mendPlacements(placed, byId(document.nodes), new Set(places.map(({ nodeId }) => nodeId))));
  return changeNodes(document, (node) => {
    const now = mended.get(node.id) ?? node;
    return jsonEqual(now, node) ? node : now;
  });
}

function isLane(lane: string | undefined): lane is string {
  return lane !== undefined && lane !== "" && lane.length <= longestLane;
}

function resizeNodes(document: WorkflowDocument, { sizes }: CommandOf<"resize_nodes">): WorkflowDocument {
  const sizeOf = new Map(sizes.map(({ nodeId, size }) => [nodeId, size]));
  return changeNodes(document, (node) => {
    const wanted = sizeOf.get(node.id);
    if (wanted === undefined || !Number.isFinite(wanted.width) || !Number.isFinite(wanted.height)) return node;
    const size = { width: within(wanted.width, leastWidth, mostPixels), height: within(wanted.height, leastHeight, mostPixels) };
    return jsonEqual(node.size, size) ? node : { ...node, size };
  });
}

function clamp(coordinate: number): number {
  return within(coordinate, -farthest, farthest);
}

function within(number: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, number));
}

function setConfig(document: WorkflowDocument, { nodeId, field, value }: CommandOf<"set_config">): WorkflowDocument {
  return changeNode(document, nodeId, (node) => {
    const before = Object.hasOwn(node.config, field) ? node.config[field] : undefined;
    if (isForbidden(field) || jsonEqual(before, value)) return node;
    return { ...node, config: withField<JsonValue>(node.config, field, value) };
  });
}

function setSettings(document: WorkflowDocument, { nodeId, field, value }: CommandOf<"set_settings">): WorkflowDocument {
  return changeNode(document, nodeId, (node) => {
    if (jsonEqual(node.settings?.[field], value)) return node;
    const { settings: before, ...rest } = node;
    const settings = withField(before ?? {}, field, value);
    return Object.keys(settings).length === 0 ? rest : { ...rest, settings };
  });
}

/** Nothing happens when the new id is taken or no id. */
function renameNode(document: WorkflowDocument, { nodeId, to }: CommandOf<"rename_node">): WorkflowDocument {
  const ids = new Set(document.nodes.map((node) => node.id));
  if (!ids.has(nodeId) || ids.has(to) || !nodeIdPattern.test(to)) return document;
  return renameNodes(document, new Map([[nodeId, to]]));
}

/** Gives nodes new ids everywhere: the nodes, what stands in them, their edges and the texts that name them. The caller has seen to it that ids stay unique. */
export function renameNodes(document: WorkflowDocument, newIdOf: ReadonlyMap<string, string>): WorkflowDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) => renamedNode(node, newIdOf)),
    edges: document.edges.map((edge) => renamedEdge(edge, newIdOf)),
  };
}

function renamedNode(node: WorkflowNode, newIdOf: ReadonlyMap<string, string>): WorkflowNode {
  const id = newIdOf.get(node.id) ?? node.id;
  const parent = newIdOf.get(node.parent ?? "") ?? node.parent;
  const config = renamedConfig(node, newIdOf);
  if (id === node.id && parent === node.parent && config === node.config) return node;
  return { ...node, id, config, ...(parent !== undefined && { parent }) };
}

function renamedConfig({ type, config }: WorkflowNode, newIdOf: ReadonlyMap<string, string>): WorkflowNode["config"] {
  const source = type === program.type ? config[program.field] : undefined;
  if (typeof source !== "string") return renameReferences(config, newIdOf);
  const renamed = renameInProgram(source, newIdOf);
  return renamed === source ? config : { ...config, [program.field]: renamed };
}

function renamedEdge(edge: WorkflowEdge, newIdOf: ReadonlyMap<string, string>): WorkflowEdge {
  const source = newIdOf.get(edge.source) ?? edge.source;
  const target = newIdOf.get(edge.target) ?? edge.target;
  if (source === edge.source && target === edge.target) return edge;
  const renamed = { ...edge, source, target };
  return edge.id === edgeId(edge) ? { ...renamed, id: edgeId(renamed) } : renamed;
}

function changeNode(document: WorkflowDocument, nodeId: string, change: (node: WorkflowNode) => WorkflowNode): WorkflowDocument {
  return changeNodes(document, (node) => (node.id === nodeId ? change(node) : node));
}

function changeNodes(document: WorkflowDocument, change: (node: WorkflowNode) => WorkflowNode): WorkflowDocument {
  const nodes = document.nodes.map(change);
  return nodes.every((node, index) => node === document.nodes[index]) ? document : { ...document, nodes };
}

function withField<Value>(object: { readonly [key: string]: Value }, field: string, value: Value | undefined): { [key: string]: Value } {
  const { [field]: _replaced, ...rest } = object;
  // A changed field keeps its place, so that a document's text changes only where the person changed it.
  if (value === undefined) return rest;
  return { ...object, [field]: value };
}

function isForbidden(key: string): boolean {
  return key === "__proto__" || key === "constructor" || key === "prototype";
}
