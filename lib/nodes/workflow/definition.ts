/** Sub-workflow: runs another workflow and goes on with its output. */
import { z } from "zod";
import { type ConfigProblem, defineNode } from "../contract";

const mostInputs = 100;

const WorkflowConfig = z.strictObject({
  workflowId: z.string().trim().max(100).default(""),
  /** A template by field of the other workflow's input. */
  inputs: z
    .record(z.string().min(1).max(200), z.string())
    .refine((inputs) => Object.keys(inputs).length <= mostInputs, `a Sub-workflow is given at most ${mostInputs} fields`)
    .default({}),
});

export type WorkflowConfig = z.output<typeof WorkflowConfig>;

export const workflowNode = defineNode({
  type: "workflow",
  version: 1,
  label: "Sub-workflow",
  summary: "Runs another workflow and goes on with its output.",
  group: "flow",
  glyph: "workflow",
  keywords: ["call", "child", "nested", "reuse", "subflow", "run another", "module", "component"],
  shape: { is: "wait" },
  effect: "none",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: WorkflowConfig,
  defaults: { workflowId: "", inputs: {} },
  fields: [
    {
      key: "workflowId",
      label: "Workflow",
      help: "Its draft is run as it is when the step starts. Where this workflow runs published, so does the other one, if it is.",
      control: "custom",
      part: "workflow",
    },
    {
      key: "inputs",
      label: "Input",
      help: 'Fields of its input, each with a text that may hold variables: {"topic": "{{ received }}"}. Leave it empty to pass on an object that was received.',
      control: "custom",
      part: "workflow_inputs",
    },
  ],
  describe: ({ workflowId, inputs }) => {
    if (workflowId === "") return "Sub-workflow · none chosen yet";
    const count = Object.keys(inputs).length;
    return count === 0 ? "Sub-workflow · with what it received" : `Sub-workflow · ${count === 1 ? "1 field" : `${count} fields`}`;
  },
  texts: ({ inputs }) => Object.entries(inputs).map(([key, text]) => ({ field: `inputs.${key}`, is: "template", text })),
  check: problemsOf,
  startsRuns: ({ inputs }) => Object.keys(inputs).length > 0,
});

function problemsOf({ workflowId }: WorkflowConfig): readonly ConfigProblem[] {
  if (workflowId !== "") return [];
  const message = "it does not say which workflow it runs. Choose one.";
  return [{ code: "missing_workflow", severity: "error", message, field: "workflowId" }];
}
