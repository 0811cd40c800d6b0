/** Emit: a named event with data, for every handler that listens for it. */
import { z } from "zod";
import { type ConfigProblem, defineNode } from "../contract";
import { eventNameProblem, failedStepEvent } from "../event-names";

const EmitConfig = z.strictObject({
  name: z.string().trim().max(200).default(""),
  mode: z.enum(["template", "expression"]).default("template"),
  template: z.string().default(""),
  expression: z.string().default(""),
});

type Config = z.output<typeof EmitConfig>;

export const emitNode = defineNode({
  type: "emit",
  version: 1,
  label: "Emit",
  summary: "Emits a named event with data; every On event for that name handles it.",
  group: "world",
  glyph: "zap",
  keywords: ["event", "publish", "signal", "trigger", "notify", "raise", "message"],
  shape: { is: "task" },
  effect: "none",
  isInstant: true,
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: EmitConfig,
  defaults: { name: "data.received", mode: "template", template: "", expression: "" },
  fields: [
    {
      key: "name",
      label: "Event",
      help: "Lower-case words with dots between them. An event that nobody handles is shown with the run.",
      placeholder: "data.received",
      control: "text",
    },
    {
      key: "mode",
      label: "Data",
      control: "segments",
      options: [
        { value: "template", label: "Text", help: "A text with variables in it." },
        { value: "expression", label: "Value", help: "One expression: an object, a list, a number." },
      ],
    },
    {
      key: "template",
      label: "Text",
      help: "Handlers read it as {{ event.data }}. Leave it empty for what the node received.",
      placeholder: "What it received",
      control: "template",
      when: { key: "mode", is: ["template"] },
    },
    {
      key: "expression",
      label: "Value",
      help: "Handlers read it as {{ event.data }}. Leave it empty for what the node received.",
      placeholder: '{"order": input.order, "reason": received}',
      control: "expression",
      when: { key: "mode", is: ["expression"] },
    },
  ],
  describe: ({ name }) => `Emit · ${name || "no event yet"}`,
  texts: ({ mode, template, expression }) => [
    mode === "template"
      ? { field: "template", is: "template", text: template }
      : { field: "expression", is: "expression", text: expression },
  ],
  check: problemsOf,
});

function problemsOf({ name }: Config): readonly ConfigProblem[] {
  const problem = eventNameProblem(name);
  if (problem !== undefined) return [{ code: "invalid_event_name", severity: "error", message: problem, field: "name" }];
  if (name !== failedStepEvent) return [];
  const message = `\`${failedStepEvent}\` is emitted by the run itself when a step fails. Give this event another name.`;
  return [{ code: "reserved_event_name", severity: "error", message, field: "name" }];
}
