/**
 * Calls of the functions a request offers, and built-in tools that wait for a person's consent.
 */

import type { JsonObject } from "../../shared/json";
import { isJsonObject } from "../../shared/json";
import { fillSchema } from "./json-schema";
import type { AnswerPart, Prompt } from "./prompt";
import { meaningfulWords, stemOf } from "./words";
import { understand } from "./work";

/** The functions to call now; none when they were already answered or do not fit the message. */
export function functionCallsFor(prompt: Prompt): AnswerPart[] {
  if (prompt.toolChoice === "none") return [];
  const work = understand(prompt);
  const wanted = new Set(meaningfulWords(work.message).map(stemOf));
  const functions = prompt.tools.filter((tool) => tool.type === "function").map((tool) => tool.function);
  const open = functions.filter(({ name }) => !prompt.answeredCalls.includes(name));
  const fitting = open.filter(({ name, description }) =>
    meaningfulWords(`${name.replaceAll(/[_-]+/g, " ")} ${description ?? ""}`).some((word) => wanted.has(stemOf(word))),
  );
  const chosen =
    fitting.length > 0 ? fitting.slice(0, 3) : prompt.toolChoice === "any" && prompt.answeredCalls.length === 0 ? open.slice(0, 1) : [];
  const calls = chosen.map(
    ({ name, parameters }): AnswerPart => ({ kind: "function_call", name, arguments: argumentsFor(parameters, work), isPending: false }),
  );
  return [...calls, ...pendingTools(prompt, work.topic)];
}

function argumentsFor(parameters: JsonObject, work: ReturnType<typeof understand>): JsonObject {
  const filled = fillSchema({ type: "object", ...parameters }, work);
  return isJsonObject(filled) ? filled : {};
}

function pendingTools(prompt: Prompt, topic: string): AnswerPart[] {
  return prompt.tools.flatMap((tool) => {
    const name = tool.type;
    if (tool.type === "function" || !("tool_configuration" in tool)) return [];
    const needed = tool.tool_configuration?.requires_confirmation?.includes(name) === true && !prompt.answeredCalls.includes(name);
    return needed ? [{ kind: "function_call", name, arguments: { query: topic }, isPending: true } as const] : [];
  });
}
