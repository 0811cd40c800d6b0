/** Input: what a run asks for before it starts. Its output is the object of its fields. */
import { z } from "zod";
import { defineNode } from "../contract";
import { FormFieldSchema, fieldProblems } from "../form-fields";

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
  isInstant: true,
  ports: () => ({ inputs: [], outputs: [{ id: "out", label: "Out" }] }),
  config: z.strictObject({ fields: z.array(FormFieldSchema).max(50).default([]) }),
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
  check: ({ fields }) => fieldProblems(fields),
  inputFields: ({ fields }) => fields,
  startsRuns: () => true,
});
