/**
 * A document as the text a person saves, reads and compares.
 *
 * Pure. `parseDocument` reads it back to an equal document.
 */
import type { JsonValue } from "../shared/json";
import { NodeSettings, type WorkflowDocument, type WorkflowEdge, type WorkflowNode } from "./schema";

/**
 * Indented JSON with a trailing newline. Fields come in one fixed order and the fields of a config by
 * name, so that equal documents give equal texts however they were edited. Inside a config's values
 * the order is kept: in a JSON schema it means something.
 */
export function exportDocument(document: WorkflowDocument): string {
  const { format, formatVersion, name, description, nodes, edges, state, sampleInput, budget } = document;
  const ordered = {
    format,
    formatVersion,
    name,
    description,
    nodes: nodes.map(orderedNode),
    edges: edges.map(orderedEdge),
    state: state.map(({ name: variable, type, initial, reducer }) => ({ name: variable, type, initial, reducer })),
    sampleInput,
    ...(budget !== undefined && { budget }),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** Fields of a node in reading order; absent ones stay absent. */
export function orderedNode(node: WorkflowNode): { readonly [key: string]: unknown } {
  const { id, type, typeVersion, title, parent, lane, position, size, config, settings } = node;
  const ordered = {
    id,
    type,
    typeVersion,
    title,
    ...(parent !== undefined && { parent }),
    ...(lane !== undefined && { lane }),
    position: { x: position.x, y: position.y },
    ...(size !== undefined && { size: { width: size.width, height: size.height } }),
    config: byName(config),
  };
  if (settings === undefined) return ordered;
  return { ...ordered, settings: Object.fromEntries(NodeSettings.keyof().options.map((field) => [field, settings[field]])) };
}

export function orderedEdge({ id, source, sourcePort, target, targetPort }: WorkflowEdge): { readonly [key: string]: unknown } {
  return { id, source, sourcePort, target, targetPort };
}

function byName(config: { readonly [key: string]: JsonValue }): { readonly [key: string]: JsonValue } {
  return Object.fromEntries(Object.entries(config).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
}
