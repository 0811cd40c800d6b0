"use client";

/** A JSON value as text. What can't be read stays as typed and is not taken over until it can. */
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { JsonValue } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "./field-props";

export function JsonField({ field, value, problems, onChange, onDone }: FieldProps) {
  return (
    <JsonText
      error={errorOf(problems, field.key)}
      help={field.help}
      label={field.label}
      onChange={onChange}
      onDone={onDone}
      placeholder={field.placeholder}
      value={value}
    />
  );
}

export type JsonTextProps = {
  readonly label: string;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly value: JsonValue | undefined;
  readonly onChange: (value: JsonValue | undefined) => void;
  readonly onDone: () => void;
};

export function JsonText({ label, help, error, placeholder, value, onChange, onDone }: JsonTextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value === undefined || value === null ? "" : JSON.stringify(value, null, 2));
  const reading = typed === null ? null : read(typed);

  function change(next: string): void {
    setTyped(next);
    const found = read(next);
    if (found.ok) onChange(found.value);
  }

  function leave(): void {
    if (reading === null || reading.ok) setTyped(null);
    onDone();
  }

  return (
    <Field error={reading !== null && !reading.ok ? reading.message : error} help={help} label={label}>
      {(id, { describedBy, isInvalid }) => (
        <Textarea
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          className="min-h-32 font-mono text-xs"
          id={id}
          onBlur={leave}
          onChange={(event) => change(event.target.value)}
          placeholder={placeholder}
          spellCheck={false}
          value={text}
        />
      )}
    </Field>
  );
}

type Reading = { readonly ok: true; readonly value: JsonValue | undefined } | { readonly ok: false; readonly message: string };

function read(text: string): Reading {
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^JSON\.parse: /, "") : "it can't be read";
    return { ok: false, message: `Not JSON yet: ${reason}. The last value that could be read is kept.` };
  }
}
