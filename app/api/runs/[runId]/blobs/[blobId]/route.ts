/** A value too large for the journal (JSON), or a file a tool made (a download). */
import { defineRoute } from "@/lib/server/boundary";
import { attachment } from "@/lib/server/boundary/attachment";
import { IdParam, RunParams } from "@/lib/server/boundary/ids";
import { readBlob } from "@/lib/server/services/runs";
import { appError } from "@/lib/shared/app-error";
import { err } from "@/lib/shared/result";

export const GET = defineRoute({
  policy: "view",
  params: RunParams.extend({ blobId: IdParam }),
  handle: async ({ actor, params }) => {
    const blob = await readBlob(actor, params.runId, params.blobId);
    if (blob === null) return err(appError("not_found", "There is no such file or value in this run."));
    if (blob.kind === "value") return new Response(blob.content, { headers: { "content-type": "application/json" } });
    return attachment(blob);
  },
});
