"use client";

/** What a state variable holds before any step writes it, in the control of its type. */
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { Segments } from "@/components/ui/segments";
import { Textarea } from "@/components/ui/textarea";
import type { StateVariable } from "@/lib/document/schema";
import { isJsonObject, type JsonValue } from "@/lib/shared/json";
import { JsonText } from "./fields/json-field";

const label = "At first";

export type StateInitialProps = {
  readonly variable: StateVariable;
  /** Only with a value that fits the type; `isWhole` is false while somebody types. */
  readonly onChange: (initial: JsonValue, isWhole: boolean) => void;
  readonly onDone: () => void;
};

export function StateInitial({ variable, onChange, onDone }: StateInitialProps) {
  const { type, initial } = variable;
  // What an imported document holds is shown as it is, and said to be wrong.
  if (type === "list" || type === "object" || !fits(type, initial)) {
    return <JsonInitial onChange={onChange} onDone={onDone} variable={variable} />;
  }
  if (type === "boolean") {
    return (
      <Field label={label}>
        {() => (
          <Segments
            label={label}
            onChange={(value) => onChange(value === "yes", true)}
            options={[
              { value: "yes", label: "Yes" },
              { value: "no", label: "No" },
            ]}
            value={initial === true ? "yes" : "no"}
          />
        )}
      </Field>
    );
  }
  return (
    <Field label={label}>
      {(id) =>
        typeof initial === "number" ? (
          <NumberInput id={id} onBlur={onDone} onChange={(value) => value !== null && onChange(value, false)} value={initial} />
        ) : (
          <Textarea
            className="min-h-16"
            id={id}
            onBlur={onDone}
            onChange={(event) => onChange(event.target.value, false)}
            value={typeof initial === "string" ? initial : ""}
          />
        )
      }
    </Field>
  );
}

function JsonInitial({ variable, onChange, onDone }: StateInitialProps) {
  const { type, initial } = variable;
  const [hasMisfit, setMisfit] = useState(false);

  function change(value: JsonValue | undefined): void {
    const isFit = fits(type, value);
    setMisfit(!isFit);
    if (isFit && value !== undefined) onChange(value, false);
  }

  return (
    <JsonText
      error={hasMisfit || !fits(type, initial) ? misfits[type] : undefined}
      label={label}
      onChange={change}
      onDone={() => {
        setMisfit(false);
        onDone();
      }}
      value={initial}
    />
  );
}

const misfits: { readonly [T in StateVariable["type"]]: string } = {
  text: 'This is not a text. Write it in quotation marks: "draft".',
  number: "This is not a number. Write one, like 0.",
  boolean: "This is neither true nor false. Write one of them.",
  list: 'This is not a list. Write one in square brackets: ["a", "b"].',
  object: 'This is not an object. Write one in braces: {"key": "value"}.',
};

function fits(type: StateVariable["type"], value: JsonValue | undefined): boolean {
  switch (type) {
    case "text":
      return typeof value === "string";
    case "list":
      return Array.isArray(value);
    case "object":
      return isJsonObject(value);
    default:
      return typeof value === type;
  }
}
