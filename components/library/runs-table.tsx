/** Runs across workflows, newest first. A table where there is room, cards on a phone. */
import { FlaskConical } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { StatusBadge } from "@/components/ui/status-badge";
import type { RunShape as Shape } from "@/lib/projection/run-shape";
import type { RunSummary } from "@/lib/projection/summaries";
import { PublishedMark } from "./published-mark";
import { RunCost, RunDuration, RunTokens } from "./run-numbers";
import { triggerWords } from "./run-query";
import { RunShape } from "./run-shape";
import { When } from "./when";

type RunsProps = { readonly runs: readonly RunSummary[]; readonly now: number };

const hrefOf = (run: RunSummary) => `/workflows/${run.workflowId}/runs/${run.id}`;

export function RunsTable({ runs, shapes, now }: RunsProps & { readonly shapes: ReadonlyMap<string, Shape> }) {
  return (
    <table className="hidden w-full table-fixed border-collapse text-sm md:table">
      <caption className="sr-only">Runs, newest first</caption>
      <thead>
        <tr className="border-b text-ink-soft text-xs *:h-8 *:whitespace-nowrap *:px-3 *:text-left *:font-normal">
          <th className="w-[118px]" scope="col">
            State
          </th>
          <th scope="col">Workflow</th>
          <th className="w-[72px]" scope="col">
            Run
          </th>
          <th className="hidden w-[128px] xl:table-cell" scope="col">
            Shape
          </th>
          <th className="hidden w-[116px] lg:table-cell" scope="col">
            Trigger
          </th>
          <th className="w-[136px]" scope="col">
            Started
          </th>
          <th className="w-[96px] text-right!" scope="col">
            Duration
          </th>
          <th className="w-[84px] text-right!" scope="col">
            Tokens
          </th>
          <th className="w-[92px] text-right!" scope="col">
            Cost
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr
            className="relative border-b transition-colors *:h-[38px] *:whitespace-nowrap *:px-3 focus-within:bg-sunken hover:bg-sunken"
            data-testid="run-row"
            key={run.id}
          >
            <td>
              <StatusBadge status={run.status} />
            </td>
            <td>
              <span className="flex min-w-0 items-baseline gap-2">
                <Link
                  aria-label={`${run.workflowName}, run ${run.number}, ${run.status}`}
                  className="min-w-0 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                  href={hrefOf(run)}
                >
                  {run.workflowName}
                </Link>
                <span className="num flex-none text-ink-soft">v{run.versionNumber}</span>
                {run.publishedAs !== null && <PublishedMark isShort name={run.publishedAs} />}
                {run.isSimulated && <Simulated />}
                {run.note !== null && (
                  <span className="hidden min-w-28 flex-1 truncate text-ink-soft text-xs lg:block" title={run.note}>
                    {run.note}
                  </span>
                )}
              </span>
            </td>
            <td className="num">{run.number}</td>
            <td className="hidden xl:table-cell">
              <RunShape shape={shapes.get(run.id)} />
            </td>
            <td className="hidden text-ink-soft lg:table-cell">{triggerWords[run.trigger]}</td>
            <td className="text-ink-soft">
              <When iso={run.startedAt ?? run.createdAt} now={now} />
            </td>
            <td className="num text-right">
              <RunDuration now={now} run={run} />
            </td>
            <td className="num text-right">
              <RunTokens run={run} />
            </td>
            <td className="num text-right">
              <RunCost run={run} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function RunCards({ runs, now }: RunsProps) {
  return (
    <ul aria-label="Runs, newest first" className="flex flex-col gap-2 md:hidden">
      {runs.map((run) => (
        <li className="relative rounded-card border bg-surface px-3.5 py-3 focus-within:border-line-strong" key={run.id}>
          <div className="flex items-baseline gap-2">
            <Link
              className="min-w-0 flex-1 truncate font-medium text-base outline-none after:absolute after:inset-0 after:rounded-card focus-visible:after:outline-2 focus-visible:after:outline-accent"
              href={hrefOf(run)}
            >
              {run.workflowName}
            </Link>
            <span className="num flex-none text-ink-soft">
              v{run.versionNumber} · run {run.number}
            </span>
          </div>
          {run.note !== null && <p className="line-clamp-2 text-ink-soft text-xs">{run.note}</p>}
          <div className="mt-2 flex items-center gap-2 text-xs">
            <StatusBadge status={run.status} />
            <span className="truncate text-ink-soft">
              <When iso={run.startedAt ?? run.createdAt} now={now} />, {triggerWords[run.trigger]}
            </span>
            {run.publishedAs !== null && <PublishedMark isShort name={run.publishedAs} />}
            {run.isSimulated && <Simulated />}
          </div>
          <dl className="mt-2 flex gap-4 text-xs">
            <Fact label="Duration">
              <RunDuration now={now} run={run} />
            </Fact>
            <Fact label="Tokens">
              <RunTokens run={run} />
            </Fact>
            <Fact label="Cost">
              <RunCost run={run} />
            </Fact>
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-ink-soft">{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

function Simulated() {
  return (
    <span className="flex-none self-center text-ink-soft" title="Simulated model">
      <FlaskConical aria-hidden className="size-3.5" />
      <span className="sr-only">Simulated model</span>
    </span>
  );
}
