"use server";

/** Starting a run from a page. The worker executes it; this only writes it down and wakes one. */
import { z } from "zod";
import { defineAction } from "@/lib/server/boundary";
import { IdParam } from "@/lib/server/boundary/ids";
import { startRun } from "@/lib/server/services/runs";
import { JsonValueSchema } from "@/lib/shared/json";

export const startRunAction = defineAction({
  policy: "run",
  input: z.strictObject({ workflowId: IdParam, input: z.record(z.string(), JsonValueSchema) }),
  run: (actor, input) => startRun(actor, { ...input, trigger: "manual" }),
});
