"use client";

/** On or off, effective at once. */
import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cx } from "./class-names";

export type SwitchProps = Omit<ComponentProps<typeof Radix.Root>, "checked" | "onCheckedChange" | "onChange"> & {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
};

export function Switch({ checked, onChange, className, ...rest }: SwitchProps) {
  return (
    <Radix.Root
      {...rest}
      checked={checked}
      className={cx(
        "relative inline-flex h-6 w-9 shrink-0 items-center rounded-full disabled:opacity-50",
        "before:absolute before:inset-x-0 before:h-5 before:rounded-full before:bg-ink-soft/60 before:transition-colors data-[state=checked]:before:bg-accent",
        className,
      )}
      onCheckedChange={onChange}
    >
      <Radix.Thumb className="relative ml-0.5 size-4 rounded-full bg-surface transition-transform data-[state=checked]:translate-x-4" />
    </Radix.Root>
  );
}
