"use client";

/** A number; an empty field means the default. */
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { errorOf, type FieldProps } from "./field-props";

export function NumberField({ field, value, problems, onChange, onDone }: FieldProps) {
  const { min, max, step, unit } = field;
  return (
    <Field error={errorOf(problems, field.key)} help={field.help} label={field.label}>
      {(id, { describedBy, isInvalid }) => (
        <NumberInput
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          id={id}
          onBlur={onDone}
          onChange={(next) => onChange(next ?? undefined)}
          placeholder={field.placeholder ?? "Default"}
          value={typeof value === "number" ? value : null}
          {...(min === undefined ? {} : { min })}
          {...(max === undefined ? {} : { max })}
          {...(step === undefined ? {} : { step })}
          {...(unit === undefined ? {} : { unit })}
        />
      )}
    </Field>
  );
}
