/** Code: a few lines of JavaScript that make one value of others, in a sandbox. */
import { z } from "zod";
import { limits } from "../../shared/limits";
import { type ConfigProblem, defineNode } from "../contract";

const seconds = limits.codeCalculationMs.value / 1_000;

const CodeConfig = z.strictObject({ source: z.string().default("") });

type Config = z.output<typeof CodeConfig>;

export const codeNode = defineNode({
  type: "code",
  version: 1,
  label: "Code",
  summary: "Computes its output with a few lines of JavaScript, shut off from everything else.",
  group: "data",
  glyph: "square-code",
  keywords: ["javascript", "js", "script", "function", "program", "compute", "parse", "calculate", "custom"],
  shape: { is: "task" },
  effect: "none",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: CodeConfig,
  defaults: { source: "return received;" },
  fields: [
    {
      key: "source",
      label: "JavaScript",
      help: `What it returns is the output. It reads received, input, nodes and state, and inside a container item, index and so on. There is no network, no clock to wait for and no package; it has ${seconds} s. What it logs is kept with the step.`,
      placeholder: "const open = received.items.filter((item) => item.open);\nreturn { count: open.length };",
      control: "custom",
      part: "code",
    },
  ],
  describe: ({ source }) => `Code · ${linesOf(source)}`,
  texts: ({ source }) => [{ field: "source", is: "program", text: source }],
  check: problemsOf,
});

function linesOf(source: string): string {
  const count = source.split("\n").filter((line) => line.trim() !== "").length;
  return count === 0 ? "nothing yet" : count === 1 ? "1 line" : `${count} lines`;
}

function problemsOf({ source }: Config): readonly ConfigProblem[] {
  if (source.trim() === "") {
    const message = "it has no code. Write what it should return, as in `return received;`.";
    return [{ code: "missing_code", severity: "error", message, field: "source" }];
  }
  if (/\breturn\b/.test(source)) return [];
  const message = "its code returns nothing, so its output is null. Add a `return`.";
  return [{ code: "no_return", severity: "warning", message, field: "source" }];
}
