/** Starts a run that goes on from the record of this one. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { rerun } from "@/lib/server/services/reruns";
import { JsonValueSchema } from "@/lib/shared/json";

export const POST = defineRoute({
  policy: "run",
  params: RunParams,
  body: z.strictObject({
    path: z.string().min(1).max(2_000).optional(),
    output: JsonValueSchema.optional(),
    onDraft: z.boolean().optional(),
  }),
  maxBytes: 200_000,
  handle: ({ actor, params, body: { path, output, onDraft }, request }) =>
    rerun(actor, params.runId, {
      ...(path !== undefined && { path }),
      ...(output !== undefined && { output }),
      ...(onDraft !== undefined && { onDraft }),
      // Pins are for the person who edits; a program names no page that it asks from.
      ...(!request.headers.has("origin") && { ignoresPins: true }),
    }),
});
