/** Why a node of the draft can't be given a pinned output. Pure. */
import type { WorkflowDocument } from "../document/schema";
import { definitionOf } from "../nodes/catalog";
import { pinnedPort } from "../nodes/ports";

/** @returns a sentence, or null where it can. */
export function pinRefusal(document: WorkflowDocument, nodeId: string): string | null {
  const node = document.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return "The draft has no such node any more.";
  const definition = definitionOf(node.type);
  const config = definition?.config.safeParse(node.config);
  if (definition === undefined || config?.success !== true) return "Its settings can't be read. Mend them first.";
  const port = pinnedPort(definition, config.data);
  return port.ok ? null : port.error;
}
