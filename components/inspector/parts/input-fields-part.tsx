"use client";

/** What a run asks for: the fields of the Run dialog. */
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
  { value: "file_text", label: "Text of a file" },
];

export function InputFieldsPart(props: FieldProps) {
  return (
    <FormRows
      {...props}
      fresh={{ type: "text" }}
      types={types}
      variableOf={(key) => `{{ input.${key} }}`}
      whenEmpty="A run of this workflow asks for nothing."
    />
  );
}
