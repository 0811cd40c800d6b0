/**
 * Copied cards as text, and text as cards again.
 *
 * Pure. The text is readable JSON, so a selection can be sent in a message, kept in a file or pasted
 * into another workflow.
 */
import { type AppError, appError } from "../shared/app-error";
import { isJsonObject, type JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import { renameNodes } from "./apply-command";
import type { DocumentCommand } from "./commands";
import { byId, placedAt, positionOnCanvas, withContent } from "./containment";
import { orderedEdge, orderedNode } from "./export-document";
import { readJson } from "./inspect-json";
import { freshIdAmong } from "./node-ids";
import { parseDocument } from "./parse-document";
import { edgeId, emptyDocument, type WorkflowDocument, type WorkflowNode } from "./schema";

export const selectionFormat = "windrose.selection";
const selectionFormatVersion = 1;

type Point = { readonly x: number; readonly y: number };

export type PasteOptions = {
  /** Added to the position of every card that does not come with its container. */
  readonly offset?: Point;
  /** Puts the upper left corner of the pasted cards here instead. */
  readonly at?: Point;
  /** Must give an id that is not in `taken`. Default: the copied id, counted up. */
  readonly newId?: (copiedId: string, taken: ReadonlySet<string>) => string;
};

export type Paste = {
  readonly command: Extract<DocumentCommand, { type: "add_nodes" }>;
  /** The new nodes, to select them; without those that came with their container. */
  readonly nodeIds: readonly string[];
};

/**
 * The nodes with what stands in them, and the edges between them. Unknown ids are ignored. A node whose
 * container is not copied leaves it, and keeps its place on the canvas.
 */
export function copySelection(document: WorkflowDocument, nodeIds: Iterable<string>): string {
  const { nodes, edges } = selectionOf(document, nodeIds);
  const nodesById = byId(document.nodes);
  const copied = new Set(nodes.map((node) => node.id));
  const freed = nodes.map((node) =>
    copied.has(node.parent ?? "") ? node : placedAt(node, { position: positionOnCanvas(nodesById, node) }),
  );
  const selection = {
    format: selectionFormat,
    formatVersion: selectionFormatVersion,
    nodes: freed.map(orderedNode),
    edges: edges.map(orderedEdge),
  };
  return `${JSON.stringify(selection, null, 2)}\n`;
}

/**
 * The command that adds copied cards under fresh ids. References among the copied nodes follow the new
 * ids; references to other nodes stay as they are.
 *
 * @returns `not_a_selection` when the text is something else: the editor then leaves it to the browser. Else as `parseDocument`.
 */
export function pasteSelection(document: WorkflowDocument, text: string, options: PasteOptions = {}): Result<Paste, AppError> {
  const read = readSelection(text);
  return read.ok ? ok(pasted(document, read.value, options)) : read;
}

/** The same for cards of this document that never were text. They stay in their containers. */
export function duplicateSelection(document: WorkflowDocument, nodeIds: Iterable<string>, options: PasteOptions = {}): Paste {
  return pasted(document, selectionOf(document, nodeIds), options);
}

function selectionOf(document: WorkflowDocument, nodeIds: Iterable<string>): WorkflowDocument {
  const selected = withContent(document.nodes, nodeIds);
  return {
    ...document,
    nodes: document.nodes.filter((node) => selected.has(node.id)),
    edges: document.edges.filter((edge) => selected.has(edge.source) && selected.has(edge.target)),
  };
}

/** A selection is read as a small document, so that it meets the same limits and rules. */
function readSelection(text: string): Result<WorkflowDocument, AppError> {
  const read = readJson(text);
  if (!read.ok || !isSelection(read.value)) return err(appError("not_a_selection", "The clipboard holds no Windrose cards."));
  if (read.value.formatVersion !== selectionFormatVersion) {
    return err(appError("newer_version", "These cards were copied from another version of Windrose.", "formatVersion"));
  }
  const parsed = parseDocument({ ...emptyDocument("Selection"), nodes: read.value.nodes ?? [], edges: read.value.edges ?? [] });
  if (parsed.ok) return parsed;
  return err(parsed.error[0] ?? appError("not_a_selection", "The clipboard holds no Windrose cards."));
}

function isSelection(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return isJsonObject(value) && value.format === selectionFormat;
}

function pasted(document: WorkflowDocument, selection: WorkflowDocument, options: PasteOptions): Paste {
  const newIdOf = newIdsFor(document, selection, options);
  const renamed = renameNodes(selection, newIdOf);
  const fresh = new Set(renamed.nodes.map((node) => node.id));
  const comesAlone = ({ parent }: WorkflowNode) => !fresh.has(parent ?? "");
  const offset = offsetOf(renamed.nodes.filter(comesAlone), options);
  const nodes = renamed.nodes.map((node) => (comesAlone(node) ? movedBy(node, offset) : node));
  const edges = renamed.edges.map((edge) => ({ ...edge, id: edgeId(edge) }));
  return { command: { type: "add_nodes", nodes, edges }, nodeIds: nodes.filter(comesAlone).map((node) => node.id) };
}

function newIdsFor(document: WorkflowDocument, selection: WorkflowDocument, options: PasteOptions): ReadonlyMap<string, string> {
  const newId = options.newId ?? ((copiedId, taken) => freshIdAmong(taken, copiedId));
  const taken = new Set(document.nodes.map((node) => node.id));
  const newIdOf = new Map<string, string>();
  for (const node of selection.nodes) {
    const id = newId(node.id, taken);
    taken.add(id);
    newIdOf.set(node.id, id);
  }
  return newIdOf;
}

function movedBy(node: WorkflowNode, { x, y }: Point): WorkflowNode {
  return { ...node, position: { x: node.position.x + x, y: node.position.y + y } };
}

function offsetOf(nodes: readonly WorkflowNode[], { at, offset }: PasteOptions): Point {
  if (at === undefined || nodes.length === 0) return offset ?? { x: 0, y: 0 };
  const left = Math.min(...nodes.map((node) => node.position.x));
  const top = Math.min(...nodes.map((node) => node.position.y));
  return { x: at.x - left, y: at.y - top };
}
