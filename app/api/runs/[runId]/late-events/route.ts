/** Events that came for the run after its end. */
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { readLateEvents } from "@/lib/server/services/run-inbox";

export const GET = defineRoute({
  policy: "view",
  params: RunParams,
  handle: ({ actor, params }) => readLateEvents(actor, params.runId),
});
