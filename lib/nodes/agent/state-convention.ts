/**
 * State passed on in words: an answer that ends with `STATE: {json}` and `RESULT: text`.
 *
 * Pure. Tolerant of spelling; an answer is read as a whole or not at all, so state is never half applied.
 */
import type { StateVariable } from "../../document/schema";
import { isJsonObject, type JsonObject, type JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { StateWrite } from "../contract";
import { stateWriteProblem } from "../state-writes";
import { readTolerantJson } from "./tolerant-json";

export type StateAnswer = {
  readonly result: JsonValue;
  readonly writes: readonly StateWrite[];
  /** Keys of the state that the workflow declares no variable for. */
  readonly undeclared: readonly string[];
};

const stateMarker = /^[ \t>*_#`-]*STATE[*_` ]*:[*_ ]*/gim;
const resultMarker = /^[ \t>*_#`-]*RESULT[*_` ]*:[*_ ]*/im;

/** Added to instructions that do not spell the convention out themselves. */
export function stateConvention(variables: readonly StateVariable[], state: JsonObject): string {
  const shape = variables.map(({ name, type }) => `"${name}": ${type}`).join(", ");
  return [
    "Answer in this form, both blocks, each once:",
    `STATE: {${shape === "" ? '"key": value' : shape}}\nRESULT: your answer`,
    "STATE is one JSON object with what has to be carried on; leave out what does not change. RESULT is what the reader gets.",
    ...(variables.length === 0 ? [] : [`The state so far: ${JSON.stringify(state)}`]),
  ].join("\n");
}

/** Do the instructions spell the convention out already? */
export function namesStateConvention(instructions: string): boolean {
  return /^\W*STATE\W*:/im.test(instructions);
}

/** The error is a sentence for people, and for the model that is asked to answer again. */
export function readStateAnswer(text: string, variables: readonly StateVariable[]): Result<StateAnswer, string> {
  const markers = [...text.matchAll(stateMarker)];
  const [marker] = markers;
  if (marker === undefined) return err("The answer has no STATE: block.");
  if (markers.length > 1) return err(`The answer has ${markers.length} STATE: blocks; exactly one is read.`);
  const jsonAt = marker.index + marker[0].length + fenceLength(text.slice(marker.index + marker[0].length));
  const read = readTolerantJson(text, jsonAt);
  if (!read.ok) return err(`The JSON after STATE: ${read.error}.`);
  const { value, end } = read.value;
  if (!isJsonObject(value)) return err("What follows STATE: is no JSON object.");

  const result = resultOf(text.slice(0, marker.index), text.slice(end).replace(/^[ \t]*(?:\n?[ \t]*```|`)[ \t]*(?=\n|$)/, ""));
  if (result === "") return err("The answer has a STATE: block but no RESULT: with words.");
  return writesOf(value, variables, result);
}

/** Every write or none; what is not declared is left out and told. */
export function writesOf(state: JsonObject, variables: readonly StateVariable[], result: JsonValue): Result<StateAnswer, string> {
  const declared = new Map(variables.map((variable) => [variable.name, variable]));
  const writes: StateWrite[] = [];
  const undeclared: string[] = [];
  for (const [key, value] of Object.entries(state)) {
    const variable = declared.get(key);
    if (variable === undefined) {
      undeclared.push(key);
      continue;
    }
    const problem = stateWriteProblem(variable, value);
    if (problem !== null) return err(problem);
    writes.push({ variable: key, value });
  }
  return ok({ result, writes, undeclared });
}

function fenceLength(text: string): number {
  return /^\s*(?:```\w*|`)\s*/.exec(text)?.[0].length ?? 0;
}

/** Behind RESULT: where that stands after the state, or before it; without the word, everything around the state. */
function resultOf(before: string, after: string): string {
  for (const part of [after, before]) {
    const marker = resultMarker.exec(part);
    if (marker !== null) return withoutLooseFence(part.slice(marker.index + marker[0].length));
  }
  return withoutLooseFence([before, after].map((part) => part.trim()).join("\n\n"));
}

/** The end of a fence around the whole answer belongs to no part of it. */
function withoutLooseFence(text: string): string {
  const fences = text.match(/^[ \t]*```/gm)?.length ?? 0;
  const trimmed = text.trim();
  return fences % 2 === 0 ? trimmed : trimmed.replace(/^```\w*\s*|\s*```$/g, "").trim();
}
