/** What a published workflow is and which inputs it asks for. */
import { defineRoute } from "@/lib/server/boundary";
import { PublishedParams } from "@/lib/server/boundary/ids";
import { describePublished } from "@/lib/server/services/published-runs";

export const GET = defineRoute({
  policy: "view",
  caller: "key",
  params: PublishedParams,
  handle: ({ actor, params }) => describePublished(actor, params.name),
});
