import "server-only";

/**
 * Functions a model wants called: their ids, and what it wants them called with.
 */
import { randomBytes } from "node:crypto";
import type { ModelCall } from "../nodes/contract";
import type { Entry } from "../shared/conversation";
import type { JsonValue } from "../shared/json";

/** Mistral's models insist on ids of nine letters and digits; other services give ids of any shape. */
const callIdPattern = /^[A-Za-z0-9]{9}$/;

/** The id itself when every service takes it, else a new one. */
export function callId(given: string | null | undefined): string {
  if (given !== null && given !== undefined && callIdPattern.test(given)) return given;
  return randomBytes(5).toString("hex").slice(0, 9);
}

/** Entries whose calls have ids that every service takes; a call and its result keep belonging together. */
export function withShortCallIds(entries: readonly Entry[]): Entry[] {
  const shortIds = new Map<string, string>();
  const shortId = (original: string) => {
    const known = shortIds.get(original) ?? (callIdPattern.test(original) ? original : `call${String(shortIds.size).padStart(5, "0")}`);
    shortIds.set(original, known);
    return known;
  };
  return entries.map((entry) =>
    entry.type === "function.call" || entry.type === "function.result" ? { ...entry, tool_call_id: shortId(entry.tool_call_id) } : entry,
  );
}

/** The calls of an answer, in order. */
export function callsIn(entries: readonly Entry[]): ModelCall[] {
  return entries.flatMap((entry) =>
    entry.type === "function.call" ? [{ id: entry.tool_call_id, name: entry.name, arguments: argumentsIn(entry.arguments) }] : [],
  );
}

/** Never a guess at broken JSON: arguments that were cut off stay a text. */
function argumentsIn(text: string): JsonValue {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
