"use client";

/** One of several: a list, all in view, or on and off. */
import { Field } from "@/components/ui/field";
import { Segments } from "@/components/ui/segments";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { JsonValue } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "./field-props";

export function ChoiceField({ field, value, problems, ...edit }: FieldProps) {
  const choose = choosing(edit);
  return (
    <Field error={errorOf(problems, field.key)} help={field.help} label={field.label}>
      {(id, { describedBy }) => (
        <Select
          aria-describedby={describedBy}
          aria-label={field.label}
          id={id}
          onChange={choose}
          options={field.options ?? []}
          value={typeof value === "string" ? value : ""}
        />
      )}
    </Field>
  );
}

export function SegmentsField({ field, value, problems, ...edit }: FieldProps) {
  const choose = choosing(edit);
  const chosen = field.options?.find((option) => option.value === value);
  return (
    <Field error={errorOf(problems, field.key)} help={chosen?.help ?? field.help} label={field.label}>
      {() => (
        <Segments label={field.label} onChange={choose} options={field.options ?? []} value={typeof value === "string" ? value : ""} />
      )}
    </Field>
  );
}

export function SwitchField({ field, value, ...edit }: FieldProps) {
  const choose = choosing(edit);
  return (
    <Field help={field.help} label={field.label}>
      {(id, { describedBy }) => <Switch aria-describedby={describedBy} checked={value === true} id={id} onChange={choose} />}
    </Field>
  );
}

/** A choice is an edit of its own as soon as it is made. */
function choosing({ onChange, onDone }: Pick<FieldProps, "onChange" | "onDone">): (next: JsonValue) => void {
  return (next) => {
    onChange(next);
    onDone();
  };
}
