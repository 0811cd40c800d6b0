"use client";

/** What a run may spend where its workflow does not say. */
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { toast } from "sonner";
import { saveBudgetAction } from "@/app/actions/settings";
import { BudgetFields, type BudgetFieldsProps } from "@/components/budget/budget-fields";
import { Button } from "@/components/ui/button";
import { type Budget, type BudgetCaps, budgetOf } from "@/lib/shared/budget";
import { SettingsSection } from "./settings-section";

export type BudgetSectionProps = {
  readonly budget: Budget;
  /** What the limits say. */
  readonly usual: BudgetCaps;
};

export function BudgetSection({ budget: saved, usual }: BudgetSectionProps) {
  const router = useRouter();
  const [budget, setBudget] = useState(saved);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  function submit(event: FormEvent): void {
    event.preventDefault();
    startWork(async () => {
      const answer = await saveBudgetAction({ budget });
      setProblem(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      toast.success("The budget is saved. New runs have it.");
      router.refresh();
    });
  }

  return (
    <SettingsSection
      id="budget"
      intro="What one run may spend, with all that its steps start, where its workflow does not say. A run that comes to one of these waits until somebody raises its budget."
      title="Budget of a run"
    >
      <form className="flex max-w-md flex-col gap-4" onSubmit={submit}>
        <BudgetFields budget={budget} onChange={setBudget} otherwise={wordsOf(usual)} />
        {problem !== null && (
          <p className="text-danger" role="alert">
            {problem}
          </p>
        )}
        <Button className="self-start" isBusy={isBusy} type="submit" variant="secondary">
          Save budget
        </Button>
      </form>
    </SettingsSection>
  );
}

function wordsOf(caps: BudgetCaps): BudgetFieldsProps["otherwise"] {
  const { tokens, dollars, calls, activeMinutes } = budgetOf(caps);
  const words = (amount: number | undefined): string => (amount === undefined ? "no cap" : amount.toLocaleString("en"));
  return { tokens: words(tokens), dollars: words(dollars), calls: words(calls), activeMinutes: words(activeMinutes) };
}
