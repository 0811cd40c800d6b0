/** A run as it stands: what its steps came to, and what it came to once it is over. */
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { reportRun } from "@/lib/server/services/api-runs";

export const GET = defineRoute({
  policy: "view",
  caller: "key",
  params: RunParams,
  handle: ({ actor, params }) => reportRun(actor, params.runId),
});
