import "server-only";

/**
 * Entries as chat messages, for services that keep no conversations.
 */
import { contentText, type Entry } from "../shared/conversation";
import { carriedEntries } from "./entries.server";
import { withShortCallIds } from "./function-calls.server";

export type ToolCall = {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
};
export type ChatMessage =
  | { readonly role: "system" | "user"; readonly content: string }
  | { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: "tool"; readonly content: string; readonly toolCallId: string };

/**
 * Messages in the order chat services ask for: the system's first, then persons and assistant in turn.
 *
 * Neighbours of one role are joined, tools that ran elsewhere are left out, and call ids get the nine
 * letters and digits that Mistral's models insist on.
 */
export function chatMessages(instructions: string, entries: readonly Entry[]): ChatMessage[] {
  const messages: ChatMessage[] = instructions.trim() === "" ? [] : [{ role: "system", content: instructions }];
  for (const entry of withShortCallIds(carriedEntries(entries))) {
    if (entry.type === "message.input") say(messages, entry.role, contentText(entry.content));
    else if (entry.type === "message.output") say(messages, "assistant", contentText(entry.content));
    else if (entry.type === "function.call")
      call(messages, { id: entry.tool_call_id, type: "function", function: { name: entry.name, arguments: entry.arguments } });
    else if (entry.type === "function.result") messages.push({ role: "tool", content: entry.result, toolCallId: entry.tool_call_id });
  }
  return messages;
}

function say(messages: ChatMessage[], role: "user" | "assistant", text: string): void {
  const last = messages.at(-1);
  if (text === "") return;
  if (last?.role === role && !(last.role === "assistant" && last.toolCalls))
    messages[messages.length - 1] = { ...last, content: `${last.content}\n\n${text}` };
  else messages.push({ role, content: text });
}

function call(messages: ChatMessage[], toolCall: ToolCall): void {
  const last = messages.at(-1);
  if (last?.role === "assistant") messages[messages.length - 1] = { ...last, toolCalls: [...(last.toolCalls ?? []), toolCall] };
  else messages.push({ role: "assistant", content: "", toolCalls: [toolCall] });
}
