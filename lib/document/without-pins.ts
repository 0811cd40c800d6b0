/** What everybody but the person who edits a workflow runs of it. Pure. */
import type { WorkflowDocument, WorkflowNode } from "./schema";

/** The same document when nothing in it is pinned. */
export function withoutPins(document: WorkflowDocument): WorkflowDocument {
  return document.nodes.some(isPinned) ? { ...document, nodes: document.nodes.map(unpinned) } : document;
}

export function isPinned({ settings }: WorkflowNode): boolean {
  return settings?.pinned !== undefined;
}

function unpinned(node: WorkflowNode): WorkflowNode {
  if (!isPinned(node)) return node;
  const { settings: { pinned: _pinned, ...settings } = {}, ...rest } = node;
  return Object.keys(settings).length === 0 ? rest : { ...rest, settings };
}
