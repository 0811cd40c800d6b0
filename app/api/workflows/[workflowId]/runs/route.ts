/** Starts a run of a workflow's draft. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { WorkflowParams } from "@/lib/server/boundary/ids";
import { startRun } from "@/lib/server/services/runs";
import { JsonValueSchema } from "@/lib/shared/json";
import { limits } from "@/lib/shared/limits";

/** Escapes can double a text, so the exact limit is checked where the input is read. */
const maxBytes = 2 * limits.runInputBytes.value;

export const POST = defineRoute({
  policy: "run",
  params: WorkflowParams,
  body: z.strictObject({ input: z.record(z.string(), JsonValueSchema), ignoresPins: z.boolean().optional() }),
  maxBytes,
  handle: ({ actor, params, body, request }) =>
    startRun(actor, {
      workflowId: params.workflowId,
      input: body.input,
      trigger: request.headers.has("origin") ? "manual" : "api",
      ...(body.ignoresPins === true && { ignoresPins: true }),
    }),
});
