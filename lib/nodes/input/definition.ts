/** Input: what a run asks for before it starts. Its output is the object of its fields. */
import { z } from "zod";
import { nodeIdPattern } from "../../document/schema";
import { type ConfigProblem, defineNode } from "../contract";

/** Field keys are what templates name: `{{ input.topic }}`. */
const InputFieldSchema = z.strictObject({
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

export const inputNode = defineNode({
  type: "input",
  version: 1,
  label: "Input",
  summary: "Asks for the values a run starts with.",
  group: "data",
  glyph: "log-in",
  keywords: ["start", "form", "variables", "trigger", "question", "fields"],
  shape: { is: "task" },
  effect: "none",
  ports: () => ({ inputs: [], outputs: [{ id: "out", label: "Out" }] }),
  config: z.strictObject({ fields: z.array(InputFieldSchema).max(50).default([]) }),
  defaults: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] },
  fields: [
    {
      key: "fields",
      label: "Fields",
      help: "What Run asks for. Other nodes read a value as {{ input.key }}.",
      control: "custom",
      part: "input_fields",
    },
  ],
  describe: ({ fields }) => `Input · ${fields.length === 0 ? "no fields" : fields.map((field) => field.key).join(", ")}`,
  texts: () => [],
  check: ({ fields }) => fields.flatMap((field, index) => problemsOf(field, index, fields)),
  inputFields: ({ fields }) => fields,
  startsRuns: () => true,
});

type Field = z.output<typeof InputFieldSchema>;

function problemsOf(field: Field, index: number, fields: readonly Field[]): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const place = `fields.${index}`;
  if (fields.findIndex((other) => other.key === field.key) !== index) {
    const message = `two fields have the key \`${field.key}\`. Give one of them another key.`;
    problems.push({ code: "duplicate_field", severity: "error", message, field: `${place}.key` });
  }
  if (field.type === "choice" && (field.options ?? []).length === 0) {
    const message = `the field \`${field.key}\` offers nothing to choose from. Add its options.`;
    problems.push({ code: "no_options", severity: "error", message, field: `${place}.options` });
  }
  return problems;
}
