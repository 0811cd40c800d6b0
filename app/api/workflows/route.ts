/** Workflows by id and name, for whoever chooses one. */
import { defineRoute } from "@/lib/server/boundary";
import { listWorkflowNames } from "@/lib/server/services/workflows";
import { ok } from "@/lib/shared/result";

export const GET = defineRoute({ policy: "view", handle: async ({ actor }) => ok(await listWorkflowNames(actor)) });
