/** The conversation of a run, or of one of its steps, entry by entry. */
import { defineRoute } from "@/lib/server/boundary";
import { HistoryQuery } from "@/lib/server/boundary/history-query";
import { RunParams } from "@/lib/server/boundary/ids";
import { readHistory } from "@/lib/server/services/run-history";

export const GET = defineRoute({
  policy: "view",
  params: RunParams,
  query: HistoryQuery,
  handle: ({ actor, params, query }) => readHistory(actor, params.runId, query),
});
