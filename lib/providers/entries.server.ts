import "server-only";

/**
 * Entries before they are carried into another conversation.
 */
import type { Chunk, Entry } from "../shared/conversation";

/** Without calls nobody answered, results nobody asked for, and thoughts, which models do not take back. */
export function carriedEntries(entries: readonly Entry[]): Entry[] {
  const results = new Set(entries.flatMap((entry) => (entry.type === "function.result" ? [entry.tool_call_id] : [])));
  const calls = new Set(entries.flatMap((entry) => (entry.type === "function.call" ? [entry.tool_call_id] : [])));
  return entries.flatMap((entry): Entry[] => {
    if (entry.type === "function.call") return results.has(entry.tool_call_id) ? [entry] : [];
    if (entry.type === "function.result") return calls.has(entry.tool_call_id) ? [entry] : [];
    if (entry.type !== "message.input" && entry.type !== "message.output") return [entry];
    if (typeof entry.content === "string") return [entry];
    const content = entry.content.filter((chunk) => chunk.type !== "thinking");
    return content.length === 0 ? [] : [{ ...entry, content }];
  });
}

/** How many calls among the entries have no result there. */
export function unansweredCalls(entries: readonly Entry[]): number {
  const results = new Set(entries.flatMap((entry) => (entry.type === "function.result" ? [entry.tool_call_id] : [])));
  return entries.filter((entry) => entry.type === "function.call" && !results.has(entry.tool_call_id)).length;
}

/** A chunk's text; references, files and pictures have none. */
export function chunkText(chunk: Chunk): string {
  return chunk.type === "text" && typeof chunk.text === "string" ? chunk.text : "";
}
