/** Transform: a text from a template, or a value from an expression. No model, no cost. */
import { z } from "zod";
import { type ConfigProblem, defineNode } from "../contract";

export const transformNode = defineNode({
  type: "transform",
  version: 1,
  label: "Transform",
  summary: "Builds a text or a value from what is known so far, without a model.",
  group: "data",
  glyph: "square-function",
  keywords: ["template", "expression", "format", "map", "json", "compute", "function", "set"],
  shape: { is: "task" },
  effect: "none",
  isInstant: true,
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: z.strictObject({
    mode: z.enum(["template", "expression"]).default("template"),
    template: z.string().default(""),
    expression: z.string().default(""),
  }),
  defaults: { mode: "template", template: "{{ received }}", expression: "" },
  fields: [
    {
      key: "mode",
      label: "Result",
      control: "segments",
      options: [
        { value: "template", label: "Text", help: "A text with variables in it." },
        { value: "expression", label: "Value", help: "One expression: a number, a list, a part of an object." },
      ],
    },
    {
      key: "template",
      label: "Template",
      help: "Variables stand in double braces: {{ received }}, {{ input.topic }}, {{ nodes.market.output }}.",
      placeholder: "Findings on {{ input.topic }}:\n{{ received }}",
      control: "template",
      when: { key: "mode", is: ["template"] },
    },
    {
      key: "expression",
      label: "Expression",
      help: "Its value is the output: a text, number, list or object.",
      placeholder: 'where(received.items, "status", "open")',
      control: "expression",
      when: { key: "mode", is: ["expression"] },
    },
  ],
  describe: ({ mode }) => (mode === "template" ? "Transform · text" : "Transform · value"),
  texts: ({ mode, template, expression }) =>
    mode === "template"
      ? [{ field: "template", is: "template", text: template }]
      : [{ field: "expression", is: "expression", text: expression }],
  check: ({ mode, template, expression }): readonly ConfigProblem[] => {
    const text = mode === "template" ? template : expression;
    if (text.trim() !== "") return [];
    return [{ code: "empty_transform", severity: "error", message: `the ${mode} is empty. Write what it should give.`, field: mode }];
  },
});
