"use client";

/** What one run of the workflow may spend. */
import { BudgetFields } from "@/components/budget/budget-fields";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { budgetInWords } from "@/lib/shared/budget";
import { FoldedSection } from "./panel-section";

const asUsual = { tokens: "as usual", dollars: "as usual", calls: "as usual", activeMinutes: "as usual" };

export function BudgetSection() {
  const store = useEditorStore();
  const budget = useEditor((state) => state.document.budget) ?? {};
  return (
    <FoldedSection summary={budgetInWords(budget) || "as usual"} title="Budget of a run">
      <p className="text-ink-soft text-xs">
        With all that its steps start. A run that comes to one of these waits until somebody raises it. What is empty is as Settings say.
      </p>
      <BudgetFields
        budget={budget}
        onChange={(next) => store.getState().dispatch({ type: "set_budget", budget: next })}
        onDone={() => store.getState().closeEdit()}
        otherwise={asUsual}
      />
    </FoldedSection>
  );
}
