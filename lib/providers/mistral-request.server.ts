import "server-only";

/**
 * Our turn in the SDK's words: every field named, because the SDK drops silently what it does not know.
 */
import type {
  ChatCompletionStreamRequest,
  CompletionArgs,
  ConversationAppendStreamRequest,
  ConversationStreamRequest,
  CreateAgentRequest,
  InputEntries,
  ResponseFormat,
} from "@mistralai/mistralai/models/components";
import type { FunctionTool, ModelParameters, ModelTool } from "../nodes/contract";
import type { Chunk, Entry } from "../shared/conversation";
import { chatMessages } from "./chat-messages.server";
import type { AgentSetup, TurnRequest } from "./contract";
import { carriedEntries } from "./entries.server";
import { withShortCallIds } from "./function-calls.server";

/** An agent brings its own model, instructions and tools: the service refuses to override them. */
export function startRequest(turn: TurnRequest): ConversationStreamRequest {
  const inputs = withShortCallIds(carriedEntries(turn.entries)).map(inputEntry);
  if (turn.agentId !== undefined) return { agentId: turn.agentId, inputs };
  const args = completionArgs(turn.parameters, turn.outputSchema);
  return {
    model: turn.model,
    inputs,
    ...(turn.instructions === "" ? {} : { instructions: turn.instructions }),
    ...(turn.tools.length === 0 ? {} : { tools: turn.tools.map(tool) }),
    ...(args === undefined ? {} : { completionArgs: args }),
  };
}

/** An append takes neither agent nor tools: the conversation has them, and the calls that results in `entries` answer. */
export function appendRequest(turn: TurnRequest): ConversationAppendStreamRequest {
  const args = turn.agentId === undefined ? completionArgs(turn.parameters, turn.outputSchema) : undefined;
  return { inputs: turn.entries.map(inputEntry), ...(args === undefined ? {} : { completionArgs: args }) };
}

/** Every setting, also the empty ones: an update keeps what is absent. */
export function agentRequest(setup: AgentSetup): CreateAgentRequest {
  return {
    name: setup.name,
    model: setup.model,
    description: setup.description === "" ? null : setup.description,
    instructions: setup.instructions === "" ? null : setup.instructions,
    tools: setup.tools.map(tool),
    completionArgs: sampling(setup.parameters, setup.outputSchema),
  };
}

export function chatRequest(turn: TurnRequest): ChatCompletionStreamRequest {
  const { stop, ...args } = sampling(turn.parameters, turn.outputSchema);
  const messages = chatMessages(turn.instructions, turn.entries).map((message): ChatCompletionStreamRequest["messages"][number] => {
    if (message.role === "tool") return { role: "tool", content: message.content, toolCallId: message.toolCallId };
    if (message.role === "assistant")
      return {
        role: "assistant",
        content: message.content,
        ...(message.toolCalls ? { toolCalls: message.toolCalls.map((call) => ({ ...call })) } : {}),
      };
    return message.role === "system" ? { role: "system", content: message.content } : { role: "user", content: message.content };
  });
  const tools = turn.tools.filter((offered) => offered.type === "function").map(functionTool);
  return {
    model: turn.model,
    messages,
    ...args,
    ...(stop === undefined ? {} : { stop }),
    ...(tools.length === 0 ? {} : { tools }),
  };
}

function completionArgs(parameters: ModelParameters, schema: TurnRequest["outputSchema"]): CompletionArgs | undefined {
  const args = sampling(parameters, schema);
  return Object.keys(args).length === 0 ? undefined : args;
}

type Sampling = {
  temperature?: number;
  topP?: number;
  maxTokens?: number;
  randomSeed?: number;
  presencePenalty?: number;
  frequencyPenalty?: number;
  reasoningEffort?: "none" | "high";
  stop?: string[];
  responseFormat?: ResponseFormat;
};

/** Only what is set: an absent field leaves the model's own default. */
function sampling({ stop, ...parameters }: ModelParameters, schema: TurnRequest["outputSchema"]): Sampling {
  const set = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
  const format: ResponseFormat | undefined =
    schema === undefined
      ? undefined
      : { type: "json_schema", jsonSchema: { name: schemaName(schema.name), schemaDefinition: schema.schema, strict: true } };
  return {
    ...set,
    ...(stop === undefined || stop.length === 0 ? {} : { stop: [...stop] }),
    ...(format === undefined ? {} : { responseFormat: format }),
  };
}

/** Schema names are letters, digits, `_` and `-`, at most 64. */
export function schemaName(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, 64) || "answer";
}

function tool(offered: ModelTool) {
  if (offered.type === "function") return functionTool(offered);
  return offered.type === "document_library" ? { type: offered.type, libraryIds: [...offered.libraryIds] } : { type: offered.type };
}

function functionTool({ name, description, parameters }: FunctionTool) {
  return { type: "function" as const, function: { name, description, parameters: { ...parameters } } };
}

function inputEntry(entry: Entry): InputEntries {
  switch (entry.type) {
    case "message.input":
      return {
        type: entry.type,
        role: entry.role,
        content: typeof entry.content === "string" ? entry.content : entry.content.map(inputChunk),
      };
    case "message.output":
      return {
        type: entry.type,
        role: "assistant",
        content: typeof entry.content === "string" ? entry.content : entry.content.map(outputChunk),
        ...(entry.agent_id === undefined ? {} : { agentId: entry.agent_id }),
        ...(entry.model === undefined ? {} : { model: entry.model }),
      };
    case "tool.execution":
      return {
        type: entry.type,
        name: entry.name,
        arguments: entry.arguments,
        ...(entry.info === undefined ? {} : { info: { ...entry.info } }),
      };
    case "function.call":
      return { type: entry.type, toolCallId: entry.tool_call_id, name: entry.name, arguments: entry.arguments };
    case "function.result":
      return { type: entry.type, toolCallId: entry.tool_call_id, result: entry.result };
    case "agent.handoff":
      return {
        type: entry.type,
        previousAgentId: entry.previous_agent_id,
        previousAgentName: entry.previous_agent_name,
        nextAgentId: entry.next_agent_id,
        nextAgentName: entry.next_agent_name,
      };
  }
}

type OutputChunk = Exclude<Extract<InputEntries, { type?: "message.output" | undefined }>["content"], string>[number];
type InputChunk = Exclude<Extract<InputEntries, { type?: "message.input" | undefined }>["content"], string>[number];

function inputChunk(chunk: Chunk): InputChunk {
  const converted = outputChunk(chunk);
  return "title" in converted ? { type: "text", text: converted.title } : converted;
}

function outputChunk(chunk: Chunk): OutputChunk {
  const text = (key: string): string => {
    const value: unknown = Reflect.get(chunk, key);
    return typeof value === "string" ? value : "";
  };
  switch (chunk.type) {
    case "tool_reference":
      return {
        type: chunk.type,
        tool: text("tool"),
        title: text("title"),
        ...optional("url", text("url")),
        ...optional("description", text("description")),
      };
    case "tool_file":
      return {
        type: chunk.type,
        tool: text("tool"),
        fileId: text("file_id"),
        ...optional("fileName", text("file_name")),
        ...optional("fileType", text("file_type")),
      };
    case "image_url":
      return { type: chunk.type, imageUrl: text("image_url") || String(Reflect.get(Object(chunk.image_url), "url") ?? "") };
    case "document_url":
      return { type: chunk.type, documentUrl: text("document_url"), ...optional("documentName", text("document_name")) };
    default:
      return { type: "text", text: text("text") };
  }
}

function optional<Key extends string>(key: Key, value: string): { [name in Key]?: string } {
  // One literal key and its text.
  return (value === "" ? {} : { [key]: value }) as { [name in Key]?: string };
}
