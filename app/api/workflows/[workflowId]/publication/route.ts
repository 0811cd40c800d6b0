/** What a workflow is published as, and what was published before. */
import { defineRoute } from "@/lib/server/boundary";
import { WorkflowParams } from "@/lib/server/boundary/ids";
import { getPublication } from "@/lib/server/services/publishing";

export const GET = defineRoute({
  policy: "view",
  params: WorkflowParams,
  handle: ({ actor, params }) => getPublication(actor, params.workflowId),
});
