/**
 * Lays a document out, in a worker that lives as long as one layout.
 */
import ElkApi from "elkjs/lib/elk-api";
import type { WorkflowDocument } from "../../document/schema";
import { type LayoutGraph, layoutGraphOf, tidyCommand, withoutLooseEdges } from "./layout-graph";

/** @returns the command that tidies the document up; moves nothing when there is nothing to lay out. */
export async function tidyUp(document: WorkflowDocument): Promise<ReturnType<typeof tidyCommand>> {
  const graph = withoutLooseEdges(layoutGraphOf(document));
  if (graph.children.length === 0) return { type: "move_nodes", moves: [] };
  return tidyCommand(document, await placesIn(graph));
}

async function placesIn(graph: LayoutGraph): Promise<ReadonlyMap<string, { x: number; y: number }>> {
  const worker = new Worker(new URL("./elk.worker.ts", import.meta.url), { type: "module" });
  try {
    const elk = new ElkApi({ workerFactory: () => worker });
    const laidOut = await elk.layout(mutableCopy(graph));
    return new Map((laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  } finally {
    worker.terminate();
  }
}

/** The engine writes into the graph it is given. */
function mutableCopy(graph: LayoutGraph) {
  return {
    ...graph,
    children: graph.children.map((child) => ({ ...child, ports: child.ports.map((port) => ({ ...port })) })),
    edges: graph.edges.map((edge) => ({ ...edge, sources: [...edge.sources], targets: [...edge.targets] })),
  };
}
