"use client";

/** The run in one line: state, when, how long, what it used, what started it. */
import Link from "next/link";
import type { ReactNode } from "react";
import { triggerWords } from "@/components/library/run-query";
import { CopyButton } from "@/components/ui/copy-button";
import { StatusBadge } from "@/components/ui/status-badge";
import { useRunView } from "@/lib/client/run-store/use-run";
import { formatExactTime, formatWhen } from "@/lib/projection/format";
import type { RunSummary } from "@/lib/projection/summaries";
import { RunCost, RunTokens, StartedRunsUse } from "./run-cost";
import { RunElapsed } from "./run-elapsed";
import { useShownRun } from "./shown-run";

/** @param now epoch milliseconds of the page, against which "today" is said. */
export function RunSummaryBar({ now }: { readonly now: number }) {
  const { summary, runId } = useShownRun();
  const view = useRunView();
  const startedAt = summary?.startedAt ?? summary?.createdAt ?? null;
  return (
    <section
      aria-label="Summary"
      className="flex min-h-11 flex-none flex-wrap items-center gap-x-5 gap-y-1 border-b bg-surface px-4 py-1.5"
    >
      <StatusBadge status={view?.status ?? "queued"} text={view?.isCancelling === true ? "cancelling" : undefined} />
      <span aria-hidden className="h-5 w-px bg-line max-sm:hidden" />
      {startedAt !== null && (
        <Fact name="Started">
          {/* The browser may stand in another time zone than the server. */}
          <time dateTime={startedAt} suppressHydrationWarning title={formatExactTime(startedAt)}>
            {formatWhen(startedAt, now)}
          </time>
        </Fact>
      )}
      <Fact name="Duration">
        <RunElapsed className="num" />
      </Fact>
      <Fact name="Tokens">
        <RunTokens className="num" />
      </Fact>
      <Fact name="Cost">
        <RunCost className="num" />
      </Fact>
      <StartedRunsUse className="num text-ink-soft" />
      {summary !== null && (
        <Fact name="Trigger">
          <Trigger summary={summary} />
        </Fact>
      )}
      {summary !== null && (
        <Fact name="Version">
          <span className="num">v{summary.versionNumber}</span>
        </Fact>
      )}
      <span className="flex-1" />
      <span className="hidden items-center gap-1 xl:flex">
        <span className="num text-ink-soft">{runId}</span>
        <CopyButton label="Copy the run's id" text={runId} />
      </span>
    </section>
  );
}

/** The address of a run leads on to the workflow it belongs to. */
function Trigger({ summary: { workflowId, parentRunId, trigger } }: { readonly summary: RunSummary }) {
  const words = triggerWords[trigger];
  if (parentRunId === null) return words;
  return (
    <Link className="underline underline-offset-2 hover:text-accent" href={`/workflows/${workflowId}/runs/${parentRunId}`}>
      {words}
    </Link>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <span className="whitespace-nowrap">
      <span className="mr-1.5 text-ink-soft text-xs">{name}</span>
      {children}
    </span>
  );
}
