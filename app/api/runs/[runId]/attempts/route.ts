/** Every try of one step: what was sent, what came back. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { findRun, readAttempts } from "@/lib/server/services/runs";
import { appError } from "@/lib/shared/app-error";
import { err, ok } from "@/lib/shared/result";

export const GET = defineRoute({
  policy: "view",
  params: RunParams,
  query: z.strictObject({ path: z.string().min(1).max(1_000) }),
  handle: async ({ actor, params, query }) => {
    if ((await findRun(actor, params.runId)) === null) return err(appError("not_found", "There is no such run."));
    return ok(await readAttempts(actor, params.runId, query.path));
  },
});
