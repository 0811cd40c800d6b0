"use client";

/** A line or a few lines of plain text. */
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { errorOf, type FieldProps } from "./field-props";

export function TextField({ field, value, problems, onChange, onDone }: FieldProps) {
  return (
    <Field error={errorOf(problems, field.key)} help={field.help} label={field.label}>
      {(id, { describedBy, isInvalid }) => (
        <Input
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          id={id}
          onBlur={onDone}
          onChange={(event) => onChange(event.target.value)}
          placeholder={field.placeholder}
          value={typeof value === "string" ? value : ""}
        />
      )}
    </Field>
  );
}

export function LongTextField({ field, value, problems, onChange, onDone }: FieldProps) {
  return (
    <Field error={errorOf(problems, field.key)} help={field.help} label={field.label}>
      {(id, { describedBy, isInvalid }) => (
        <Textarea
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          id={id}
          onBlur={onDone}
          onChange={(event) => onChange(event.target.value)}
          placeholder={field.placeholder}
          value={typeof value === "string" ? value : ""}
        />
      )}
    </Field>
  );
}
