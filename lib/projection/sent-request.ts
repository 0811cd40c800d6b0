/**
 * The captured body of a model call, read: what each part of it is. Pure and total.
 *
 * Knows the two wires a turn takes (conversations and chat completions) as far as a person wants to
 * read them; everything else stays in the body, which is shown beside.
 */
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from "../shared/json";

export type SentEntry = { readonly who: "user" | "assistant" | "tool" | "handoff"; readonly text: string };

export type SentRequest = {
  readonly model: string | null;
  readonly agentId: string | null;
  readonly instructions: string | null;
  /** Oldest first, without the message. */
  readonly context: readonly SentEntry[];
  /** What the model is asked to answer; null when nothing was added. */
  readonly message: string | null;
  readonly tools: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
};

/** Null for a body that is neither of the two. */
export function readSentRequest(body: JsonValue): SentRequest | null {
  if (!isJsonObject(body)) return null;
  const inputs = ownValue(body, "inputs");
  const messages = ownValue(body, "messages");
  if (inputs === undefined && messages === undefined) return null;

  const system = chatSystem(messages);
  const entries = typeof inputs === "string" ? [{ who: "user", text: inputs } as const] : entriesOf(inputs ?? messages);
  const last = entries.at(-1);
  const hasMessage = last?.who === "user";
  return {
    model: textOf(ownValue(body, "model")),
    agentId: textOf(ownValue(body, "agent_id")),
    instructions: textOf(ownValue(body, "instructions")) ?? system,
    context: hasMessage ? entries.slice(0, -1) : entries,
    message: hasMessage ? last.text : null,
    tools: toolsOf(ownValue(body, "tools")),
    parameters: parametersOf(body),
  };
}

function entriesOf(value: JsonValue | undefined): readonly SentEntry[] {
  return Array.isArray(value) ? value.flatMap((entry: JsonValue) => (isJsonObject(entry) ? entryOf(entry) : [])) : [];
}

function entryOf(entry: JsonObject): readonly SentEntry[] {
  const [type, role] = [textOf(ownValue(entry, "type")), textOf(ownValue(entry, "role"))];
  if (type === "tool.execution" || type === "function.call") return [{ who: "tool", text: callText(entry) }];
  if (type === "function.result") return [{ who: "tool", text: contentOf(ownValue(entry, "result")) }];
  if (type === "agent.handoff")
    return [{ who: "handoff", text: `Handed over to ${textOf(ownValue(entry, "next_agent_name")) ?? "another agent"}` }];
  if (role === "system") return [];
  const who = role === "assistant" || type === "message.output" ? "assistant" : role === "tool" ? "tool" : "user";
  return [{ who, text: contentOf(ownValue(entry, "content")) }];
}

function callText(entry: JsonObject): string {
  return `${textOf(ownValue(entry, "name")) ?? "tool"} ${contentOf(ownValue(entry, "arguments"))}`.trim();
}

/** Text of a message: a string, or its text chunks; what is no text is named in brackets. */
function contentOf(value: JsonValue | undefined): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return value === undefined || value === null ? "" : JSON.stringify(value);
  return value
    .map((chunk: JsonValue) => {
      if (!isJsonObject(chunk)) return "";
      const text = ownValue(chunk, "text");
      if (typeof text === "string") return text;
      const name = textOf(ownValue(chunk, "title")) ?? textOf(ownValue(chunk, "type")) ?? "chunk";
      return `[${name}]`;
    })
    .join("");
}

function chatSystem(messages: JsonValue | undefined): string | null {
  if (!Array.isArray(messages)) return null;
  const texts = messages.flatMap((message: JsonValue) =>
    isJsonObject(message) && ownValue(message, "role") === "system" ? [contentOf(ownValue(message, "content"))] : [],
  );
  return texts.length === 0 ? null : texts.join("\n\n");
}

function toolsOf(tools: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool: JsonValue) => {
    if (!isJsonObject(tool)) return [];
    const fn = ownValue(tool, "function");
    const name = isJsonObject(fn) ? textOf(ownValue(fn, "name")) : null;
    return [name ?? textOf(ownValue(tool, "type")) ?? "tool"];
  });
}

const plainParameters = ["temperature", "top_p", "max_tokens", "random_seed", "reasoning_effort", "tool_choice"];

function parametersOf(body: JsonObject): SentRequest["parameters"] {
  const nested = ownValue(body, "completion_args");
  const source = isJsonObject(nested) ? nested : body;
  const plain = plainParameters.flatMap((name) => {
    const value = ownValue(source, name);
    return value === undefined || value === null ? [] : [{ name: name.replaceAll("_", " "), value: String(value) }];
  });
  const format = ownValue(source, "response_format");
  const type = isJsonObject(format) ? textOf(ownValue(format, "type")) : null;
  return type === null || type === "text" ? plain : [...plain, { name: "answer", value: type.replaceAll("_", " ") }];
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
