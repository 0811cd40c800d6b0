/** Parallel: a few fixed lanes, each with steps of its own, side by side. */
import { z } from "zod";
import { nodeIdPattern } from "../../document/schema";
import { type ConfigProblem, defineNode } from "../contract";
import { failureFields, failureSettings } from "../failure-policy";
import { lanesOf } from "./lanes";

export const mostLanes = 16;

const LaneSchema = z.strictObject({
  /** What nodes inside name as their lane. */
  id: z.string().regex(nodeIdPattern, "use lower-case letters, digits and _, starting with a letter (at most 48)"),
  title: z.string().max(80).default(""),
});

const twoLanes = [
  { id: "lane_1", title: "" },
  { id: "lane_2", title: "" },
];

const ParallelConfig = z.strictObject({
  lanes: z
    .array(LaneSchema)
    .min(1, "a Parallel has at least one lane")
    .max(mostLanes, `a Parallel has at most ${mostLanes} lanes`)
    .default(twoLanes),
  /** Absent: all of them. */
  atOnce: z.number().int().min(1).max(mostLanes).optional(),
  ...failureSettings(mostLanes),
  output: z.enum(["results", "outputs"]).default("results"),
});

type Config = z.output<typeof ParallelConfig>;

export const parallelNode = defineNode({
  type: "parallel",
  version: 1,
  label: "Parallel",
  summary: "Runs a few lanes of steps side by side and goes on with what each came to.",
  group: "flow",
  glyph: "chart-gantt",
  keywords: ["container", "lanes", "concurrent", "team", "fan-out", "fan-in", "side by side", "group", "at once"],
  shape: { is: "scope", by: "lanes" },
  effect: "none",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: ParallelConfig,
  defaults: { lanes: twoLanes, onFailure: "stop", atLeast: 1, output: "results" },
  fields: [
    {
      key: "lanes",
      label: "Lanes",
      help: "Each has steps of its own. Their order is the order of the results.",
      control: "custom",
      part: "lanes",
    },
    ...failureFields("lane", mostLanes),
    {
      key: "output",
      label: "Goes on with",
      control: "segments",
      options: [
        { value: "results", label: "Results", help: "A list with each lane's name, whether it succeeded, and its output or error." },
        { value: "outputs", label: "Outputs", help: "A list of the outputs of the lanes that succeeded." },
      ],
    },
    {
      key: "atOnce",
      label: "At once",
      help: "How many lanes run side by side. Leave it empty for all.",
      placeholder: "All",
      control: "number",
      min: 1,
      max: mostLanes,
      step: 1,
      unit: "lanes",
      advanced: true,
    },
  ],
  describe,
  texts: () => [],
  check: problemsOf,
  container: { lanes: lanesOf, values: ["index", "lane"] },
});

function describe({ lanes, atOnce }: Config): string {
  const count = lanes.length === 1 ? "1 lane" : `${lanes.length} lanes`;
  return atOnce === undefined || atOnce >= lanes.length ? `Parallel · ${count}` : `Parallel · ${count}, ${atOnce} at once`;
}

function problemsOf({ lanes, onFailure, atLeast }: Config): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const [index, { id }] of lanes.entries()) {
    if (lanes.findIndex((other) => other.id === id) === index) continue;
    const message = `two lanes have the id \`${id}\`. Give one of them another.`;
    problems.push({ code: "duplicate_lane", severity: "error", message, field: `lanes.${index}.id` });
  }
  if (onFailure === "at_least" && atLeast > lanes.length) {
    const message = `${atLeast} lanes have to succeed, but it has ${lanes.length}. Ask for fewer, or add lanes.`;
    problems.push({ code: "at_least_too_many", severity: "error", message, field: "atLeast" });
  }
  return problems;
}
