/** A run's journal as it is written (server-sent events), from any number on; and an event for its handlers. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { eventStream } from "@/lib/server/boundary/event-stream";
import { RunParams } from "@/lib/server/boundary/ids";
import { emitEvent } from "@/lib/server/services/run-inbox";
import { watchRun } from "@/lib/server/services/run-streams";
import { JsonValueSchema } from "@/lib/shared/json";
import { limits } from "@/lib/shared/limits";

export const GET = defineRoute({
  policy: "view",
  params: RunParams,
  query: z.object({ after: z.string().optional() }),
  handle: async ({ actor, params, query, request }) => {
    // The header wins: the browser sends it when it comes back, with the address it first used.
    const after = request.headers.get("last-event-id") ?? query.after ?? null;
    const stream = await watchRun(actor, { runId: params.runId, after, signal: request.signal });
    return stream.ok ? eventStream(stream.value) : stream;
  },
});

export const POST = defineRoute({
  policy: "run",
  params: RunParams,
  body: z.strictObject({ name: z.string().max(200), data: JsonValueSchema.default(null) }),
  maxBytes: limits.runInputBytes.value,
  handle: ({ actor, params, body }) => emitEvent(actor, params.runId, body),
});
