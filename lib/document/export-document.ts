/**
 * A document as the text a person saves, reads and compares.
 *
 * Pure. `parseDocument` reads it back to an equal document.
 */
import type { JsonValue } from "../shared/json";
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "./schema";

/**
 * Indented JSON with a trailing newline. Fields come in one fixed order and the fields of a config by
 * name, so that equal documents give equal texts however they were edited. Inside a config's values
 * the order is kept: in a JSON schema it means something.
 */
export function exportDocument(document: WorkflowDocument): string {
  const { format, formatVersion, name, description, nodes, edges, state, sampleInput } = document;
  const ordered = {
    format,
    formatVersion,
    name,
    description,
    nodes: nodes.map(orderedNode),
    edges: edges.map(orderedEdge),
    state: state.map(({ name: variable, type, initial, reducer }) => ({ name: variable, type, initial, reducer })),
    sampleInput,
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** Fields of a node in reading order; an absent `settings` stays absent. */
export function orderedNode({ id, type, typeVersion, title, position, config, settings }: WorkflowNode): {
  readonly [key: string]: unknown;
} {
  const { x, y } = position;
  const ordered = { id, type, typeVersion, title, position: { x, y }, config: byName(config) };
  if (settings === undefined) return ordered;
  const { join, maxAttempts, firstByteMs, idleMs, totalMs } = settings;
  return { ...ordered, settings: { join, maxAttempts, firstByteMs, idleMs, totalMs } };
}

export function orderedEdge({ id, source, sourcePort, target, targetPort }: WorkflowEdge): { readonly [key: string]: unknown } {
  return { id, source, sourcePort, target, targetPort };
}

function byName(config: { readonly [key: string]: JsonValue }): { readonly [key: string]: JsonValue } {
  return Object.fromEntries(Object.entries(config).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
}
