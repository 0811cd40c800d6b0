/** The published workflows. */
import { defineRoute } from "@/lib/server/boundary";
import { listPublished } from "@/lib/server/services/publishing";
import { ok } from "@/lib/shared/result";

export const GET = defineRoute({
  policy: "view",
  caller: "key",
  handle: async ({ actor }) => ok({ workflows: await listPublished(actor) }),
});
