"use client";

/** What a step or a run costs at the prices in force. */
import { useMemo } from "react";
import { useRunView, useStepView } from "@/lib/client/run-store/use-run";
import { type CostSum, totalCost, totalUsage, usesOfRun, usesOfStep } from "@/lib/projection/usage";
import type { Usage } from "@/lib/shared/conversation";
import { useShownRun } from "./shown-run";

/** Null for a step that called no model. */
export function useStepCost(nodeId: string): CostSum | null {
  const { prices } = useShownRun();
  const step = useStepView(nodeId);
  return useMemo(() => {
    const uses = step === null ? [] : usesOfStep(step);
    return uses.length === 0 ? null : totalCost(uses, prices);
  }, [step, prices]);
}

export type RunTotals = { readonly usage: Usage; readonly cost: CostSum };

export function useRunTotals(): RunTotals | null {
  const { prices } = useShownRun();
  const view = useRunView();
  return useMemo(() => {
    if (view === null) return null;
    const uses = usesOfRun(view);
    return { usage: totalUsage(uses), cost: totalCost(uses, prices) };
  }, [view, prices]);
}
