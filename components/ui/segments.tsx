"use client";

/** One of a few, all in view. Arrow keys move between them. */
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./class-names";

export type SegmentsProps<Value extends string> = {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly disabled?: boolean }[];
  /** Accessible name of the group. */
  readonly label: string;
  readonly className?: string;
  readonly disabled?: boolean;
};

export function Segments<Value extends string>({ value, onChange, options, label, className, disabled = false }: SegmentsProps<Value>) {
  return (
    <ToggleGroup.Root
      aria-label={label}
      className={cx("flex max-w-full overflow-x-auto rounded-control border bg-sunken p-0.5 disabled:opacity-50", className)}
      disabled={disabled}
      onValueChange={(next) => {
        // Pressing the chosen one again reports nothing chosen; one always is.
        const option = options.find((candidate) => candidate.value === next);
        if (option !== undefined) onChange(option.value);
      }}
      type="single"
      value={value}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          className="inline-flex h-6 flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 text-ink-soft text-xs transition-colors hover:text-ink focus-visible:-outline-offset-2 disabled:opacity-45 data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line)]"
          disabled={option.disabled ?? false}
          key={option.value}
          value={option.value}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
