/** A document drawn small. */
import type { WorkflowDocument } from "@/lib/document/schema";
import { drawnKindOf } from "@/lib/nodes/catalog";
import { miniature } from "@/lib/projection/miniature";
import type { Miniature } from "@/lib/projection/summaries";

export function miniatureOf({ nodes, edges }: WorkflowDocument): Miniature {
  return miniature(
    nodes.map(({ id, type, position, parent, size }) => ({ id, type, ...position, parent, size })),
    edges.map(({ source, target }) => ({ source, target })),
    drawnKindOf,
  );
}
