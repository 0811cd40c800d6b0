/** Map: the same steps for every item of a list. */
import { z } from "zod";
import { limits } from "../../shared/limits";
import { type ConfigProblem, defineNode } from "../contract";
import { failureFields, failureSettings } from "../failure-policy";

const mostAtOnce = limits.runStepsAtOnce.hard;

const MapConfig = z.strictObject({
  items: z.string().default("received"),
  atOnce: z.number().int().min(1).max(mostAtOnce).default(5),
  ...failureSettings(limits.mapItems.hard),
  output: z.enum(["results", "outputs"]).default("results"),
});

type Config = z.output<typeof MapConfig>;

export const mapNode = defineNode({
  type: "map",
  version: 1,
  label: "Map",
  summary: "Runs the same steps for every item of a list, several at once.",
  group: "flow",
  glyph: "copy",
  keywords: ["container", "for each", "foreach", "list", "items", "batch", "iterate", "split", "fan-out"],
  shape: { is: "scope", by: "items" },
  effect: "none",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: MapConfig,
  defaults: { items: "received", atOnce: 5, onFailure: "stop", atLeast: 1, output: "results" },
  fields: [
    {
      key: "items",
      label: "Items",
      help: "A list. Steps inside receive one item each and read it as {{ item }}, its number from 0 as {{ index }}.",
      placeholder: "received.items",
      control: "expression",
    },
    {
      key: "atOnce",
      label: "At once",
      help: "How many items are worked on side by side.",
      control: "number",
      min: 1,
      max: mostAtOnce,
      step: 1,
      unit: "items",
    },
    ...failureFields("item", limits.mapItems.hard),
    {
      key: "output",
      label: "Goes on with",
      control: "segments",
      options: [
        { value: "results", label: "Results", help: "A list with each item's name, whether it succeeded, and its output or error." },
        { value: "outputs", label: "Outputs", help: "A list of the outputs of the items that succeeded." },
      ],
    },
  ],
  describe: ({ items, atOnce }) => `Map · ${items.trim() || "no items"}, ${atOnce === 1 ? "one by one" : `${atOnce} at once`}`,
  texts: ({ items }) => [{ field: "items", is: "expression", text: items }],
  check: problemsOf,
  container: { values: ["item", "index"] },
});

function problemsOf({ items }: Config): readonly ConfigProblem[] {
  if (items.trim() !== "") return [];
  const message = "it does not say over which list it goes. Write `received`, or name a list.";
  return [{ code: "missing_items", severity: "error", message, field: "items" }];
}
