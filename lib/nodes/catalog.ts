/** Every node kind the product knows. Keys are computed, so a key can never differ from its `type`. */
import { agentNode } from "./agent/definition";
import { collectNode } from "./collect/definition";
import type { NodeDefinition } from "./contract";
import { inputNode } from "./input/definition";
import { mergeNode } from "./merge/definition";
import { noteNode } from "./note/definition";
import { outputNode } from "./output/definition";
import { routerNode } from "./router/definition";
import { transformNode } from "./transform/definition";

/** In the order the palette lists them within their group. */
export const nodeCatalog = {
  [inputNode.type]: inputNode,
  [agentNode.type]: agentNode,
  [routerNode.type]: routerNode,
  [mergeNode.type]: mergeNode,
  [collectNode.type]: collectNode,
  [transformNode.type]: transformNode,
  [outputNode.type]: outputNode,
  [noteNode.type]: noteNode,
} as const;

export type NodeCatalog = typeof nodeCatalog;
export type NodeType = keyof NodeCatalog;

const definitions: ReadonlyMap<string, NodeDefinition> = new Map(Object.entries(nodeCatalog));

/** Undefined for a kind that this release does not know. */
export function definitionOf(type: string): NodeDefinition | undefined {
  return definitions.get(type);
}
