/**
 * What a node's templates may name: the run's input, what it received, values of the containers around it
 * and of who calls it, outputs in reach, state.
 *
 * Pure. Completion and the insert menu read it.
 */
import { readableNames } from "../compile/readable-names";
import type { WorkflowDocument, WorkflowNode } from "../document/schema";
import { signatures } from "../expression/signatures";
import { definitionOf } from "../nodes/catalog";
import { isJsonObject, type JsonValue } from "../shared/json";
import { readableConfig } from "./node-facts";
import { inReadingOrder } from "./reading-order";

export type TemplateVariable = {
  /** As it is written between the braces: `nodes.market.output`. */
  readonly path: string;
  readonly label: string;
  readonly group: "Input" | "Received" | "Here" | "Inside" | "Before this node" | "State";
};

/** @param field of the node's config: one that is read at the end of a container's body may name what stands inside. */
export function variablesFor(document: WorkflowDocument, nodeId: string, field?: string): readonly TemplateVariable[] {
  const names = readableNames(document, nodeId);
  const inside = isReadInside(document, nodeId, field) ? names.inside : { values: [], nodes: [] };
  const before = new Set(names.nodes);
  const within = new Set(inside.nodes);
  const nodes = inReadingOrder(document.nodes);
  return [
    ...nodes.flatMap(inputVariables),
    { path: "received", label: "What this node received", group: "Received" },
    ...[...names.values, ...inside.values].map(valueVariable),
    ...nodes.filter((node) => within.has(node.id)).flatMap((node) => outputVariables(node, "Inside")),
    ...nodes.filter((node) => before.has(node.id)).flatMap((node) => outputVariables(node, "Before this node")),
    ...document.state.map(({ name, type }) => ({ path: `state.${name}`, label: type, group: "State" as const })),
  ];
}

function isReadInside(document: WorkflowDocument, nodeId: string, field: string | undefined): boolean {
  const node = document.nodes.find(({ id }) => id === nodeId);
  const definition = node === undefined ? undefined : definitionOf(node.type);
  if (node === undefined || definition === undefined || field === undefined) return false;
  return definition.texts(readableConfig(definition, node)).some((text) => text.field === field && text.isReadInside === true);
}

const valueLabels: ReadonlyMap<string, string> = new Map([
  ["item", "What this pass is about"],
  ["index", "Its number, from 0"],
  ["lane", "The lane it stands in"],
  ["iteration", "Number of the iteration"],
  ["previous", "What the iteration before came to"],
  ["task", "What it was asked to do"],
  ["event", "The event that started it"],
]);

function valueVariable(name: string): TemplateVariable {
  return { path: name, label: valueLabels.get(name) ?? "Value of this place", group: "Here" };
}

function inputVariables(node: WorkflowNode): readonly TemplateVariable[] {
  const definition = definitionOf(node.type);
  const fields = definition?.inputFields?.(readableConfig(definition, node)) ?? [];
  return fields.map((field) => ({ path: `input.${field.key}`, label: field.label || field.key, group: "Input" }));
}

function outputVariables(node: WorkflowNode, group: TemplateVariable["group"]): readonly TemplateVariable[] {
  const output: TemplateVariable = { path: `nodes.${node.id}.output`, label: node.title, group };
  if (node.config.output !== "json") return [output];
  return [
    output,
    ...propertiesOf(node.config.schema).map((key) => ({
      ...output,
      path: `nodes.${node.id}.output.${key}`,
      label: `${node.title}: ${key}`,
    })),
  ];
}

/** The top-level properties a JSON schema names. */
function propertiesOf(schema: JsonValue | undefined): readonly string[] {
  const properties = isJsonObject(schema) ? schema.properties : undefined;
  return isJsonObject(properties) ? Object.keys(properties).filter((key) => /^[A-Za-z_]\w*$/.test(key)) : [];
}

export type FunctionHint = { readonly name: string; readonly signature: string; readonly summary: string };

export const functionHints: readonly FunctionHint[] = Object.entries(signatures).map(([name, signature]) => ({
  name,
  signature: `${name}(${signature.arguments.join(", ")})`,
  summary: signature.summary,
}));

/** About four characters a token; for a sense of size only. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
