"use client";

/** Tokens and cost of the run so far. An unknown price stays unknown; what is known of it is in the tooltip. */
import { formatCost, formatCount, formatTokens } from "@/lib/projection/format";
import type { CostSum } from "@/lib/projection/usage";
import { useRunTotals } from "./step-cost";

export function RunTokens({ className }: { readonly className?: string }) {
  const totals = useRunTotals();
  if (totals === null) return null;
  const { totalTokens, promptTokens, completionTokens } = totals.usage;
  return (
    <span
      className={className}
      title={`${formatCount(totalTokens)} tokens: ${formatCount(promptTokens)} in, ${formatCount(completionTokens)} out`}
    >
      {formatTokens(totalTokens)} tok
    </span>
  );
}

export function RunCost({ className }: { readonly className?: string }) {
  const totals = useRunTotals();
  if (totals === null) return null;
  return (
    <span className={className} title={costTitle(totals.cost)}>
      {costText(totals.cost)}
    </span>
  );
}

export function costText({ usd, knownUsd, isPartial }: CostSum): string {
  if (!isPartial) return formatCost(usd);
  return knownUsd > 0 ? `${formatCost(knownUsd)} + unknown` : "cost unknown";
}

function costTitle({ knownUsd, isPartial }: CostSum): string {
  return isPartial
    ? "The price of a model that was used is not known. Set it in Settings."
    : `US dollars, without fees for tools: ${knownUsd}`;
}
