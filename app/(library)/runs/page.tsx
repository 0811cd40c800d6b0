/** Runs across workflows, with filters in the URL. Follows what runs while somebody looks. */
import { Play } from "lucide-react";
import type { Metadata } from "next";
import { NothingFound } from "@/components/library/nothing-found";
import { QuerySearch } from "@/components/library/query-search";
import { QuerySelect } from "@/components/library/query-select";
import { RefreshWhileActive } from "@/components/library/refresh-while-active";
import { filterOf, isFiltered, type RunState, readRunQuery, spanOptions, statusesOf, triggerOptions } from "@/components/library/run-query";
import { type RunCounts, RunStateTabs } from "@/components/library/run-state-tabs";
import { isActiveRun } from "@/components/library/run-states";
import { RunCards, RunsTable } from "@/components/library/runs-table";
import { queryOf, type SearchParams } from "@/components/library/search-params";
import { PageHeading } from "@/components/shell/page-heading";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { formatCount, formatCountOf } from "@/lib/projection/format";
import { localActor } from "@/lib/server/access";
import { countOf, listRuns, type RunPage, runShapes } from "@/lib/server/services/runs";
import { listWorkflowNames } from "@/lib/server/services/workflows";

export const metadata: Metadata = { title: "Runs" };

const pageSize = 50;

export default async function RunsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const query = await readRunQuery(searchParams);
  const now = Date.now();
  const actor = await localActor();
  const [page, workflows] = await Promise.all([
    listRuns(actor, {
      ...filterOf(query, now),
      ...(query.status === undefined ? {} : { status: statusesOf[query.status] }),
      ...(query.cursor === "" ? {} : { cursor: query.cursor }),
      take: pageSize,
    }),
    listWorkflowNames(actor),
  ]);
  const shapes = await runShapes(
    actor,
    page.runs.map(({ id }) => id),
  );
  if (page.total === 0 && !isFiltered(query)) return <NoRuns />;

  return (
    <>
      <PageHeading count={formatCount(page.total)} title="Runs" />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <RunStateTabs counts={tabCounts(page.counts)} query={query} />
        <div className="grid w-full grid-cols-2 gap-2 sm:flex sm:items-center xl:w-auto xl:flex-1 xl:justify-end">
          <QuerySearch className="sm:flex-1 xl:max-w-60" label="Search runs" />
          <QuerySelect className="sm:w-auto sm:max-w-48" label="Workflow" name="workflow" options={workflowOptions(workflows)} />
          <QuerySelect className="sm:w-auto" label="Trigger" name="trigger" options={triggerOptions} />
          <QuerySelect className="sm:w-auto" label="Started" name="since" options={spanOptions} />
        </div>
      </div>
      {page.runs.length === 0 ? (
        <NothingFound clearHref="/runs" what="run" />
      ) : (
        <>
          <RunsTable now={now} runs={page.runs} shapes={shapes} />
          <RunCards now={now} runs={page.runs} />
        </>
      )}
      <nav aria-label="Pages" className="mt-4 flex items-center gap-2 text-ink-soft text-xs">
        <span className="flex-1">{formatCountOf(page.total, "run")} in all</span>
        {query.cursor !== "" && (
          <LinkButton href={`/runs${queryOf(query, { cursor: "" })}`} size="sm">
            Newest
          </LinkButton>
        )}
        {page.nextCursor !== null && (
          <LinkButton href={`/runs${queryOf(query, { cursor: page.nextCursor })}`} size="sm">
            Older
          </LinkButton>
        )}
      </nav>
      <RefreshWhileActive isActive={page.runs.some(({ status }) => isActiveRun(status))} />
    </>
  );
}

/** A state of the page may stand for several of the run. */
function tabCounts(counts: RunPage["counts"]): RunCounts {
  const of = (state: RunState) => countOf(counts, statusesOf[state]);
  return {
    all: countOf(counts, counts.keys()),
    running: of("running"),
    waiting: of("waiting"),
    succeeded: of("succeeded"),
    failed: of("failed"),
    cancelled: of("cancelled"),
  };
}

function workflowOptions(workflows: readonly { readonly id: string; readonly name: string }[]) {
  return [{ value: "", label: "Workflow: all" }, ...workflows.map(({ id, name }) => ({ value: id, label: name }))];
}

function NoRuns() {
  return (
    <>
      <PageHeading title="Runs" />
      <EmptyState
        actions={
          <>
            <LinkButton href="/templates" variant="primary">
              Start from a template
            </LinkButton>
            <LinkButton href="/">Open a workflow</LinkButton>
          </>
        }
        className="rounded-card border border-dashed"
        icon={<Play aria-hidden />}
        title="Nothing has run yet"
      >
        Each run of a workflow stays here, with everything that happened in it: what was sent, what came back, how long it took and what it
        cost.
      </EmptyState>
    </>
  );
}
