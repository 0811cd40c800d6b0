/**
 * What a step received, as a text for a model or a page.
 *
 * Pure. Executors of several kinds share it; it knows outputs, not kinds.
 */
import { isJsonObject, type JsonValue } from "../shared/json";
import type { StepInput } from "./contract";

/** A single output as it is; several as blocks under their nodes' titles, in edge order. Empty when nothing came. */
export function receivedText(inputs: readonly StepInput[]): string {
  const [first, ...others] = inputs;
  if (first === undefined) return "";
  if (others.length === 0) return outputText(first.output);
  return inputs.map(({ title, nodeId, output }) => `${title || nodeId}:\n${outputText(output)}`).join("\n\n");
}

/** A single output as it is, several as a list in edge order; null when nothing came. */
export function receivedValue(inputs: readonly StepInput[]): JsonValue {
  return inputs.length === 1 ? (inputs[0]?.output ?? null) : inputs.length === 0 ? null : inputs.map((input) => input.output);
}

/** Texts plainly; an object of one plain value as that value, of several as `key: value` lines; all else as indented JSON. */
function outputText(output: JsonValue): string {
  if (isPlain(output)) return String(output);
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
