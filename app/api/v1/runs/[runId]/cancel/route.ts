/** Asks a run to stop. */
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { cancelRun } from "@/lib/server/services/run-inbox";

export const POST = defineRoute({
  policy: "run",
  caller: "key",
  params: RunParams,
  handle: ({ actor, params }) => cancelRun(actor, params.runId),
});
