/**
 * What a step received, as a text for a model or a page.
 *
 * Pure. Executors of several kinds share it; it knows outputs, not kinds.
 */
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from "../shared/json";
import type { StepInput } from "./contract";
import { isResultList } from "./result-list";

/** A single output as it is; several as blocks under their nodes' titles, in edge order. Empty when nothing came. */
export function receivedText(inputs: readonly StepInput[]): string {
  const [first, ...others] = inputs;
  if (first === undefined) return "";
  if (others.length === 0) return valueText(first.output);
  return inputs.map(({ title, nodeId, output }) => `${title || nodeId}:\n${valueText(output)}`).join("\n\n");
}

/** A single output as it is, several as a list in edge order; null when nothing came. */
export function receivedValue(inputs: readonly StepInput[]): JsonValue {
  return inputs.length === 1 ? (inputs[0]?.output ?? null) : inputs.length === 0 ? null : inputs.map((input) => input.output);
}

/**
 * Texts plainly; an object of one plain value as that value, of several as `key: value` lines; results of
 * lanes or items as numbered sections under their names; a list of texts as blocks; all else as indented JSON.
 */
export function valueText(output: JsonValue): string {
  if (isPlain(output)) return String(output);
  if (isResultList(output)) return output.map(resultText).join("\n\n");
  if (isTextList(output)) return textBlocks(output);
  if (isJsonObject(output)) {
    const members = Object.entries(output);
    const [first, ...others] = members;
    if (first !== undefined && members.every(([, value]) => isPlain(value))) {
      return others.length === 0 ? String(first[1]) : members.map(([key, value]) => `${key}: ${String(value)}`).join("\n");
    }
  }
  return JSON.stringify(output, null, 2);
}

function isPlain(value: JsonValue): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** "## 1. Markets", an empty line, and what that part came to. */
function resultText(result: JsonObject, place: number): string {
  const text = ownValue(result, "status") === "succeeded" ? valueText(ownValue(result, "output") ?? null) : failureText(result);
  return `## ${place + 1}. ${String(ownValue(result, "name"))}\n\n${text}`;
}

function failureText(result: JsonObject): string {
  const error = ownValue(result, "error");
  const message = isJsonObject(error) ? ownValue(error, "message") : undefined;
  return `There is no result: ${typeof message === "string" ? message : "this part did not succeed."}`;
}

function isTextList(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}

/** Short texts as a numbered list, longer ones with a line between them. */
function textBlocks(texts: readonly string[]): string {
  const areLines = texts.every((text) => !text.trim().includes("\n"));
  return areLines ? texts.map((text, place) => `${place + 1}. ${text.trim()}`).join("\n") : texts.join("\n\n---\n\n");
}
