"use client";

/** One of a list. A button that opens a list box: typing jumps, arrows move. */
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { cx } from "./class-names";
import { floatMargin, floatStyles } from "./float-styles";
import { inputStyles } from "./input-styles";

export type SelectOption<Value extends string = string> = {
  readonly value: Value;
  readonly label: string;
  /** A second line under the label. */
  readonly help?: string;
  readonly disabled?: boolean;
};

export type SelectProps<Value extends string> = {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly SelectOption<Value>[];
  readonly id?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string | undefined;
  readonly "aria-invalid"?: boolean;
  readonly className?: string;
};

// Radix keeps the empty text for "nothing chosen"; ours may be a real option.
const encode = (value: string) => `=${value}`;

export function Select<Value extends string>({
  value,
  onChange,
  options,
  placeholder = "Choose",
  disabled = false,
  className,
  ...rest
}: SelectProps<Value>) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Radix.Root
      disabled={disabled}
      onValueChange={(encoded) => {
        const option = options.find((candidate) => encode(candidate.value) === encoded);
        if (option !== undefined) onChange(option.value);
      }}
      value={chosen === undefined ? "" : encode(chosen.value)}
    >
      <Radix.Trigger
        {...rest}
        className={cx(inputStyles, "inline-flex h-8 items-center justify-between gap-2 px-2.5 text-left text-sm", className)}
      >
        <span className={cx("truncate", chosen === undefined && "text-ink-soft")}>
          <Radix.Value placeholder={value === "" ? placeholder : value}>{chosen?.label}</Radix.Value>
        </span>
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="text-ink-soft" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={cx(
            floatStyles,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-96 overflow-hidden",
          )}
          collisionPadding={floatMargin}
          position="popper"
          sideOffset={4}
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                className="relative flex min-h-8 cursor-default select-none flex-col justify-center rounded-control py-1 pr-8 pl-2 text-sm outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-accent-tint"
                disabled={option.disabled ?? false}
                key={option.value}
                value={encode(option.value)}
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.help !== undefined && <span className="text-ink-soft text-xs">{option.help}</span>}
                <Radix.ItemIndicator className="absolute top-2 right-2">
                  <Check aria-hidden />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
