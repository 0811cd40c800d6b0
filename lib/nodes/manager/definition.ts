/** Manager: divides a goal among the workers it is wired to, and makes one answer of their results. */
import { z } from "zod";
import { limits } from "../../shared/limits";
import { defaultModel, shortModelName } from "../../shared/models";
import { defineNode } from "../contract";

/** The binding port to those it may give work to. */
export const workersPort = "workers";

const ManagerConfig = z.strictObject({
  model: z.string().trim().max(200).default(""),
  instructions: z.string().default(""),
  message: z.string().default(""),
  rounds: z.number().int().min(1).max(limits.managerRounds.hard).default(2),
  most: z.number().int().min(1).max(limits.delegations.hard).default(limits.delegations.value),
  atOnce: z.number().int().min(1).max(limits.delegations.hard).default(8),
  onFailure: z.enum(["settle", "stop"]).default("settle"),
});

type Config = z.output<typeof ManagerConfig>;

export const managerNode = defineNode({
  type: "manager",
  version: 1,
  label: "Manager",
  summary: "Plans subtasks, gives them to the workers it is wired to, and makes one answer of what they bring.",
  group: "agents",
  glyph: "network",
  keywords: ["team", "worker", "delegate", "hierarchy", "supervisor", "coordinator", "orchestrator", "plan", "lead"],
  shape: { is: "team", by: "plan" },
  effect: "model",
  ports: () => ({
    inputs: [{ id: "in", label: "In" }],
    outputs: [
      { id: "out", label: "Out" },
      { id: workersPort, label: "Workers", role: "binding", named: true, values: ["task"], isNeeded: true },
    ],
  }),
  config: ManagerConfig,
  defaults: {
    model: defaultModel,
    instructions: "",
    message: "",
    rounds: 2,
    most: limits.delegations.value,
    atOnce: 8,
    onFailure: "settle",
  },
  fields: [
    {
      key: "model",
      label: "Model",
      help: "Plans and puts the results together; a larger model plans better.",
      control: "custom",
      part: "model",
    },
    {
      key: "instructions",
      label: "Instructions",
      help: "How it should divide the work and what the answer should look like. It is told about its workers without your help.",
      placeholder: "You lead a small team. …",
      control: "custom",
      part: "instructions",
    },
    {
      key: "message",
      label: "Goal",
      help: "What the team should achieve. Leave it empty for what the node received.",
      placeholder: "What it received",
      control: "template",
    },
    {
      key: "rounds",
      label: "Rounds",
      help: "How often it may give out work: with 2, it may ask for more after it saw the first results.",
      control: "number",
      min: 1,
      max: limits.managerRounds.hard,
      step: 1,
      unit: "rounds",
    },
    {
      key: "onFailure",
      label: "When a worker fails",
      control: "segments",
      options: [
        { value: "settle", label: "Go on", help: "The manager is told and works with what there is." },
        { value: "stop", label: "Stop", help: "The others are cancelled and the step fails." },
      ],
    },
    {
      key: "most",
      label: "Subtasks at most",
      help: "In all rounds together. A larger plan is sent back.",
      control: "number",
      min: 1,
      max: limits.delegations.hard,
      step: 1,
      unit: "subtasks",
      advanced: true,
    },
    {
      key: "atOnce",
      label: "At once",
      help: "How many subtasks run side by side.",
      control: "number",
      min: 1,
      max: limits.delegations.hard,
      step: 1,
      unit: "subtasks",
      advanced: true,
    },
  ],
  describe,
  texts: ({ instructions, message }) => [
    { field: "instructions", is: "template", text: instructions },
    { field: "message", is: "template", text: message },
  ],
  check: ({ model }) =>
    model === "" ? [{ code: "missing_model", severity: "error", message: "it has no model. Choose one.", field: "model" }] : [],
  startsRuns: ({ message }) => message.trim() !== "",
  purpose: () => "Divides larger tasks among a team of its own.",
  contextMode: () => "carry",
});

function describe({ model, rounds }: Config): string {
  return `${shortModelName(model) || "No model chosen"} · ${rounds === 1 ? "1 round" : `${rounds} rounds`}`;
}
