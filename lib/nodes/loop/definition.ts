/** Loop: the same steps again and again, until a condition holds or a cap is reached. */
import { z } from "zod";
import { limits } from "../../shared/limits";
import { type ConfigProblem, defineNode } from "../contract";

const LoopConfig = z.strictObject({
  until: z.string().default(""),
  most: z.number().int().min(1).max(limits.loopIterations.hard).default(3),
  onCap: z.enum(["succeed", "fail"]).default("succeed"),
  output: z.string().default(""),
});

type Config = z.output<typeof LoopConfig>;

export const loopNode = defineNode({
  type: "loop",
  version: 1,
  label: "Loop",
  summary: "Repeats its steps until a condition holds, at most as often as you allow.",
  group: "flow",
  glyph: "repeat",
  keywords: ["container", "repeat", "until", "while", "iterate", "again", "refine", "evaluator", "optimizer", "improve", "cycle"],
  shape: { is: "scope", by: "repeat" },
  effect: "none",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: LoopConfig,
  defaults: { until: "", most: 3, onCap: "succeed", output: "" },
  fields: [
    {
      key: "until",
      label: "Until",
      help: "Looked at after each iteration. It may read the steps inside, {{ iteration }} (from 1) and {{ previous }}. Leave it empty to repeat as often as allowed.",
      placeholder: "nodes.critic.output.score >= 8",
      control: "expression",
    },
    {
      key: "most",
      label: "At most",
      help: "A loop always ends: after so many iterations, whatever the condition says.",
      control: "number",
      min: 1,
      max: limits.loopIterations.hard,
      step: 1,
      unit: "iterations",
    },
    {
      key: "onCap",
      label: "If the condition never held",
      control: "segments",
      options: [
        { value: "succeed", label: "Go on", help: "With what the last iteration came to." },
        { value: "fail", label: "Fail", help: "The step fails." },
      ],
    },
    {
      key: "output",
      label: "Goes on with",
      help: "Leave it empty for the output of the last iteration. It may read the steps inside.",
      placeholder: "nodes.writer.output",
      control: "expression",
    },
  ],
  describe: ({ until, most }) => (until.trim() === "" ? `Loop · ${timesOf(most)}` : `Loop · until it fits, at most ${timesOf(most)}`),
  texts: ({ until, output }) => [
    { field: "until", is: "expression", text: until, isReadInside: true },
    { field: "output", is: "expression", text: output, isReadInside: true },
  ],
  check: problemsOf,
  container: { values: ["iteration", "previous"] },
});

function timesOf(most: number): string {
  return most === 1 ? "once" : `${most} times`;
}

function problemsOf({ until, most, onCap }: Config): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (until.trim() === "" && onCap === "fail") {
    const message =
      "it would always fail: it repeats as often as allowed, and that counts as failure. Write when it is done, or let it go on.";
    problems.push({ code: "missing_condition", severity: "error", message, field: "until" });
  }
  if (most > limits.loopIterations.value) {
    const message = `more than ${limits.loopIterations.value} iterations only run where the operator raised that limit.`;
    problems.push({ code: "many_iterations", severity: "warning", message, field: "most" });
  }
  return problems;
}
