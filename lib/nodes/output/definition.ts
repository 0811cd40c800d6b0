/** Output: what the run gives back. */
import { z } from "zod";
import { defineNode } from "../contract";

const formatNames = { markdown: "Markdown", text: "plain text", json: "JSON" } as const;

export const outputNode = defineNode({
  type: "output",
  version: 1,
  label: "Output",
  summary: "Marks what the run gives back, and how it reads.",
  group: "data",
  glyph: "log-out",
  keywords: ["result", "end", "answer", "report", "finish", "return"],
  shape: { is: "task" },
  effect: "none",
  isInstant: true,
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [] }),
  config: z.strictObject({
    format: z.enum(["markdown", "text", "json"]).default("markdown"),
    value: z.string().default(""),
  }),
  defaults: { format: "markdown", value: "" },
  fields: [
    {
      key: "format",
      label: "Format",
      control: "segments",
      options: [
        { value: "markdown", label: "Markdown", help: "Shown with headings, lists and links." },
        { value: "text", label: "Text", help: "Shown as it is." },
        { value: "json", label: "JSON", help: "A value for programs." },
      ],
    },
    {
      key: "value",
      label: "Content",
      help: "Leave it empty to give back what the node received.",
      placeholder: "What it received",
      control: "template",
    },
  ],
  describe: ({ format }) => `Output · ${formatNames[format]}`,
  texts: ({ value }) => [{ field: "value", is: "template", text: value }],
  isRunOutput: true,
});
