/** Decompose: splits a task into smaller ones until each can be done, and puts their results together. */
import { z } from "zod";
import { limits } from "../../shared/limits";
import { defaultModel, shortModelName } from "../../shared/models";
import { type ConfigProblem, defineNode } from "../contract";
import { describeTools, ModelToolSchema, toolProblems } from "../model-tools";

const { decompositionDepth, decompositionBreadth, decompositionTasks } = limits;

const DecomposeConfig = z.strictObject({
  model: z.string().trim().max(200).default(""),
  message: z.string().default(""),
  assess: z.string().default(""),
  execute: z.string().default(""),
  tools: z.array(ModelToolSchema).max(10).default([]),
  maxDepth: z.number().int().min(1).max(decompositionDepth.hard).default(decompositionDepth.value),
  maxBreadth: z.number().int().min(2).max(decompositionBreadth.hard).default(decompositionBreadth.value),
  maxTasks: z.number().int().min(3).max(decompositionTasks.hard).default(decompositionTasks.value),
});

type Config = z.output<typeof DecomposeConfig>;

export const decomposeNode = defineNode({
  type: "decompose",
  version: 1,
  label: "Decompose",
  summary: "Splits a task into smaller ones, level by level, does each, and puts the results together.",
  group: "agents",
  glyph: "git-fork",
  keywords: ["recursive", "subtask", "split", "tree", "divide", "break down", "plan"],
  shape: { is: "team", by: "tree" },
  effect: "model",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: DecomposeConfig,
  defaults: {
    model: defaultModel,
    message: "",
    assess: "",
    execute: "",
    tools: [],
    maxDepth: decompositionDepth.value,
    maxBreadth: decompositionBreadth.value,
    maxTasks: decompositionTasks.value,
  },
  fields: [
    { key: "model", label: "Model", help: "Assesses, executes and puts together.", control: "custom", part: "model" },
    {
      key: "message",
      label: "Task",
      help: "What is to be done in the end. Leave it empty for what the node received.",
      placeholder: "What it received",
      control: "template",
    },
    {
      key: "assess",
      label: "When to split",
      help: "What makes a task too large to be done in one go, and how it should be cut. Empty: the model judges by itself.",
      placeholder: "Split by chapter. …",
      control: "template",
    },
    {
      key: "execute",
      label: "How to do a task",
      help: "Instructions for whoever does a task that is small enough.",
      placeholder: "Do the task completely. …",
      control: "custom",
      part: "instructions",
    },
    { key: "tools", label: "Tools", help: "What may be used to do a task.", control: "custom", part: "tools" },
    {
      key: "maxDepth",
      label: "Levels",
      help: "How often a task may be split further. On the last level it is done as it is.",
      control: "number",
      min: 1,
      max: decompositionDepth.hard,
      step: 1,
      unit: "levels",
    },
    {
      key: "maxBreadth",
      label: "Subtasks of one task",
      help: "More are refused before any of them starts.",
      control: "number",
      min: 2,
      max: decompositionBreadth.hard,
      step: 1,
      unit: "subtasks",
      advanced: true,
    },
    {
      key: "maxTasks",
      label: "Tasks in all",
      help: "Of the whole tree. Each branch gets its share before it starts, so the number is never passed.",
      control: "number",
      min: 3,
      max: decompositionTasks.hard,
      step: 1,
      unit: "tasks",
      advanced: true,
    },
  ],
  describe,
  texts: ({ message, assess, execute }) => [
    { field: "message", is: "template", text: message },
    { field: "assess", is: "template", text: assess },
    { field: "execute", is: "template", text: execute },
  ],
  check: problemsOf,
  startsRuns: ({ message }) => message.trim() !== "",
  purpose: () => "Large tasks that have to be split before they can be done.",
  contextMode: () => "carry",
});

function describe({ model, tools, maxDepth }: Config): string {
  const levels = maxDepth === 1 ? "1 level" : `${maxDepth} levels`;
  return [shortModelName(model) || "No model chosen", describeTools(tools), levels].filter((part) => part !== "").join(" · ");
}

function problemsOf({ model, tools }: Config): readonly ConfigProblem[] {
  const problems = toolProblems(tools).map((problem): ConfigProblem => ({ ...problem, severity: "error", field: "tools" }));
  if (model !== "") return problems;
  return [{ code: "missing_model", severity: "error", message: "it has no model. Choose one.", field: "model" }, ...problems];
}
