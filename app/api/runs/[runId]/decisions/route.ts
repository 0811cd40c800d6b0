/** A person's answer to a step that waits for one. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { decideStep } from "@/lib/server/services/run-inbox";
import { JsonValueSchema } from "@/lib/shared/json";
import { limits } from "@/lib/shared/limits";

export const POST = defineRoute({
  policy: "run",
  params: RunParams,
  body: z.strictObject({
    /** Which step, for whoever reads the request; `seq` alone says what is answered. */
    path: z.string().optional(),
    /** Number of the `step_waiting` event that is answered. */
    seq: z.number().int().min(1),
    approve: z.boolean(),
    comment: z.string().optional(),
    values: z.record(z.string(), JsonValueSchema).optional(),
  }),
  maxBytes: 2 * limits.runInputBytes.value,
  handle: ({ actor, params, body: { seq, approve, comment = "", values = {} } }) =>
    decideStep(actor, params.runId, { seq, decision: { approve, comment, values } }),
});
