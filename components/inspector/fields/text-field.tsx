"use client";

/** A line or a few lines of plain text. */
import type { ChangeEvent } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { errorOf, type FieldProps } from "./field-props";

export function TextField({ field, value, problems, onChange, onDone }: FieldProps) {
  const Control = field.control === "long_text" ? Textarea : Input;
  return (
    <Field error={errorOf(problems, field.key)} help={field.help} label={field.label}>
      {(id, { describedBy, isInvalid }) => (
        <Control
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          id={id}
          onBlur={onDone}
          onChange={(event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.target.value)}
          placeholder={field.placeholder}
          value={typeof value === "string" ? value : ""}
        />
      )}
    </Field>
  );
}
