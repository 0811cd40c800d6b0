/** One workflow of the library: what it looks like, what it is, how its last run went. */
import Link from "next/link";
import { StatusBadge } from "@/components/ui/status-badge";
import { formatCountOf, formatDuration } from "@/lib/projection/format";
import type { RunSummary, WorkflowSummary } from "@/lib/projection/summaries";
import { Miniature } from "./miniature";
import { PublishedMark } from "./published-mark";
import { When } from "./when";
import { WorkflowMenu } from "./workflow-menu";

export function WorkflowCard({ workflow, now }: { readonly workflow: WorkflowSummary; readonly now: number }) {
  const { id, name, description, runCount, lastRun, publishedAs, graph, updatedAt } = workflow;
  return (
    <article
      aria-labelledby={`workflow-${id}`}
      className="group/card relative flex min-w-0 flex-col rounded-card border bg-surface transition-colors focus-within:border-line-strong hover:border-line-strong"
      data-testid="workflow-card"
    >
      <Miniature className="rounded-t-[9px]" graph={graph} />
      <div className="flex flex-1 flex-col px-3.5 py-3">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 flex-1 truncate font-medium text-base" id={`workflow-${id}`} title={name}>
            {/* The whole card is the link; what stands above it stays its own target. */}
            <Link
              className="outline-none after:absolute after:inset-0 after:rounded-card focus-visible:after:outline-2 focus-visible:after:outline-accent"
              href={`/workflows/${id}`}
            >
              {name}
            </Link>
          </h2>
          <div className="relative -my-1 -mr-1.5 flex-none transition-opacity pointer-fine:opacity-0 group-focus-within/card:opacity-100 group-hover/card:opacity-100 has-data-[state=open]:opacity-100">
            <WorkflowMenu id={id} name={name} runCount={runCount} />
          </div>
        </div>
        <div className="flex items-baseline gap-2">
          <p className="min-w-0 flex-1 truncate text-ink-soft" title={description}>
            {description === "" ? sizeOf(graph.nodes.length) : description}
          </p>
          {publishedAs !== null && <PublishedMark name={publishedAs} />}
        </div>
        <div className="mt-2.5 flex items-center gap-2 text-xs">
          {lastRun === null ? <NeverRun iso={updatedAt} now={now} /> : <LastRun now={now} run={lastRun} />}
          <span className="ml-auto flex-none whitespace-nowrap text-ink-soft tabular-nums">{formatCountOf(runCount, "run")}</span>
        </div>
      </div>
    </article>
  );
}

function sizeOf(nodes: number): string {
  return nodes === 0 ? "Empty canvas" : formatCountOf(nodes, "node");
}

function NeverRun({ iso, now }: { readonly iso: string; readonly now: number }) {
  return (
    <span className="truncate text-ink-soft">
      not run yet, edited <When iso={iso} now={now} />
    </span>
  );
}

function LastRun({ run, now }: { readonly run: RunSummary; readonly now: number }) {
  return (
    <>
      <Link
        aria-label={`Run ${run.number}: ${run.status}`}
        className="relative -m-1 flex flex-none rounded-sm p-1 hover:underline"
        href={`/workflows/${run.workflowId}/runs/${run.id}`}
      >
        <StatusBadge status={run.status} />
      </Link>
      <span className="min-w-0 truncate text-ink-soft" title={run.note ?? undefined}>
        {run.status === "running" ? progress(run, now) : (run.note ?? <When iso={run.finishedAt ?? run.createdAt} now={now} />)}
      </span>
    </>
  );
}

function progress(run: RunSummary, now: number): string {
  const started = new Date(run.startedAt ?? run.createdAt).getTime();
  return `${formatDuration(now - started)}, ${run.stepsDone} of ${run.stepsTotal} steps`;
}
