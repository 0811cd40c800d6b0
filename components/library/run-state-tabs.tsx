/** How many runs are in each state; choosing one filters the list. Links, so that they work before any script. */
import Link from "next/link";
import { formatCount } from "@/lib/projection/format";
import { type RunQuery, type RunState, runStates } from "./run-query";
import { queryOf } from "./search-params";

export type RunCounts = Readonly<Record<RunState | "all", number>>;

const words: { readonly [S in RunState | "all"]: string } = {
  all: "All",
  running: "Running",
  waiting: "Waiting",
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Cancelled",
};

export function RunStateTabs({ query, counts }: { readonly query: RunQuery; readonly counts: RunCounts }) {
  return (
    <nav aria-label="State" className="flex max-w-full overflow-x-auto rounded-control border bg-sunken p-0.5">
      {(["all", ...runStates] as const).map((state) => (
        <Link
          aria-current={(query.status ?? "all") === state ? "true" : undefined}
          className="inline-flex h-[26px] flex-none items-center gap-1.5 rounded-sm px-2.5 text-ink-soft text-xs transition-colors hover:text-ink focus-visible:-outline-offset-2 aria-[current=true]:bg-surface aria-[current=true]:font-medium aria-[current=true]:text-ink aria-[current=true]:shadow-[0_0_0_1px_var(--line)]"
          href={`/runs${queryOf(query, { cursor: "", status: state === "all" ? "" : state })}`}
          key={state}
          scroll={false}
        >
          {words[state]}
          <span className="num font-normal text-ink-soft">{formatCount(counts[state])}</span>
        </Link>
      ))}
    </nav>
  );
}
