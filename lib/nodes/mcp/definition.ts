/** MCP server: tools of a server that speaks the Model Context Protocol, for an agent or as a step. */
import { z } from "zod";
import { DecideHours, decideHours } from "../../document/schema";
import { isJsonObject, JsonValueSchema } from "../../shared/json";
import { limits } from "../../shared/limits";
import { type ConfigProblem, defineNode, type OfferedFunction, type ReferencedText } from "../contract";

const mostHeaders = 50;
const mostTools = 100;
const mostSeconds = limits.httpTotalMs.hard / 1_000;

const McpToolSchema = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(4_000).default(""),
  /** JSON schema of its arguments. */
  parameters: z.record(z.string(), JsonValueSchema).default({}),
  /** A person has to allow each call of it that a model makes. */
  askFirst: z.boolean().optional(),
});

const McpConfig = z.strictObject({
  url: z.string().trim().max(2_000).default(""),
  headers: z
    .array(z.strictObject({ name: z.string().max(200), value: z.string() }))
    .max(mostHeaders, `a request has at most ${mostHeaders} headers`)
    .default([]),
  /**
   * The tools as they were when the author looked at them: a model is offered these and nothing that a server
   * puts in their place later.
   */
  tools: z.array(McpToolSchema).max(mostTools, `at most ${mostTools} tools can be used`).default([]),
  /** The one that is called; empty: a model chooses. */
  tool: z.string().max(200).default(""),
  arguments: z.string().default("received"),
  /** Of the tools that ask first: after so many hours without a decision a call is refused. Absent: no deadline. */
  decideHours: DecideHours.optional(),
  timeoutSeconds: z
    .number()
    .min(1)
    .max(mostSeconds)
    .default(limits.httpTotalMs.value / 1_000),
});

export type McpConfig = z.output<typeof McpConfig>;

export const mcpNode = defineNode({
  type: "mcp",
  version: 1,
  label: "MCP server",
  summary: "Calls tools of an MCP server; wired to an agent's Tools, its model may call them.",
  group: "world",
  glyph: "plug",
  keywords: ["model context protocol", "tools", "function", "server", "integration", "connector", "call", "plugin"],
  shape: { is: "task" },
  effect: "outside",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: McpConfig,
  defaults: { url: "", headers: [], tools: [], tool: "", arguments: "received", timeoutSeconds: limits.httpTotalMs.value / 1_000 },
  fields: [
    {
      key: "url",
      label: "Address",
      help: "Of a server that speaks MCP over HTTP. Only public addresses can be called, and those that whoever runs Windrose allowed.",
      placeholder: "https://mcp.example.com/mcp",
      control: "text",
    },
    {
      key: "headers",
      label: "Headers",
      help: "An Authorization header, for example; values may hold variables.",
      control: "custom",
      part: "headers",
    },
    {
      key: "tools",
      label: "Tools",
      help: "Loaded from the server once and kept: what it changes later is not offered until you load again.",
      control: "custom",
      part: "mcp_tools",
    },
    {
      key: "tool",
      label: "Calls",
      help: "The name of one tool. Leave it empty where an agent's Tools lead here: its model then chooses.",
      placeholder: "A model chooses",
      control: "text",
    },
    {
      key: "arguments",
      label: "Arguments",
      help: "One expression that gives an object.",
      placeholder: "{ query: received }",
      control: "expression",
    },
    {
      key: "decideHours",
      label: "Time to decide",
      help: "For a person who is asked first. After that the call is refused, and the model told so. Leave it empty to wait as long as it takes.",
      placeholder: "No deadline",
      control: "number",
      ...decideHours,
      unit: "hours",
      advanced: true,
    },
    {
      key: "timeoutSeconds",
      label: "Time-out",
      help: "For each request to the server.",
      control: "number",
      min: 1,
      max: mostSeconds,
      unit: "seconds",
      advanced: true,
    },
  ],
  describe: ({ url, tool, tools }) => {
    if (url === "") return "MCP · no server yet";
    const host = hostOf(url) ?? url;
    return `MCP · ${tool === "" ? (tools.length === 1 ? "1 tool" : `${tools.length} tools`) : tool} · ${host}`;
  },
  texts: textsOf,
  check: problemsOf,
  functions: functionsOf,
});

function textsOf({ headers, tool, arguments: given }: McpConfig): readonly ReferencedText[] {
  return [
    ...headers.map(({ value }, place): ReferencedText => ({ field: `headers.${place}.value`, is: "template", text: value })),
    ...(tool === "" ? [] : [{ field: "arguments", is: "expression" as const, text: given }]),
  ];
}

/** Undefined for what is no whole address. */
function hostOf(url: string): string | undefined {
  return /^https?:\/\/(?:[^/?#@\s]*@)?([^/?#@\s]+)/i.exec(url)?.[1];
}

/** What it is called with when a model chooses. */
export const ChosenCall = z.object({ tool: z.string(), arguments: z.record(z.string(), JsonValueSchema) });

function functionsOf({ tools, tool, decideHours }: McpConfig): readonly OfferedFunction[] {
  return tools
    .filter(({ name }) => tool === "" || name === tool)
    .map(({ name, description, parameters, askFirst }) => ({
      name,
      asksFirst: askFirst === true,
      decideHours,
      description: description.trim() || name,
      parameters: isJsonObject(parameters.properties) ? parameters : { type: "object", properties: {} },
      input: (given) => (tool === "" ? { tool: name, arguments: given } : given),
    }));
}

function problemsOf({ url, tool, tools }: McpConfig): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (url === "") {
    problems.push({ code: "missing_url", severity: "error", message: "it has no address. Write the server's.", field: "url" });
  } else if (hostOf(url) === undefined) {
    const message = "its address has to be whole, as in https://mcp.example.com/mcp.";
    problems.push({ code: "invalid_url", severity: "error", message, field: "url" });
  }
  if (url !== "" && tool === "" && tools.length === 0) {
    const message = "no tool of the server was loaded yet, so there is nothing to call. Load its tools.";
    problems.push({ code: "no_tools", severity: "error", message, field: "tools" });
  }
  return problems;
}
