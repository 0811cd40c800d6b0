/** Agent: one step of a language model, with instructions, tools and a choice of what it sees. */
import { z } from "zod";
import { JsonValueSchema } from "../../shared/json";
import { defaultModel, shortModelName } from "../../shared/models";
import { type ConfigProblem, defineNode } from "../contract";
import { describeTools, ModelToolSchema, toolProblems } from "../model-tools";

/** The binding port to those it may hand over to. */
export const handoffsPort = "handoffs";

/** The binding port to what its model may call as functions. */
export const toolsPort = "tools";

const text = z.string().default("");

/** Which agent of the library a node was made from: it holds a copy of that version. */
const FromLibrary = z.strictObject({ agent: z.string().min(1).max(64), version: z.number().int().min(1) });

export const AgentConfig = z.strictObject({
  provider: z.enum(["default", "mistral", "openai-compatible"]).default("default"),
  api: z.enum(["conversations", "chat"]).default("conversations"),
  agentId: z.string().trim().max(200).default(""),
  model: z.string().trim().max(200).default(""),
  instructions: text,
  message: text,
  context: z.enum(["carry", "continue", "last", "fresh"]).default("carry"),
  tools: z.array(ModelToolSchema).max(10).default([]),
  temperature: z.number().min(0, "has to be between 0 and 1").max(1, "has to be between 0 and 1").optional(),
  topP: z.number().gt(0, "has to be above 0 and at most 1").max(1, "has to be above 0 and at most 1").optional(),
  maxTokens: z.number().int().min(1).max(1_000_000).optional(),
  randomSeed: z.number().int().min(0).max(2_147_483_647).optional(),
  output: z.enum(["text", "json"]).default("text"),
  schemaName: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,64}$/, "may hold letters, digits, _ and - (at most 64)")
    .default(""),
  schema: z.record(z.string(), JsonValueSchema).nullable().default(null),
  description: z.string().max(2_000).default(""),
  handoffBy: z.enum(["tool", "text", "server"]).default("tool"),
  stateOutput: z.enum(["none", "convention", "structured"]).default("none"),
  /** Absent unless it came from the library, so that other documents keep their hash. */
  fromLibrary: FromLibrary.optional(),
});

type Config = z.output<typeof AgentConfig>;

export const agentNode = defineNode({
  type: "agent",
  version: 1,
  label: "Agent",
  summary: "A language model with instructions and tools does one part of the work.",
  group: "agents",
  glyph: "agent",
  keywords: ["model", "llm", "mistral", "prompt", "ai", "assistant", "chat", "web search", "code"],
  shape: { is: "task" },
  effect: "model",
  hasFallbackAgent: true,
  ports: ({ agentId }) => ({
    inputs: [{ id: "in", label: "In" }],
    outputs: [
      { id: "out", label: "Out" },
      { id: handoffsPort, label: "Handoff", role: "binding", accepts: ["task", "team"] },
      { id: toolsPort, label: "Tools", role: "binding", offersFunctions: true, ...(agentId !== "" && { knowsOwnFunctions: true }) },
    ],
  }),
  config: AgentConfig,
  defaults: {
    provider: "default",
    api: "conversations",
    agentId: "",
    model: defaultModel,
    instructions: "",
    message: "",
    context: "carry",
    tools: [],
    output: "text",
    schemaName: "",
    schema: null,
    description: "",
    handoffBy: "tool",
    stateOutput: "none",
  },
  fields: [
    {
      key: "fromLibrary",
      label: "Library",
      help: "Keeps what this agent is for other workflows, or says which agent of the library it is a copy of.",
      control: "custom",
      part: "library",
    },
    {
      key: "model",
      label: "Model",
      help: "Larger models reason better; smaller ones are faster and cheaper.",
      control: "custom",
      part: "model",
    },
    {
      key: "instructions",
      label: "Instructions",
      help: "Who the agent is, what it should do and how its answer should look. Type {{ for variables.",
      placeholder: "You are a market analyst. Research …",
      control: "custom",
      part: "instructions",
    },
    {
      key: "message",
      label: "Message",
      help: "What the agent is asked. Leave it empty to ask with what the node received.",
      placeholder: "What it received",
      control: "template",
    },
    { key: "tools", label: "Tools", help: "What the agent may use while it works.", control: "custom", part: "tools" },
    {
      key: "context",
      label: "Context",
      control: "segments",
      options: [
        { value: "carry", label: "Carry", help: "A new conversation that begins with what was said so far." },
        {
          value: "continue",
          label: "Continue",
          help: "The same agent goes on in its own conversation: one with these instructions and tools, or the one before when both are empty.",
        },
        { value: "last", label: "Last output", help: "Sees the last output only, not how it came about." },
        { value: "fresh", label: "Fresh", help: "Sees its instructions and message only, not the conversation." },
      ],
    },
    {
      key: "output",
      label: "Output",
      control: "segments",
      options: [
        { value: "text", label: "Text" },
        { value: "json", label: "JSON", help: "Checked against a schema; a wrong answer is sent back at most twice." },
      ],
    },
    {
      key: "schemaName",
      label: "Schema name",
      help: "What the answer is called for the model, e.g. invoice.",
      placeholder: "answer",
      control: "text",
      when: { key: "output", is: ["json"] },
    },
    {
      key: "schema",
      label: "JSON schema",
      help: "The shape the answer has to have.",
      control: "custom",
      part: "schema",
      when: { key: "output", is: ["json"] },
    },
    {
      key: "description",
      label: "Good at",
      help: "What it is good at, for managers and agents that may hand work to it. Empty: the first sentence of its instructions.",
      placeholder: "Invoices, payments and refunds",
      control: "text",
    },
    {
      key: "handoffBy",
      label: "Hands over by",
      control: "choice",
      options: [
        { value: "tool", label: "A function call", help: "The model calls transfer_to_… for an agent wired to Handoff." },
        { value: "text", label: "A line of text", help: "The model writes HANDOFF: NAME and a reason; for models without functions." },
        { value: "server", label: "Mistral itself", help: "Only for an existing agent: Mistral hands over to the agents it lists." },
      ],
      advanced: true,
    },
    {
      key: "stateOutput",
      label: "State",
      control: "choice",
      options: [
        { value: "none", label: "Leaves the state alone" },
        {
          value: "structured",
          label: "As JSON",
          help: "The answer is JSON with the output and what changes of the declared variables, checked against their types.",
        },
        {
          value: "convention",
          label: "STATE: and RESULT:",
          help: "The answer carries the state as JSON after STATE: and the output after RESULT:. Declared variables are written.",
        },
      ],
      advanced: true,
    },
    {
      key: "provider",
      label: "Provider",
      control: "choice",
      options: [
        { value: "default", label: "Default", help: "The one this installation is set up with." },
        { value: "mistral", label: "Mistral" },
        { value: "openai-compatible", label: "OpenAI-compatible endpoint", help: "vLLM, Ollama, llama.cpp, LM Studio. No built-in tools." },
      ],
      advanced: true,
    },
    {
      key: "api",
      label: "API",
      control: "choice",
      options: [
        { value: "conversations", label: "Conversations", help: "Mistral keeps the conversation; built-in tools work." },
        { value: "chat", label: "Chat completions", help: "Every call sends all messages; no built-in tools." },
      ],
      advanced: true,
    },
    {
      key: "agentId",
      label: "Existing agent",
      help: "The id of an agent made at Mistral. Its own model, instructions, tools and parameters are used instead of these.",
      placeholder: "ag_…",
      control: "text",
      advanced: true,
    },
    {
      key: "temperature",
      label: "Temperature",
      help: "Low for facts, high for ideas. Empty: the model's default.",
      control: "number",
      min: 0,
      max: 1,
      step: 0.1,
      advanced: true,
    },
    {
      key: "topP",
      label: "Top P",
      help: "Considers only the most likely words up to this share. Change it or the temperature, not both.",
      control: "number",
      min: 0.01,
      max: 1,
      step: 0.05,
      advanced: true,
    },
    {
      key: "maxTokens",
      label: "Longest answer",
      help: "The answer is cut off after this. Empty: the model's own limit.",
      control: "number",
      min: 1,
      max: 1_000_000,
      step: 1,
      unit: "tokens",
      advanced: true,
    },
    {
      key: "randomSeed",
      label: "Random seed",
      help: "The same number makes equal requests give similar answers.",
      control: "number",
      min: 0,
      max: 2_147_483_647,
      step: 1,
      advanced: true,
    },
  ],
  describe,
  texts: ({ instructions, message, agentId }) => [
    // An existing agent brings its own instructions.
    ...(agentId === "" ? [{ field: "instructions", is: "template" as const, text: instructions }] : []),
    { field: "message", is: "template", text: message },
  ],
  check: problemsOf,
  startsRuns: ({ message }) => message.trim() !== "",
  purpose: ({ description, instructions }) => description.trim() || firstSentence(instructions),
  contextMode: ({ context }) => context,
  writesState: ({ stateOutput }) => (stateOutput === "none" ? [] : "any"),
});

/** Nothing where it depends on variables. */
function firstSentence(instructions: string): string {
  const sentence = /^\s*(\S.*?[.!?])(?:\s|$)/s.exec(instructions)?.[1] ?? "";
  return sentence.includes("{{") || sentence.length > 300 ? "" : sentence.replace(/\s+/g, " ");
}

function describe({ agentId, model, tools, output }: Config): string {
  const who = agentId !== "" ? "Existing agent" : shortModelName(model) || "No model chosen";
  const uses = agentId === "" ? describeTools(tools) : "";
  return [who, uses, output === "json" ? "JSON" : ""].filter((part) => part !== "").join(" · ");
}

function problemsOf(config: Config): readonly ConfigProblem[] {
  const { agentId, model, tools, api, provider, output, schema, handoffBy, stateOutput } = config;
  const usesOwnTools = agentId === "" && tools.length > 0;
  const problems: ConfigProblem[] = [];
  const report = (code: string, field: string, message: string) => problems.push({ code, severity: "error", message, field });

  if (agentId === "" && model === "") report("missing_model", "model", "it has no model. Choose one.");
  if (agentId !== "" && provider === "openai-compatible") {
    report("agent_needs_mistral", "provider", "an existing agent lives at Mistral. Choose Mistral as provider, or clear the agent's id.");
  } else if (agentId !== "" && api === "chat") {
    report(
      "agent_needs_conversations",
      "api",
      "an existing agent is called through conversations. Choose that API, or clear the agent's id.",
    );
  }
  if (usesOwnTools && provider === "openai-compatible") {
    report("tools_need_mistral", "tools", "an OpenAI-compatible endpoint has no built-in tools. Remove the tools, or choose Mistral.");
  } else if (usesOwnTools && api === "chat") {
    report(
      "tools_need_conversations",
      "tools",
      "chat completions have no built-in tools. Remove the tools, or choose conversations as API.",
    );
  }
  for (const { code, message } of toolProblems(tools)) report(code, "tools", message);
  if (output === "json" && (schema === null || Object.keys(schema).length === 0)) {
    report("missing_schema", "schema", "it should answer with JSON but has no schema. Describe the answer, or choose text.");
  } else if (output === "json" && schema !== null && schema.type !== "object") {
    report("schema_not_object", "schema", 'the schema has to describe an object: `"type": "object"` at its top.');
  }
  if (output === "json" && stateOutput === "convention") {
    report("state_needs_text", "stateOutput", "STATE: and RESULT: stand in a text, but it answers with JSON. Choose text as output.");
  }
  if (handoffBy === "server" && agentId === "") {
    report(
      "server_handoff_needs_agent",
      "handoffBy",
      "Mistral hands over between existing agents only. Give the id of one, or let it hand over by a function call.",
    );
  }
  return problems;
}
