"use client";

/**
 * A number, or nothing. What is typed stays as typed until the field is left; every text that is a
 * number within the bounds is reported at once.
 */
import { useState } from "react";
import { cx } from "./class-names";
import { Input, type InputProps } from "./input";

export type NumberInputProps = Omit<InputProps, "value" | "onChange" | "type" | "min" | "max" | "step"> & {
  /** Null shows an empty field. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly unit?: string;
};

export function NumberInput({ value, onChange, min, max, step, unit, className, onBlur, ...rest }: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null);

  function change(text: string): void {
    setTyped(text);
    const read = readNumber(text);
    if (read === "not_a_number") return;
    if (read === null) onChange(null);
    else if (read >= (min ?? -Infinity) && read <= (max ?? Infinity)) onChange(read);
  }

  function nudge(direction: 1 | -1): void {
    const next = Number(((value ?? min ?? 0) + direction * (step ?? 1)).toFixed(6));
    setTyped(null);
    onChange(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next)));
  }

  return (
    <div className={cx("relative", className)}>
      <Input
        {...rest}
        className={cx("num h-8", unit !== undefined && "pr-14")}
        inputMode="decimal"
        onBlur={(event) => {
          setTyped(null);
          onBlur?.(event);
        }}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          nudge(event.key === "ArrowUp" ? 1 : -1);
        }}
        value={typed ?? (value === null ? "" : String(value))}
      />
      {unit !== undefined && (
        <span aria-hidden className="pointer-events-none absolute inset-y-0 right-2.5 grid place-items-center text-ink-soft text-xs">
          {unit}
        </span>
      )}
    </div>
  );
}

function readNumber(text: string): number | null | "not_a_number" {
  const trimmed = text.trim().replace(",", ".");
  if (trimmed === "") return null;
  const read = Number(trimmed);
  return Number.isFinite(read) ? read : "not_a_number";
}
