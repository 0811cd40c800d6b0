/**
 * What a node's templates may name: the run's input, the outputs of the nodes before it, state.
 *
 * Pure. Completion and the insert menu read it.
 */
import type { WorkflowDocument, WorkflowNode } from "../document/schema";
import { signatures } from "../expression/signatures";
import { ancestors } from "../graph/reachability";
import { definitionOf } from "../nodes/catalog";
import { isJsonObject, type JsonValue } from "../shared/json";
import { readableConfig } from "./node-facts";
import { inReadingOrder } from "./reading-order";

export type TemplateVariable = {
  /** As it is written between the braces: `nodes.market.output`. */
  readonly path: string;
  readonly label: string;
  readonly group: "Input" | "Received" | "Before this node" | "State";
};

export function variablesFor(document: WorkflowDocument, nodeId: string): readonly TemplateVariable[] {
  const before = ancestors(document.edges, nodeId);
  const nodes = inReadingOrder(document.nodes);
  return [
    ...nodes.flatMap(inputVariables),
    { path: "received", label: "What this node received", group: "Received" },
    ...nodes.filter((node) => before.has(node.id)).flatMap(outputVariables),
    ...document.state.map(({ name, type }) => ({ path: `state.${name}`, label: type, group: "State" as const })),
  ];
}

function inputVariables(node: WorkflowNode): readonly TemplateVariable[] {
  const definition = definitionOf(node.type);
  const fields = definition?.inputFields?.(readableConfig(definition, node)) ?? [];
  return fields.map((field) => ({ path: `input.${field.key}`, label: field.label || field.key, group: "Input" }));
}

function outputVariables(node: WorkflowNode): readonly TemplateVariable[] {
  const output: TemplateVariable = { path: `nodes.${node.id}.output`, label: node.title, group: "Before this node" };
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
