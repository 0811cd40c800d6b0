"use client";

/** What a step used and what that costs at the dated price table. Unknown stays unknown. */
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { formatCost, formatCount, formatCountOf } from "@/lib/projection/format";
import type { StepView } from "@/lib/projection/run-view";
import type { ModelPrice } from "@/lib/projection/summaries";
import { type CostSum, type ModelUse, sumCosts, tokenCostOf, totalCost, totalUsage, usesOfStep } from "@/lib/projection/usage";
import { PanelSection } from "./panel-section";
import { useShownRun } from "./shown-run";
import { useRunTotals } from "./step-cost";

export function StepUsage({ step }: { readonly step: StepView }) {
  const { prices } = useShownRun();
  const uses = usesOfStep(step);
  if (uses.length === 0) return <p className="text-ink-soft">{noUse(step)}</p>;

  const usage = totalUsage(uses);
  const cost = totalCost(uses, prices);
  const input = sumCosts(uses.map((use) => tokenCostOf(use.usage, use.model, prices).input));
  const output = sumCosts(uses.map((use) => tokenCostOf(use.usage, use.model, prices).output));
  const tools = Object.entries(usage.connectors);
  const parts = [
    { label: "Input", tokens: usage.promptTokens, cost: formatCost(input.usd), mark: "bg-ink-soft" },
    ...(usage.connectorTokens > 0
      ? [
          {
            label: "Tools",
            tokens: usage.connectorTokens,
            cost: "unknown",
            mark: "bg-[color-mix(in_srgb,var(--ink-soft)_45%,transparent)]",
          },
        ]
      : []),
    { label: "Output", tokens: usage.completionTokens, cost: formatCost(output.usd), mark: "bg-ink" },
  ];
  return (
    <>
      <Total cost={cost} />
      <PanelSection aside={<span className="num">{formatCount(usage.totalTokens)}</span>} title="Tokens">
        <Meter parts={parts} />
        <Lines>
          {parts.map((part) => (
            <Line cost={part.cost} count={formatCount(part.tokens)} key={part.label}>
              <span className={cx("size-2 flex-none rounded-xs", part.mark)} />
              {part.label}
            </Line>
          ))}
        </Lines>
      </PanelSection>
      {tools.length > 0 && (
        <PanelSection note="fees are not published, so they are not counted" title="Tools">
          <Lines>
            {tools.map(([name, calls]) => (
              <Line cost="unknown" count={formatCountOf(calls, "call")} key={name}>
                {name}
              </Line>
            ))}
          </Lines>
        </PanelSection>
      )}
      <PriceNote prices={pricesOf(uses, prices)} />
    </>
  );
}

function noUse(step: StepView): string {
  return step.finishedAt === null ? "What it used is known once an attempt is over." : "This step called no model and cost nothing.";
}

function Total({ cost }: { readonly cost: CostSum }) {
  const run = useRunTotals();
  const share = run === null || run.cost.usd === null || cost.usd === null || run.cost.usd === 0 ? null : (100 * cost.usd) / run.cost.usd;
  return (
    <div className="mb-4 flex flex-wrap items-baseline gap-x-2">
      <span className="font-semibold text-2xl">{cost.isPartial ? "Cost unknown" : formatCost(cost.usd)}</span>
      {share !== null && <span className="text-ink-soft">{share < 0.5 ? "under 1" : Math.round(share)} % of this run</span>}
      {cost.isPartial && cost.knownUsd > 0 && <span className="text-ink-soft">{formatCost(cost.knownUsd)} of it is known</span>}
    </div>
  );
}

function Meter({ parts }: { readonly parts: readonly { readonly label: string; readonly tokens: number; readonly mark: string }[] }) {
  const total = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  return (
    <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-xs bg-sunken">
      {total > 0 && parts.map((part) => <i className={part.mark} key={part.label} style={{ width: `${(100 * part.tokens) / total}%` }} />)}
    </div>
  );
}

function Lines({ children }: { readonly children: ReactNode }) {
  return <dl className="mt-2">{children}</dl>;
}

function Line({ children, count, cost }: { readonly children: ReactNode; readonly count: string; readonly cost: string }) {
  return (
    <div className="flex items-center border-t py-1">
      <dt className="flex min-w-0 flex-1 items-center gap-2">{children}</dt>
      <dd className="num w-20 text-right leading-5">{count}</dd>
      <dd className="num w-20 text-right text-ink-soft leading-5">{cost}</dd>
    </div>
  );
}

type UsedPrice = { readonly model: string; readonly price: ModelPrice | null };

function pricesOf(uses: readonly ModelUse[], prices: ReadonlyMap<string, ModelPrice>): readonly UsedPrice[] {
  return [...new Set(uses.map(({ model }) => model))].map((model) => ({ model, price: prices.get(model) ?? null }));
}

function PriceNote({ prices }: { readonly prices: readonly UsedPrice[] }) {
  return (
    <PanelSection title="Prices">
      <ul className="text-ink-soft text-xs">
        {prices.map(({ model, price }) => (
          <li key={model}>
            <span className="font-mono text-ink">{model}</span> {price === null ? "has no price yet." : priceText(price)}
          </li>
        ))}
      </ul>
      <Link className="mt-1 inline-block min-h-6 text-accent text-xs underline underline-offset-2" href="/settings#prices">
        Change prices in Settings
      </Link>
    </PanelSection>
  );
}

function priceText({ input, output, asOf, isEdited }: ModelPrice): string {
  const part = (price: number | null) =>
    price === null ? "unknown" : `$${price.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 })}`;
  return `${part(input)} in, ${part(output)} out per million tokens, as of ${asOf}${isEdited ? ", set by hand" : ""}.`;
}
