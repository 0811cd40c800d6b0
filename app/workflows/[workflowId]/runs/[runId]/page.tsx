/** One run: what happened, live or afterwards, on the version that ran. */
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { RunPage } from "@/components/run/run-page";
import { localActor } from "@/lib/server/access";
import { IdParam } from "@/lib/server/boundary/ids";
import { startedRunsOf } from "@/lib/server/services/run-costs";
import { getRun, readEvents } from "@/lib/server/services/runs";
import { listPrices } from "@/lib/server/services/settings";

type Props = {
  readonly params: Promise<{ readonly workflowId: string; readonly runId: string }>;
  readonly searchParams: Promise<{ readonly [key: string]: string | string[] | undefined }>;
};

/** As much of a journal as belongs into a page; the stream brings the rest. */
const eventsInPage = 2_000;

const findRun = cache(async (runId: string) => (IdParam.safeParse(runId).success ? getRun(await localActor(), runId) : null));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const detail = await findRun((await params).runId);
  return { title: detail === null ? "Run not found" : `Run ${detail.run.number} of ${detail.run.workflowName}` };
}

export default async function RunRoute({ params, searchParams }: Props) {
  const [{ workflowId, runId }, query, actor] = await Promise.all([params, searchParams, localActor()]);
  const detail = await findRun(runId);
  if (detail === null) notFound();
  if (detail.run.workflowId !== workflowId) redirect(`/workflows/${detail.run.workflowId}/runs/${runId}`);

  const [events, prices, started] = await Promise.all([
    readEvents(actor, runId, 0, eventsInPage),
    listPrices(actor),
    startedRunsOf(actor, runId),
  ]);
  const step = typeof query.step === "string" ? query.step : null;
  return <RunPage detail={detail} events={events} now={Date.now()} prices={prices} started={started} step={step} />;
}
