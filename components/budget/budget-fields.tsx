"use client";

/** The four caps of a budget. An empty field sets no cap here. */
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import type { Budget } from "@/lib/shared/budget";
import { limits } from "@/lib/shared/limits";

const caps = [
  { key: "tokens", label: "Tokens", unit: "tokens", step: 1_000, min: 1, max: limits.runTokens.hard },
  { key: "dollars", label: "Money", unit: "$", step: 0.1, min: 0.000_001, max: 1_000_000 },
  { key: "calls", label: "Model calls", unit: "calls", step: 10, min: 1, max: limits.runModelCalls.hard },
  { key: "activeMinutes", label: "Time at work", unit: "min", step: 5, min: 1, max: limits.runActiveMs.hard / 60_000 },
] as const satisfies readonly { readonly key: keyof Budget; readonly [more: string]: unknown }[];

export type BudgetFieldsProps = {
  readonly budget: Budget;
  /** What holds where a field is empty, in words. */
  readonly otherwise: Readonly<Record<keyof Budget, string>>;
  readonly onChange: (budget: Budget) => void;
  readonly onDone?: () => void;
};

export function BudgetFields({ budget, otherwise, onChange, onDone }: BudgetFieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      {caps.map(({ key, label, unit, step, min, max }) => (
        <Field key={key} label={label}>
          {(id) => (
            <NumberInput
              id={id}
              max={max}
              min={min}
              {...(onDone !== undefined && { onBlur: onDone })}
              onChange={(value) => onChange(withCap(budget, key, value))}
              placeholder={otherwise[key]}
              step={step}
              unit={unit}
              value={budget[key] ?? null}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

function withCap(budget: Budget, key: keyof Budget, value: number | null): Budget {
  const { [key]: _before, ...rest } = budget;
  if (value === null) return rest;
  return { ...rest, [key]: key === "dollars" ? value : Math.max(1, Math.round(value)) };
}
