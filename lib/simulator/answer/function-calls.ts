/**
 * Calls of the functions a request offers, and built-in tools that wait for a person's consent.
 */
import type { JsonObject } from "../../shared/json";
import { isJsonObject } from "../../shared/json";
import { scoreCategories } from "./classify";
import { fillSchema } from "./json-schema";
import type { AnswerPart, Prompt } from "./prompt";
import { capitalised, meaningfulWords, shortened, stemOf } from "./words";
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
    (called): AnswerPart => ({
      kind: "function_call",
      name: called.name,
      arguments: argumentsFor(called, work),
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

function argumentsFor(called: OfferedFunction, work: Work): JsonObject {
  const { name, parameters } = called;
  const whole = onlyText(parameters);
  if (whole !== undefined && !transfer.test(name)) return { [whole]: partFor(called, work.message) };
  const filled = fillSchema({ type: "object", ...parameters }, work);
  const given = isJsonObject(filled) ? filled : {};
  if (!transfer.test(name) || given.reason === undefined) return given;
  return { ...given, reason: `The person writes: “${shortened(work.message.replace(/\s+/g, " ").trim(), 90)}”.` };
}

/** The one argument of a function that is told in words what is wanted of it. */
function onlyText({ properties }: JsonObject): string | undefined {
  const [only, ...others] = isJsonObject(properties) ? Object.entries(properties) : [];
  if (only === undefined || others.length > 0) return undefined;
  const [name, schema] = only;
  return /^(?:input|request|question|message|task)$/.test(name) && isJsonObject(schema) && schema.type === "string" ? name : undefined;
}

/** What of a message is meant for a function: the clauses that have a word of its description, else all of it. */
function partFor({ name, description }: OfferedFunction, message: string): string {
  const stems = new Set(meaningfulWords(`${name.replaceAll(/[_-]+/g, " ")} ${description ?? ""}`).map(stemOf));
  const clauses = message.split(/(?<=[.?!])\s+|,\s+(?:and\s+)?|;\s+/).map((clause) => clause.trim());
  const meant = clauses.filter((clause) => meaningfulWords(clause).some((word) => stems.has(stemOf(word))));
  if (meant.length === 0) return message.trim();
  const end = message.trim().endsWith("?") ? "?" : ".";
  return meant.map((clause) => `${capitalised(clause.replace(/[.?!]+$/, ""))}${end}`).join(" ");
}

function pendingTools(prompt: Prompt, topic: string): AnswerPart[] {
  return prompt.tools.flatMap((tool) => {
    const name = tool.type;
    if (tool.type === "function" || !("tool_configuration" in tool)) return [];
    const needed = tool.tool_configuration?.requires_confirmation?.includes(name) === true && !prompt.answeredCalls.includes(name);
    return needed ? [{ kind: "function_call", name, arguments: { query: topic }, isPending: true } as const] : [];
  });
}
