/**
 * The workflow of a run as lists show it: its steps in the order of the flow, with what the catalog says of them.
 *
 * Pure. Notes are left out: they never run.
 */
import type { WorkflowDocument, WorkflowNode } from "../../document/schema";
import { topologicalOrder } from "../../graph/topological-order";
import type { NodeGroup } from "../../nodes/contract";
import { limits } from "../../shared/limits";
import { factsOf } from "../node-facts";

export type OutlineNode = {
  readonly id: string;
  readonly title: string;
  /** The kind in a word: "Agent". */
  readonly kind: string;
  readonly glyph: string;
  readonly group: NodeGroup;
  /** Titles of the nodes it waits for. */
  readonly after: readonly string[];
  /** Inside a container, or only run when it is called. */
  readonly isInside: boolean;
  readonly isInput: boolean;
  /** Its value is among the run's outputs. */
  readonly isOutput: boolean;
  /** What a run's output is read as; Markdown where the kind does not say. */
  readonly format: "markdown" | "text" | "json";
  /** Tries in all; null for a step that calls no model. */
  readonly maxAttempts: number | null;
};

export function runOutline(document: WorkflowDocument): readonly OutlineNode[] {
  const nodes = document.nodes.filter((node) => !factsOf(node).isNote);
  const nodesById = new Map(nodes.map((node) => [node.id, node]));
  const order = topologicalOrder([...nodesById.keys()], document.edges);
  // A run's version has an order; a draft that is shown in its place may have lost it.
  const ids = order.ok ? order.value : [...nodesById.keys()];
  return ids.flatMap((id) => {
    const node = nodesById.get(id);
    return node === undefined ? [] : [outlineOf(node, document, nodesById)];
  });
}

function outlineOf(node: WorkflowNode, document: WorkflowDocument, nodesById: ReadonlyMap<string, WorkflowNode>): OutlineNode {
  const { definition } = factsOf(node);
  const sources = new Set(document.edges.filter(({ target }) => target === node.id).map(({ source }) => source));
  return {
    id: node.id,
    title: titleOf(node),
    kind: definition?.label ?? node.type,
    glyph: definition?.glyph ?? "",
    group: definition?.group ?? "notes",
    after: [...sources].map((id) => titleOf(nodesById.get(id) ?? { title: id, id })),
    isInside: node.parent !== undefined || isCalledOnly(node, document),
    isInput: definition?.inputFields !== undefined,
    isOutput: definition?.isRunOutput === true,
    format: node.config.format === "json" || node.config.format === "text" ? node.config.format : "markdown",
    maxAttempts: definition?.effect === "model" ? (node.settings?.maxAttempts ?? limits.modelAttempts.value) : null,
  };
}

/** All that leads to it grants a permission to call it. */
function isCalledOnly(node: WorkflowNode, document: WorkflowDocument): boolean {
  const incoming = document.edges.filter(({ target }) => target === node.id);
  return incoming.length > 0 && incoming.every((edge) => isBinding(edge, document));
}

function isBinding(edge: WorkflowDocument["edges"][number], document: WorkflowDocument): boolean {
  const source = document.nodes.find(({ id }) => id === edge.source);
  return source !== undefined && factsOf(source).ports.outputs.some(({ id, role }) => id === edge.sourcePort && role === "binding");
}

function titleOf({ title, id }: Pick<WorkflowNode, "title" | "id">): string {
  return title.trim() === "" ? id : title;
}
