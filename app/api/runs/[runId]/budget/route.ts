/** What a run may spend, with the runs its steps start: how much is left of it, and a higher cap for one that waits. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { RunParams } from "@/lib/server/boundary/ids";
import { changeRunBudget, readRunBudget } from "@/lib/server/services/run-budgets";
import { Budget } from "@/lib/shared/budget";

export const GET = defineRoute({
  policy: "view",
  params: RunParams,
  handle: ({ actor, params }) => readRunBudget(actor, params.runId),
});

export const POST = defineRoute({
  policy: "edit",
  params: RunParams,
  body: z.strictObject({ budget: Budget }),
  handle: ({ actor, params, body }) => changeRunBudget(actor, params.runId, body.budget),
});
