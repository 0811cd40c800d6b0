/**
 * Calls of the functions a request offers, and built-in tools that wait for a person's consent.
 */
import type { JsonObject } from "../../shared/json";
import { isJsonObject } from "../../shared/json";
import { scoreCategories } from "./classify";
import { fillSchema } from "./json-schema";
import type { AnswerPart, Prompt } from "./prompt";
import { meaningfulWords, shortened, stemOf } from "./words";
import { understand, type Work } from "./work";

type OfferedFunction = { readonly name: string; readonly description?: string | undefined; readonly parameters: JsonObject };

const transfer = /^transfer_to_/;

/** The functions to call now; none when they were already answered or do not fit the message. */
export function functionCallsFor(prompt: Prompt): AnswerPart[] {
  if (prompt.toolChoice === "none") return [];
  const work = understand(prompt);
  const functions = prompt.tools.filter((tool) => tool.type === "function").map((tool) => tool.function);
  const open = functions.filter(({ name }) => !prompt.answeredCalls.includes(name));
  const chosen = [
    ...transferFor(work, open),
    ...fittingFunctions(
      work,
      open.filter(({ name }) => !transfer.test(name)),
    ),
  ];
  const needed = chosen.length === 0 && prompt.toolChoice === "any" && prompt.answeredCalls.length === 0 ? open.slice(0, 1) : chosen;
  const calls = needed.map(
    ({ name, parameters }): AnswerPart => ({
      kind: "function_call",
      name,
      arguments: argumentsFor(name, parameters, work),
      isPending: false,
    }),
  );
  return [...calls, ...pendingTools(prompt, work.topic)];
}

/** The one colleague whose description fits the message best, if any does. */
function transferFor({ message, isHandedOver }: Work, open: readonly OfferedFunction[]): readonly OfferedFunction[] {
  if (isHandedOver) return [];
  const colleagues = open.filter(({ name }) => transfer.test(name));
  const scores = scoreCategories(
    message,
    colleagues.map(({ name, description }) => ({
      label: name.replace(transfer, "").replaceAll("_", " "),
      description: (description ?? "").replace(/^.*?\bover to\b|\bThey answer from then on\b.*$/gi, ""),
    })),
  );
  const most = Math.max(0, ...scores);
  return most > 0 ? colleagues.slice(scores.indexOf(most), scores.indexOf(most) + 1) : [];
}

function fittingFunctions({ message }: Work, open: readonly OfferedFunction[]): readonly OfferedFunction[] {
  const wanted = new Set(meaningfulWords(message).map(stemOf));
  return open
    .filter(({ name, description }) =>
      meaningfulWords(`${name.replaceAll(/[_-]+/g, " ")} ${description ?? ""}`).some((word) => wanted.has(stemOf(word))),
    )
    .slice(0, 3);
}

function argumentsFor(name: string, parameters: JsonObject, work: Work): JsonObject {
  const filled = fillSchema({ type: "object", ...parameters }, work);
  const given = isJsonObject(filled) ? filled : {};
  if (!transfer.test(name) || given.reason === undefined) return given;
  return { ...given, reason: `The person writes: “${shortened(work.message.replace(/\s+/g, " ").trim(), 90)}”.` };
}

function pendingTools(prompt: Prompt, topic: string): AnswerPart[] {
  return prompt.tools.flatMap((tool) => {
    const name = tool.type;
    if (tool.type === "function" || !("tool_configuration" in tool)) return [];
    const needed = tool.tool_configuration?.requires_confirmation?.includes(name) === true && !prompt.answeredCalls.includes(name);
    return needed ? [{ kind: "function_call", name, arguments: { query: topic }, isPending: true } as const] : [];
  });
}
