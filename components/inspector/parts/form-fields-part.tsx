"use client";

/** What a person may edit before the run goes on: fields, each with the value it begins with. */
import type { SelectOption } from "@/components/ui/select";
import type { InputField } from "@/lib/nodes/contract";
import type { FieldProps } from "../fields/field-props";
import { FormRows } from "./form-rows";

const types: readonly SelectOption<InputField["type"]>[] = [
  { value: "text", label: "Text" },
  { value: "long_text", label: "Long text" },
  { value: "number", label: "Number" },
  { value: "choice", label: "Choice" },
  { value: "json", label: "JSON" },
];

export function FormFieldsPart(props: FieldProps) {
  return (
    <FormRows
      {...props}
      fresh={{ type: "long_text", value: "" }}
      types={types}
      variableOf={null}
      whenEmpty="There is nothing to edit: the person says yes or no."
    />
  );
}
