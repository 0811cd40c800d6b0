/** Just enough of a document to draw it small. */
import type { WorkflowDocument } from "@/lib/document/schema";
import { definitionOf } from "@/lib/nodes/catalog";
import type { Miniature } from "@/lib/projection/summaries";

export function miniatureOf(document: WorkflowDocument): Miniature {
  return {
    nodes: document.nodes.map(({ id, type, position }) => ({
      id,
      type,
      x: position.x,
      y: position.y,
      isNote: definitionOf(type)?.shape.is === "none",
    })),
    edges: document.edges.map(({ source, target }) => ({ source, target })),
  };
}
