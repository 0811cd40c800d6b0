/** Approval: the run waits until a person decides, who may edit what goes on. */
import { z } from "zod";
import { DecideHours, decideHours } from "../../document/schema";
import { type ConfigProblem, defineNode, type PortSpec } from "../contract";
import { FormFieldSchema, fieldProblems } from "../form-fields";

export const approvedPort = "approved";
export const rejectedPort = "rejected";
/** There only with a deadline. */
export const timeoutPort = "timeout";

const ApprovalFieldSchema = FormFieldSchema.extend({
  type: z.enum(["text", "long_text", "number", "choice", "json"]).default("long_text"),
  /** What stands in the field before the person edits it; a template. */
  value: z.string().default(""),
});

const ApprovalConfig = z.strictObject({
  title: z.string().max(2_000).default(""),
  body: z.string().default(""),
  fields: z.array(ApprovalFieldSchema).max(50, "an Approval has at most 50 fields").default([]),
  /** Absent: it waits as long as it takes. */
  deadlineHours: DecideHours.optional(),
  output: z.enum(["content", "decision"]).default("content"),
});

export type ApprovalConfig = z.output<typeof ApprovalConfig>;

export const approvalNode = defineNode({
  type: "approval",
  version: 1,
  label: "Approval",
  summary: "Waits for a person to approve or reject, who may edit first.",
  group: "people",
  glyph: "user-check",
  keywords: ["human", "person", "review", "decide", "confirm", "wait", "form", "edit", "sign off", "human in the loop"],
  shape: { is: "choice" },
  effect: "none",
  ports: ({ deadlineHours }) => ({ inputs: [{ id: "in", label: "In" }], outputs: outputsOf(deadlineHours !== undefined) }),
  config: ApprovalConfig,
  defaults: { title: "Is this good to go?", body: "", fields: [], output: "content" },
  fields: [
    {
      key: "title",
      label: "Question",
      help: "What the person is asked, in a line.",
      placeholder: "Publish this report?",
      control: "template",
    },
    {
      key: "body",
      label: "What they see",
      help: "Markdown. Leave it empty for what the node received.",
      placeholder: "What it received",
      control: "template",
    },
    {
      key: "fields",
      label: "What they may edit",
      help: "Fields of a form, each with the value it begins with. Leave it out when there is only yes or no.",
      control: "custom",
      part: "form_fields",
    },
    {
      key: "output",
      label: "Goes on with",
      help: "When it is approved; when it is not, the decision goes on.",
      control: "segments",
      options: [
        { value: "content", label: "Content", help: "The fields as the person left them; without fields, what the node received." },
        { value: "decision", label: "Decision", help: "An object with decision, comment, values and by." },
      ],
    },
    {
      key: "deadlineHours",
      label: "Deadline",
      help: "After that the run goes on by the port Timeout. Leave it empty to wait as long as it takes.",
      placeholder: "None",
      control: "number",
      ...decideHours,
      unit: "hours",
    },
  ],
  describe: ({ fields, deadlineHours }) => {
    const what = fields.length === 0 ? "a person decides" : "a person edits and decides";
    return deadlineHours === undefined ? `Approval · ${what}` : `Approval · ${what}, within ${hoursOf(deadlineHours)}`;
  },
  texts: ({ title, body, fields }) => [
    { field: "title", is: "template", text: title },
    { field: "body", is: "template", text: body },
    ...fields.map(({ value }, index) => ({ field: `fields.${index}.value`, is: "template" as const, text: value })),
  ],
  check: problemsOf,
  takesOnePort: () => true,
});

function outputsOf(hasDeadline: boolean): readonly PortSpec[] {
  return [
    { id: approvedPort, label: "Approved", named: true },
    { id: rejectedPort, label: "Rejected", named: true },
    ...(hasDeadline ? [{ id: timeoutPort, label: "Timeout", named: true }] : []),
  ];
}

function hoursOf(hours: number): string {
  return hours === 1 ? "1 hour" : `${hours} hours`;
}

function problemsOf({ title, fields }: ApprovalConfig): readonly ConfigProblem[] {
  const problems = [...fieldProblems(fields)];
  if (title.trim() === "") {
    const message = "it asks nothing. Write the question in a line.";
    problems.unshift({ code: "missing_question", severity: "error", message, field: "title" });
  }
  return problems;
}
