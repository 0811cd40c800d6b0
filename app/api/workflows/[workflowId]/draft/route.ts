/** The draft of a workflow: read it, or save on top of the revision it was made from. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { WorkflowParams } from "@/lib/server/boundary/ids";
import { getDraft, saveDraft } from "@/lib/server/services/workflows";
import { JsonValueSchema } from "@/lib/shared/json";
import { limits } from "@/lib/shared/limits";

/** Room for what stands around the document. */
const envelopeBytes = 1_000;

export const GET = defineRoute({
  policy: "view",
  params: WorkflowParams,
  handle: ({ actor, params }) => getDraft(actor, params.workflowId),
});

export const PUT = defineRoute({
  policy: "edit",
  params: WorkflowParams,
  body: z.strictObject({ baseRevision: z.number().int().min(0), document: JsonValueSchema }),
  maxBytes: limits.documentBytes.value + envelopeBytes,
  handle: ({ actor, params, body }) => saveDraft(actor, { ...params, ...body }),
});
