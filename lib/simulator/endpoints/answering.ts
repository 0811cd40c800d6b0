/**
 * What conversations and chat share: from entries to a prompt, from a prompt to an answer.
 */
import type { JsonObject, JsonValue } from "../../shared/json";
import { composeAnswer } from "../answer/compose";
import type { Answer, LibraryPassage, Prompt, Turn } from "../answer/prompt";
import type { Call } from "../call";
import type { Fault } from "../faults/fault";
import { interceptRequest } from "../faults/inject";
import { withoutMarkers } from "../faults/marker";
import type { Setup, Store, StoredEntry } from "../state/store";
import { notFound } from "../wire/api-error";
import type { OfferedTool } from "../wire/entries";

/** The prompt of a conversation whose last entries are this turn's. */
export function promptOf(setup: Setup, entries: readonly StoredEntry[], store: Store): Prompt {
  const { args } = setup;
  return {
    instructions: withoutMarkers(setup.instructions),
    turns: entries.flatMap(turnOf),
    tools: setup.tools,
    toolChoice: args.tool_choice === "none" ? "none" : args.tool_choice === "any" || args.tool_choice === "required" ? "any" : "auto",
    format: args.response_format ?? undefined,
    maxTokens: args.max_tokens ?? undefined,
    stop: args.stop === undefined || args.stop === null ? [] : [args.stop].flat(),
    randomSeed: args.random_seed ?? undefined,
    passages: passagesOf(setup.tools, store),
    answeredCalls: answeredCalls(entries),
    handoffs: [],
  };
}

function turnOf(entry: StoredEntry): Turn[] {
  if (entry.type === "message.input") return [{ role: entry.role === "assistant" ? "assistant" : "user", text: textOf(entry.content) }];
  if (entry.type === "message.output") return [{ role: "assistant", text: textOf(entry.content) }];
  return entry.type === "function.result" ? [{ role: "tool", text: withoutMarkers(String(entry.result)) }] : [];
}

function textOf(content: JsonValue | undefined): string {
  if (typeof content === "string") return withoutMarkers(content);
  if (!Array.isArray(content)) return "";
  const texts = content.map((chunk: JsonObject) => (typeof chunk.text === "string" ? chunk.text : ""));
  return withoutMarkers(texts.join(""));
}

/** The names of calls that were answered since the person last spoke. */
function answeredCalls(entries: readonly StoredEntry[]): string[] {
  const since = entries.findLastIndex((entry) => entry.type === "message.input");
  const recent = entries.slice(since + 1);
  const results = new Set(recent.flatMap((entry) => (entry.type === "function.result" ? [entry.tool_call_id] : [])));
  return recent.flatMap((entry) =>
    entry.type === "function.call" &&
    (results.has(entry.tool_call_id) || entry.confirmation_status === "allowed" || entry.confirmation_status === "denied")
      ? [String(entry.name)]
      : [],
  );
}

function passagesOf(tools: readonly OfferedTool[], store: Store): LibraryPassage[] {
  return tools.flatMap((tool) => {
    if (tool.type !== "document_library") return [];
    return tool.library_ids.flatMap((id) => {
      const library = store.libraries.get(id);
      if (library === undefined) throw notFound(`Library ${id}`);
      return [...library.documents.values()].map(({ name, text }) => ({
        documentName: name,
        url: `https://libraries.example.org/${id}/${encodeURIComponent(name)}`,
        text,
      }));
    });
  });
}

/**
 * Meets the fault this request asks for.
 *
 * @returns false when the response has been dealt with.
 */
export async function passFaults(
  call: Call,
  setup: { readonly instructions: string },
  lastMessage: string,
): Promise<{ readonly goesOn: boolean; readonly fault: Fault | undefined }> {
  if (call.fault !== undefined) return { goesOn: true, fault: call.fault }; // a rule was met before the handler ran
  const fault = call.world.faults.byMarker(setup.instructions, lastMessage, call.text);
  const isDone = fault !== undefined && (await interceptRequest(fault, call.response));
  return { goesOn: !isDone, fault };
}

/** @param scripted what a script says instead. */
export function answerTo(prompt: Prompt, fault: Fault | undefined, scripted: Answer | undefined): Answer {
  if (scripted !== undefined) return scripted;
  if (fault?.kind === "empty") return { parts: [{ kind: "text", text: "" }], finish: "stop" };
  const answer = composeAnswer(prompt);
  if (fault?.kind !== "bad_json") return answer;
  return { parts: [{ kind: "text", text: 'Here is the JSON you asked for: {"category": "unsure", "confidence": ' }], finish: "stop" };
}
