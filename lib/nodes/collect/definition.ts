/** Collect: all results side by side. */
import { z } from "zod";
import { defineNode } from "../contract";

export const collectNode = defineNode({
  type: "collect",
  version: 1,
  label: "Collect",
  summary: "Waits for everything connected to it and passes all outputs on as a list.",
  group: "flow",
  glyph: "brackets",
  keywords: ["join", "list", "all", "gather", "fan-in", "parallel"],
  shape: { is: "task" },
  effect: "none",
  isInstant: true,
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: z.strictObject({}),
  defaults: {},
  fields: [],
  describe: () => "Collect · results as a list",
  texts: () => [],
});
