/** Merge: goes on with the branch that ran. */
import { z } from "zod";
import { defineNode } from "../contract";

export const mergeNode = defineNode({
  type: "merge",
  version: 1,
  label: "Merge",
  summary: "Joins branches again and passes on the output of the one that ran.",
  group: "flow",
  glyph: "merge",
  keywords: ["join", "branch", "together", "after router"],
  shape: { is: "task" },
  effect: "none",
  isInstant: true,
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: z.strictObject({}),
  defaults: {},
  fields: [],
  describe: () => "Merge · the branch that ran",
  texts: () => [],
});
