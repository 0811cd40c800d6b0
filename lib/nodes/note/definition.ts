/** Note: words on the canvas. Never runs. */
import { z } from "zod";
import { defineNode } from "../contract";

export const noteNode = defineNode({
  type: "note",
  version: 1,
  label: "Note",
  summary: "Words on the canvas for whoever reads the workflow.",
  group: "notes",
  glyph: "sticky-note",
  keywords: ["comment", "text", "explain", "sticky"],
  shape: { is: "none" },
  effect: "none",
  ports: () => ({ inputs: [], outputs: [] }),
  config: z.strictObject({ text: z.string().default("") }),
  defaults: { text: "" },
  fields: [{ key: "text", label: "Text", placeholder: "What should a reader know?", control: "long_text" }],
  describe: ({ text }) => text.trim().split("\n", 1)[0] || "Empty note",
  texts: () => [],
});
