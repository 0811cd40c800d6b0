/** Asks a run to stop. A route, not an action: it must not wait behind another call. */
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { cancelRun } from "@/lib/server/services/runs";

export const POST = defineRoute({
  policy: "run",
  params: RunParams,
  handle: ({ actor, params }) => cancelRun(actor, params.runId),
});
