"use server";

/** Publishing a workflow from the editor. */
import { z } from "zod";
import { defineAction } from "@/lib/server/boundary";
import { IdParam } from "@/lib/server/boundary/ids";
import { publishAgain, publishWorkflow, unpublishWorkflow } from "@/lib/server/services/publishing";

export const publishAction = defineAction({
  policy: "edit",
  // Why a name can't be one is the service's to say.
  input: z.strictObject({ workflowId: IdParam, name: z.string().max(1_000) }),
  run: publishWorkflow,
});

export const publishAgainAction = defineAction({
  policy: "edit",
  input: z.strictObject({ workflowId: IdParam, releaseId: IdParam }),
  run: publishAgain,
});

export const unpublishAction = defineAction({
  policy: "edit",
  input: z.strictObject({ workflowId: IdParam }),
  run: (actor, { workflowId }) => unpublishWorkflow(actor, workflowId),
});
