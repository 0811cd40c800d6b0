"use client";

/** Raises what a run may spend, while it is going on. */
import { type FormEvent, useEffect, useId, useState } from "react";
import { BudgetFields } from "@/components/budget/budget-fields";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { changeBudget, readBudget } from "@/lib/client/run-store/run-requests";
import { amountInWords, type Budget, type BudgetCaps, type BudgetItem, type BudgetState, budgetItems, budgetOf } from "@/lib/shared/budget";
import { useShownRun } from "./shown-run";

const noCap = { tokens: "no cap", dollars: "no cap", calls: "no cap", activeMinutes: "no cap" };

/** @param short what ran out: it is offered doubled. */
export function BudgetDialog({ short, onClose }: { readonly short: BudgetItem | null; readonly onClose: () => void }) {
  const { runId } = useShownRun();
  const formId = useId();
  const [state, setState] = useState<BudgetState | null>(null);
  const [budget, setBudget] = useState<Budget>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  useEffect(() => {
    const asking = new AbortController();
    void readBudget(runId, asking.signal).then((answer) => {
      if (asking.signal.aborted) return;
      if (!answer.ok) {
        setProblem(answer.error.message);
        return;
      }
      setState(answer.value);
      setBudget(budgetOf(raised(answer.value.caps, short)));
    });
    return () => asking.abort();
  }, [runId, short]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setIsBusy(true);
    const changed = await changeBudget(runId, budget);
    setIsBusy(false);
    if (changed.ok) onClose();
    else setProblem(changed.error.message);
  }

  return (
    <Dialog
      description="Of this run and all that its steps start. Steps that waited for it go on."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button disabled={state === null} form={formId} isBusy={isBusy} type="submit" variant="primary">
            Set budget
          </Button>
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      size="sm"
      title="Budget of this run"
    >
      <form className="flex flex-col gap-4" id={formId} onSubmit={submit}>
        {state !== null && (
          <>
            <p className="text-ink-soft">Spent so far: {spentInWords(state)}.</p>
            <BudgetFields budget={budget} onChange={setBudget} otherwise={noCap} />
          </>
        )}
        {problem !== null && (
          <p className="text-danger" role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function raised(caps: BudgetCaps, short: BudgetItem | null): BudgetCaps {
  const cap = short === null ? null : caps[short];
  return short === null || cap === null ? caps : { ...caps, [short]: cap * 2 };
}

function spentInWords({ spent }: BudgetState): string {
  return budgetItems.map((item) => amountInWords(item, spent[item])).join(", ");
}
