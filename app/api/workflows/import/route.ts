/** A new workflow from the text of an exported file. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { importWorkflow } from "@/lib/server/services/workflows";
import { limits } from "@/lib/shared/limits";

export const POST = defineRoute({
  policy: "edit",
  body: z.string(),
  reads: "text",
  maxBytes: limits.documentBytes.value,
  handle: ({ actor, body }) => importWorkflow(actor, body),
});
