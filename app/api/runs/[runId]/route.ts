/** A run as lists show it, and the prices its cost follows from. */
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { getRunInfo } from "@/lib/server/services/runs";
import { appError } from "@/lib/shared/app-error";
import { err, ok } from "@/lib/shared/result";

export const GET = defineRoute({
  policy: "view",
  params: RunParams,
  handle: async ({ actor, params }) => {
    const info = await getRunInfo(actor, params.runId);
    return info === null ? err(appError("not_found", "There is no such run.")) : ok(info);
  },
});
