/** A run's duration, tokens and cost: short, with the exact value on hover. */
import { formatCost, formatCount, formatDuration, formatTokens } from "@/lib/projection/format";
import type { RunSummary } from "@/lib/projection/summaries";

type RunNumberProps = { readonly run: RunSummary };

export function RunDuration({ run, now }: RunNumberProps & { readonly now: number }) {
  if (run.startedAt === null) return <span className="text-ink-soft">–</span>;
  const ms = (run.finishedAt === null ? now : new Date(run.finishedAt).getTime()) - new Date(run.startedAt).getTime();
  return <span title={`${formatCount(Math.max(0, ms))} ms`}>{formatDuration(ms)}</span>;
}

export function RunTokens({ run }: RunNumberProps) {
  return <span title={`${formatCount(run.totalTokens)} tokens`}>{formatTokens(run.totalTokens)}</span>;
}

export function RunCost({ run }: RunNumberProps) {
  if (run.costUsd === null) {
    return (
      <span className="text-ink-soft" title="The price of a model it used is not known. Settings hold the price table.">
        unknown
      </span>
    );
  }
  return <span title={`$${run.costUsd}`}>{formatCost(run.costUsd)}</span>;
}
