/** The agents of the library, for the editor. */
import { defineRoute } from "@/lib/server/boundary";
import { listAgents } from "@/lib/server/services/agents";
import { ok } from "@/lib/shared/result";

export const GET = defineRoute({ policy: "view", handle: async (call) => ok(await listAgents(call.actor)) });
