/**
 * What the catalog says about one node of a document: its definition, config, ports and summary line.
 *
 * Pure. Total: a node of an unknown kind, or with a config its kind can't read, still has a card.
 */
import type { WorkflowDocument, WorkflowNode } from "../document/schema";
import { definitionOf } from "../nodes/catalog";
import type { InputField, NodeDefinition, NodePorts } from "../nodes/contract";
import { portsOf } from "../nodes/ports";

export type NodeFacts = {
  /** Null for a kind this Windrose does not know. */
  readonly definition: NodeDefinition | null;
  readonly ports: NodePorts;
  /** The card's second line. */
  readonly summary: string;
  /** Drawn, never run. */
  readonly isNote: boolean;
};

const known = new WeakMap<WorkflowNode, NodeFacts>();

/** Remembered per node object: a document's unchanged nodes are never worked out again. */
export function factsOf(node: WorkflowNode): NodeFacts {
  const before = known.get(node);
  if (before !== undefined) return before;
  const facts = workOut(node);
  known.set(node, facts);
  return facts;
}

function workOut(node: WorkflowNode): NodeFacts {
  const definition = definitionOf(node.type);
  if (definition === undefined) {
    const ports = { inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] };
    return { definition: null, ports, summary: `Unknown kind “${node.type}”`, isNote: false };
  }
  const config = readableConfig(definition, node);
  const ports = portsOf(definition, config, node.settings);
  return { definition, ports, summary: definition.describe(config), isNote: definition.shape.is === "none" };
}

/** The config, with the kind's defaults in place of what its schema can't read. */
export function readableConfig(definition: NodeDefinition, node: WorkflowNode): unknown {
  const parsed = definition.config.safeParse(node.config);
  if (parsed.success) return parsed.data;
  const defaults = recordOf(definition.defaults);
  const broken = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const sound = Object.fromEntries(Object.entries(node.config).filter(([key]) => !broken.has(key)));
  const mended = definition.config.safeParse({ ...defaults, ...sound });
  return mended.success ? mended.data : definition.config.parse(definition.defaults);
}

/** The fields a run asks for, as the document's input nodes declare them. */
export function inputFieldsOf(document: WorkflowDocument): readonly InputField[] {
  return document.nodes.flatMap((node) => {
    const definition = definitionOf(node.type);
    return definition?.inputFields?.(readableConfig(definition, node)) ?? [];
  });
}

function recordOf(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
