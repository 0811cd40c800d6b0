/** Router: sends what it received down the branch that fits. */
import { z } from "zod";
import { nodeIdPattern } from "../../document/schema";
import { defaultModel } from "../../shared/models";
import { type ConfigProblem, defineNode } from "../contract";

/** The port that is taken when no branch fits. */
export const otherwisePort = "otherwise";

const Branch = z.strictObject({
  /** Also the branch's port. */
  id: z.string().regex(nodeIdPattern, "use lower-case letters, digits and _, starting with a letter (at most 48)"),
  label: z.string().max(80).default(""),
  description: z.string().max(2_000).default(""),
  when: z.string().default(""),
});

const RouterConfig = z.strictObject({
  mode: z.enum(["model", "rules"]).default("model"),
  take: z.enum(["first", "every"]).default("first"),
  branches: z.array(Branch).max(32, "a Router has at most 32 branches").default([]),
  model: z.string().trim().max(200).default(""),
  instructions: z.string().default(""),
  subject: z.string().default(""),
});

type Config = z.output<typeof RouterConfig>;

export const routerNode = defineNode({
  type: "router",
  version: 1,
  label: "Router",
  summary: "Chooses a branch, by what a text is about or by rules.",
  group: "flow",
  glyph: "split",
  keywords: ["condition", "if", "else", "switch", "branch", "classify", "choose", "decide"],
  shape: { is: "choice" },
  effect: "model",
  ports: ({ branches }) => ({
    inputs: [{ id: "in", label: "In", single: true }],
    outputs: [
      ...branches
        .filter((branch, index) => branch.id !== otherwisePort && branches.findIndex((other) => other.id === branch.id) === index)
        .map(({ id, label }) => ({ id, label: label || id, named: true })),
      { id: otherwisePort, label: "Otherwise", named: true },
    ],
  }),
  config: RouterConfig,
  defaults: {
    mode: "model",
    take: "first",
    branches: [
      { id: "question", label: "Question", description: "Someone wants to know something.", when: "" },
      { id: "request", label: "Request", description: "Someone wants something done.", when: "" },
    ],
    model: defaultModel,
    instructions: "",
    subject: "",
  },
  fields: [
    {
      key: "mode",
      label: "Choose by",
      control: "segments",
      options: [
        { value: "model", label: "Meaning", help: "A model reads the text and picks the branch whose description fits." },
        { value: "rules", label: "Rules", help: "Each branch has a condition; no model is called." },
      ],
    },
    {
      key: "branches",
      label: "Branches",
      help: "Each has a port of its own. When none fits, Otherwise is taken.",
      control: "custom",
      part: "branches",
    },
    {
      key: "take",
      label: "Take",
      control: "segments",
      options: [
        { value: "first", label: "First match", help: "Exactly one branch, the topmost that fits." },
        { value: "every", label: "Every match", help: "All branches that fit, side by side." },
      ],
    },
    {
      key: "subject",
      label: "Text to judge",
      help: "Leave it empty to judge what the node received.",
      placeholder: "What it received",
      control: "template",
      when: { key: "mode", is: ["model"] },
    },
    {
      key: "model",
      label: "Model",
      help: "A small model is usually enough.",
      control: "custom",
      part: "model",
      when: { key: "mode", is: ["model"] },
    },
    {
      key: "instructions",
      label: "Instructions",
      help: "What to watch for beyond the branches' descriptions.",
      placeholder: "When a message asks for several things, go by the most urgent.",
      control: "template",
      when: { key: "mode", is: ["model"] },
      advanced: true,
    },
  ],
  describe: ({ mode, branches }) => `Router · ${waysOf(branches.length)}, by ${mode === "model" ? "meaning" : "rules"}`,
  texts: ({ mode, branches, instructions, subject }) =>
    mode === "model"
      ? [
          { field: "subject", is: "template", text: subject },
          { field: "instructions", is: "template", text: instructions },
        ]
      : branches
          .map(({ when }, index) => ({ field: `branches.${index}.when`, is: "expression" as const, text: when }))
          .filter(({ text }) => text.trim() !== ""),
  check: problemsOf,
  takesOnePort: ({ take }) => take === "first",
});

function waysOf(count: number): string {
  return count === 1 ? "1 way" : `${count} ways`;
}

function problemsOf({ mode, branches, model }: Config): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const report = (code: string, field: string, message: string) => problems.push({ code, severity: "error", message, field });
  if (branches.length === 0) report("no_branches", "branches", "it has no branch to choose. Add one.");
  if (mode === "model" && model === "") report("missing_model", "model", "it has no model. Choose one, or choose by rules.");
  for (const [index, { id, label, when }] of branches.entries()) {
    const place = `branches.${index}`;
    if (id === otherwisePort) {
      report(
        "reserved_branch",
        `${place}.id`,
        "a branch can't be called `otherwise`: every Router has that port already. Choose another name.",
      );
    } else if (branches.findIndex((other) => other.id === id) !== index) {
      report("duplicate_branch", `${place}.id`, `two branches are called \`${id}\`. Give one another name.`);
    }
    if (mode === "rules" && when.trim() === "") {
      report("missing_rule", `${place}.when`, `the branch "${label || id}" has no rule. Write when it is taken.`);
    }
  }
  return problems;
}
