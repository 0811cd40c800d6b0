/** Every node kind the product knows. Keys are computed, so a key can never differ from its `type`. */
import { agentNode } from "./agent/definition";
import { approvalNode } from "./approval/definition";
import { codeNode } from "./code/definition";
import { collectNode } from "./collect/definition";
import type { NodeDefinition } from "./contract";
import { decomposeNode } from "./decompose/definition";
import { delayNode } from "./delay/definition";
import { emitNode } from "./emit/definition";
import { httpNode } from "./http/definition";
import { inputNode } from "./input/definition";
import { loopNode } from "./loop/definition";
import { managerNode } from "./manager/definition";
import { mapNode } from "./map/definition";
import { mcpNode } from "./mcp/definition";
import { mergeNode } from "./merge/definition";
import { noteNode } from "./note/definition";
import { onEventNode } from "./on_event/definition";
import { outputNode } from "./output/definition";
import { parallelNode } from "./parallel/definition";
import { routerNode } from "./router/definition";
import { stateNode } from "./state/definition";
import { transformNode } from "./transform/definition";
import { workflowNode } from "./workflow/definition";

/** In the order the palette lists them within their group. */
export const nodeCatalog = {
  [inputNode.type]: inputNode,
  [agentNode.type]: agentNode,
  [managerNode.type]: managerNode,
  [decomposeNode.type]: decomposeNode,
  [routerNode.type]: routerNode,
  [parallelNode.type]: parallelNode,
  [mapNode.type]: mapNode,
  [loopNode.type]: loopNode,
  [workflowNode.type]: workflowNode,
  [mergeNode.type]: mergeNode,
  [collectNode.type]: collectNode,
  [approvalNode.type]: approvalNode,
  [delayNode.type]: delayNode,
  [transformNode.type]: transformNode,
  [codeNode.type]: codeNode,
  [stateNode.type]: stateNode,
  [outputNode.type]: outputNode,
  [httpNode.type]: httpNode,
  [mcpNode.type]: mcpNode,
  [emitNode.type]: emitNode,
  [onEventNode.type]: onEventNode,
  [noteNode.type]: noteNode,
} as const;

export type NodeCatalog = typeof nodeCatalog;
export type NodeType = keyof NodeCatalog;

const definitions: ReadonlyMap<string, NodeDefinition> = new Map(Object.entries(nodeCatalog));

/** Undefined for a kind that this release does not know. */
export function definitionOf(type: string): NodeDefinition | undefined {
  return definitions.get(type);
}

/** How a node of that kind is drawn; one of an unknown kind as a card. */
export function drawnKindOf(type: string): { readonly isNote: boolean; readonly isContainer: boolean } {
  const definition = definitionOf(type);
  return { isNote: definition?.shape.is === "none", isContainer: definition?.container !== undefined };
}
