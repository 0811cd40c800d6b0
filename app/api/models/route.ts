/** What the provider offers: models, agents, document libraries. */
import { defineRoute } from "@/lib/server/boundary";
import { listModels } from "@/lib/server/services/settings";
import { ok } from "@/lib/shared/result";

export const GET = defineRoute({ policy: "view", handle: async () => ok(await listModels()) });
