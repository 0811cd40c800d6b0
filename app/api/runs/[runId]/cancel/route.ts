/** Asks a run, or one of its steps, to stop. A route, not an action: it must not wait behind another call. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { cancelRun } from "@/lib/server/services/run-inbox";

export const POST = defineRoute({
  policy: "run",
  params: RunParams,
  query: z.object({ path: z.string().min(1).max(2_000).optional() }),
  handle: ({ actor, params, query }) => cancelRun(actor, params.runId, query.path),
});
