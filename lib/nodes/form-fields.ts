/**
 * Fields of a form, as configs of several kinds hold them.
 *
 * Pure. Keys are what templates name: `{{ input.topic }}`.
 */
import { z } from "zod";
import { nodeIdPattern } from "../document/schema";
import type { ConfigProblem, InputField } from "./contract";

export const FormFieldSchema = z.strictObject({
  key: z
    .string()
    .regex(nodeIdPattern, "use lower-case letters, digits and _, starting with a letter (at most 48)")
    .refine((key) => key !== "constructor" && key !== "prototype", "is a word expressions can't read; choose another"),
  label: z.string().max(120).default(""),
  type: z.enum(["text", "long_text", "number", "choice", "json", "file_text"]).default("text"),
  required: z.boolean().default(true),
  help: z.string().max(500).optional(),
  options: z.array(z.string().min(1).max(200)).max(100).optional(),
});

type Field = Pick<InputField, "key" | "type"> & { readonly options?: readonly string[] | undefined };

/** Problems of a list of fields that stands under `fields` in its config. */
export function fieldProblems(fields: readonly Field[]): readonly ConfigProblem[] {
  return fields.flatMap((field, index) => problemsOf(field, index, fields));
}

function problemsOf({ key, type, options }: Field, index: number, fields: readonly Field[]): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const place = `fields.${index}`;
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
