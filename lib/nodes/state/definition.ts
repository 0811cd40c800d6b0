/** State: changes declared state variables and passes on what it received. */
import { z } from "zod";
import { type ConfigProblem, defineNode } from "../contract";

const ChangeSchema = z.strictObject({
  variable: z.string().max(48).default(""),
  mode: z.enum(["template", "expression"]).default("template"),
  value: z.string().default(""),
});

const StateConfig = z.strictObject({
  changes: z.array(ChangeSchema).max(50, "a State changes at most 50 variables").default([]),
});

type Config = z.output<typeof StateConfig>;

export const stateNode = defineNode({
  type: "state",
  version: 1,
  label: "State",
  summary: "Keeps values in the workflow's state variables, where every later step can read them.",
  group: "data",
  glyph: "braces",
  keywords: ["variable", "set", "memory", "remember", "store", "update", "count", "shared", "context"],
  shape: { is: "task" },
  effect: "none",
  isInstant: true,
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: StateConfig,
  defaults: { changes: [{ variable: "notes", mode: "template", value: "{{ received }}" }] },
  fields: [
    {
      key: "changes",
      label: "Changes",
      help: "How a new value joins the old one (replace, append, add, merge) is said where the variable is declared. What the node received goes on unchanged.",
      control: "custom",
      part: "state_changes",
    },
  ],
  describe: ({ changes }) => `State · ${namesOf(changes).join(", ") || "changes nothing yet"}`,
  texts: ({ changes }) =>
    changes
      .map(({ mode, value }, index) => ({ field: `changes.${index}.value`, is: mode, text: value }))
      .filter(({ text }) => text.trim() !== ""),
  check: problemsOf,
  writesState: ({ changes }) => namesOf(changes),
});

function namesOf(changes: Config["changes"]): readonly string[] {
  return [...new Set(changes.map(({ variable }) => variable.trim()).filter((name) => name !== ""))];
}

function problemsOf({ changes }: Config): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const report = (code: string, severity: ConfigProblem["severity"], field: string, message: string) =>
    problems.push({ code, severity, message, field });
  if (changes.length === 0) report("no_changes", "warning", "changes", "it changes no variable. Add a change, or remove the node.");
  for (const [index, { variable, mode, value }] of changes.entries()) {
    const place = `changes.${index}`;
    if (variable.trim() === "") report("missing_variable", "error", `${place}.variable`, "a change names no variable. Choose one.");
    if (mode === "expression" && value.trim() === "") {
      report("missing_value", "error", `${place}.value`, `the change of \`${variable}\` has no value. Write what it should be.`);
    }
    if (changes.findIndex((other) => other.variable === variable) !== index) {
      const message = `it changes \`${variable}\` twice; both values are worked out from what was there before.`;
      report("changed_twice", "warning", `${place}.variable`, message);
    }
  }
  return problems;
}
