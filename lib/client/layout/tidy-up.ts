/**
 * Lays a document out, in a worker that lives as long as one layout.
 */
import ElkApi from "elkjs/lib/elk-api";
import type { WorkflowDocument } from "../../document/schema";
import { mutableCopy } from "./layout-graph";
import { type Tidied, tidyDocument } from "./tidy-document";

/** @returns the commands that tidy the document up, contents of containers included. Rejects when the worker can't be loaded. */
export async function tidyUp(document: WorkflowDocument): Promise<Tidied> {
  const worker = new Worker(new URL("./elk.worker.ts", import.meta.url), { type: "module" });
  try {
    const elk = new ElkApi({ workerFactory: () => worker });
    return await tidyDocument(document, async (graph) => {
      const laidOut = await elk.layout(mutableCopy(graph));
      return new Map((laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
    });
  } finally {
    worker.terminate();
  }
}
