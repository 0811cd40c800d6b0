/** Starts a run of a published workflow, and waits for it, streams it or lets it go on. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { eventStream } from "@/lib/server/boundary/event-stream";
import { PublishedParams } from "@/lib/server/boundary/ids";
import { runPublished } from "@/lib/server/services/api-runs";
import { appError } from "@/lib/shared/app-error";
import { JsonValueSchema } from "@/lib/shared/json";
import { limits } from "@/lib/shared/limits";
import { err } from "@/lib/shared/result";

const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, "use 1 to 200 visible ASCII characters without spaces");

export const POST = defineRoute({
  policy: "run",
  caller: "key",
  params: PublishedParams,
  body: z.strictObject({
    inputs: z.record(z.string(), JsonValueSchema).default({}),
    mode: z.enum(["wait", "stream", "async"], "use wait, stream or async").default("wait"),
    idempotencyKey: IdempotencyKey.optional(),
  }),
  maxBytes: 2 * limits.runInputBytes.value,
  handle: async ({ actor, params, body: { inputs, mode, idempotencyKey }, request }) => {
    const key = idempotencyKey ?? request.headers.get("idempotency-key") ?? undefined;
    if (!IdempotencyKey.optional().safeParse(key).success) {
      return err(appError("invalid_input", "Idempotency-Key: use 1 to 200 visible ASCII characters without spaces", "idempotencyKey"));
    }
    const { signal } = request;
    const answer = await runPublished(actor, { ...params, inputs, mode, signal, ...(key !== undefined && { idempotencyKey: key }) });
    if (!answer.ok) return answer;
    if (answer.value.is === "stream") return eventStream(answer.value.body, { location: `/api/v1/runs/${answer.value.runId}` });
    const { report } = answer.value;
    return Response.json(report, { status: report.success === null ? 202 : 200, headers: { location: report.address } });
  },
});
