/** A workflow as a file to keep. */
import { defineRoute } from "@/lib/server/boundary";
import { attachment } from "@/lib/server/boundary/attachment";
import { WorkflowParams } from "@/lib/server/boundary/ids";
import { exportWorkflow } from "@/lib/server/services/workflows";

export const GET = defineRoute({
  policy: "view",
  params: WorkflowParams,
  handle: async ({ actor, params }) => {
    const file = await exportWorkflow(actor, params.workflowId);
    return file.ok ? attachment({ name: file.value.fileName, mime: "application/json", content: file.value.text }) : file;
  },
});
