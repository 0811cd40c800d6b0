/**
 * Fields of a form, as configs of several kinds hold them.
 *
 * Pure. Keys are what templates name: `{{ input.topic }}`.
 */
import { FormField } from "../document/schema";
import type { ConfigProblem, InputField } from "./contract";

export const FormFieldSchema = FormField;

type Field = Pick<InputField, "key" | "type"> & { readonly options?: readonly string[] | undefined };

/** Problems of a list of fields that stands there in its config. */
export function fieldProblems(fields: readonly Field[], under = "fields"): readonly ConfigProblem[] {
  return fields.flatMap((field, index) => problemsOf(field, `${under}.${index}`, index, fields));
}

function problemsOf({ key, type, options }: Field, place: string, index: number, fields: readonly Field[]): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (fields.findIndex((other) => other.key === key) !== index) {
    const message = `two fields have the key \`${key}\`. Give one of them another key.`;
    problems.push({ code: "duplicate_field", severity: "error", message, field: `${place}.key` });
  }
  if (type === "choice" && (options ?? []).length === 0) {
    const message = `the field \`${key}\` offers nothing to choose from. Add its options.`;
    problems.push({ code: "no_options", severity: "error", message, field: `${place}.options` });
  }
  return problems;
}
