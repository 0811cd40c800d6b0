/**
 * Entries of a model conversation, as they are carried from one agent to the next.
 *
 * The shapes follow Mistral's Conversations API (snake case, `type` as discriminator), because an
 * entry that was received is sent again unchanged. Other providers translate at their door.
 */
import type { JsonObject } from "./json";

export type TextChunk = { readonly type: "text"; readonly text: string };
export type ReferenceChunk = {
  readonly type: "tool_reference";
  readonly tool: string;
  readonly title: string;
  readonly url?: string | null;
  readonly favicon?: string | null;
  readonly description?: string | null;
};
export type FileChunk = {
  readonly type: "tool_file";
  readonly tool: string;
  readonly file_id: string;
  readonly file_name?: string | null;
  readonly file_type?: string | null;
};
/** Chunks this release does not read (images, documents, thinking) pass through untouched. */
export type OtherChunk = { readonly type: "image_url" | "document_url" | "thinking"; readonly [key: string]: unknown };
export type Chunk = TextChunk | ReferenceChunk | FileChunk | OtherChunk;

export type MessageInput = {
  readonly type: "message.input";
  readonly role: "user" | "assistant";
  readonly content: string | readonly Chunk[];
};
export type MessageOutput = {
  readonly type: "message.output";
  readonly role: "assistant";
  readonly content: string | readonly Chunk[];
  readonly agent_id?: string;
  readonly model?: string;
};
export type ToolExecution = {
  readonly type: "tool.execution";
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
  readonly info?: JsonObject;
};
export type FunctionCall = {
  readonly type: "function.call";
  readonly tool_call_id: string;
  readonly name: string;
  readonly arguments: string;
};
export type FunctionResult = { readonly type: "function.result"; readonly tool_call_id: string; readonly result: string };
export type AgentHandoff = {
  readonly type: "agent.handoff";
  readonly previous_agent_id: string;
  readonly previous_agent_name: string;
  readonly next_agent_id: string;
  readonly next_agent_name: string;
};
export type Entry = MessageInput | MessageOutput | ToolExecution | FunctionCall | FunctionResult | AgentHandoff;

/** The text of a message's content; references and files have none. */
export function contentText(content: string | readonly Chunk[]): string {
  if (typeof content === "string") return content;
  return content.map((chunk) => (chunk.type === "text" ? (chunk as TextChunk).text : "")).join("");
}

/** The text an agent answered with: every output message of its turn, in order. */
export function outputText(entries: readonly Entry[]): string {
  return entries
    .filter((entry) => entry.type === "message.output")
    .map((entry) => contentText(entry.content))
    .join("");
}

/** Model tokens of one turn or many. `connector` is what server-side tools used; providers differ in billing it. */
export type Usage = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly connectorTokens: number;
  readonly totalTokens: number;
  /** Calls by tool name, as the provider counted them. */
  readonly connectors: { readonly [tool: string]: number };
};

export const noUsage: Usage = { promptTokens: 0, completionTokens: 0, connectorTokens: 0, totalTokens: 0, connectors: {} };

/** Stands for a provider where something was said, and paid for, in a run that the step started. */
export const saidInOtherRun = "another run";

export function addUsage(a: Usage, b: Usage): Usage {
  const connectors: { [tool: string]: number } = { ...a.connectors };
  for (const [tool, count] of Object.entries(b.connectors)) connectors[tool] = (connectors[tool] ?? 0) + count;
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    connectorTokens: a.connectorTokens + b.connectorTokens,
    totalTokens: a.totalTokens + b.totalTokens,
    connectors,
  };
}
