/** Numbers about this process and its runs, as Prometheus reads them. */
import { defineRoute } from "@/lib/server/boundary";
import { metricsText, metricsType } from "@/lib/server/metrics";

export const GET = defineRoute({
  policy: "view",
  handle: async () => new Response(await metricsText(), { headers: { "content-type": metricsType } }),
});
