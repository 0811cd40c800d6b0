/** A run's events as they happen (server-sent events), from any number on. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { watchRun } from "@/lib/server/services/run-streams";

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  // Compression would hold events back until its block is full.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

export const GET = defineRoute({
  policy: "view",
  params: RunParams,
  query: z.object({ after: z.string().optional() }),
  handle: async ({ actor, params, query, request }) => {
    // The header wins: the browser sends it when it comes back, with the address it first used.
    const after = request.headers.get("last-event-id") ?? query.after ?? null;
    const stream = await watchRun(actor, { runId: params.runId, after, signal: request.signal });
    return stream.ok ? new Response(stream.value, { headers }) : stream;
  },
});
