"use client";

/** Tokens and cost of the run so far. An unknown price stays unknown; what is known of it is in the tooltip. */
import { formatCost, formatCount, formatCountOf, formatTokens } from "@/lib/projection/format";
import type { CostSum } from "@/lib/projection/usage";
import { useShownRun } from "./shown-run";
import { type RunTotals, useRunTotals } from "./step-cost";

export function RunTokens({ className }: { readonly className?: string }) {
  const totals = useRunTotals();
  if (totals === null) return null;
  const { totalTokens, promptTokens, completionTokens, connectorTokens } = totals.usage;
  const ofTools = connectorTokens > 0 ? `, ${formatCount(connectorTokens)} of tools` : "";
  return (
    <span
      className={className}
      title={`${formatCount(totalTokens)} tokens: ${formatCount(promptTokens)} in, ${formatCount(completionTokens)} out${ofTools}`}
    >
      {formatTokens(totalTokens)} tok
    </span>
  );
}

export function RunCost({ className }: { readonly className?: string }) {
  const totals = useRunTotals();
  if (totals === null) return null;
  return (
    <span className={className} title={costTitle(totals)}>
      {costText(totals.cost)}
    </span>
  );
}

/** What the runs that its steps started used, beside its own numbers; nothing where there are none. */
export function StartedRunsUse({ className }: { readonly className?: string }) {
  const { started } = useShownRun();
  if (started === null) return null;
  return (
    <span className={className} title="In runs that its steps started; not in the numbers of this run">
      + {formatTokens(started.totalTokens)} tok, {formatCost(started.costUsd)} in {formatCountOf(started.runs, "run")} it started
    </span>
  );
}

export function costText({ usd, knownUsd, isPartial }: CostSum): string {
  if (!isPartial) return formatCost(usd);
  return knownUsd > 0 ? `${formatCost(knownUsd)} + unknown` : "cost unknown";
}

function costTitle({ cost, usage }: RunTotals): string {
  if (cost.isPartial) return "The price of a model that was used is not known. Set it in Settings.";
  const known = `US dollars, without fees for tools: ${cost.knownUsd}`;
  return usage.connectorTokens > 0 ? `${known}. What ${formatCount(usage.connectorTokens)} tokens of tools cost is unknown.` : known;
}
