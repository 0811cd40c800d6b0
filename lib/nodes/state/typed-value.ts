/**
 * A value as the state variable it is for takes it.
 *
 * Pure. A template gives a text, whatever the variable holds: a number, a list or an object is read from it.
 */
import { inspectJson } from "../../document/inspect-json";
import type { StateVariable } from "../../document/schema";
import type { JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import { stateWriteProblem } from "../state-writes";

type Kind = StateVariable["type"];

/** @returns a sentence when the value does not fit. What is appended to a list may be of any kind. */
export function typedValue(variable: StateVariable, value: JsonValue): Result<JsonValue, string> {
  const kind = kindToWrite(variable);
  const converted = kind === null ? value : convert(kind, value);
  const problem = stateWriteProblem(variable, converted);
  return problem === null ? ok(converted) : err(problem);
}

/** What one write has to be, which is not always what the variable holds. Null: anything. */
function kindToWrite({ type, reducer }: StateVariable): Kind | null {
  if (reducer === "append") return null;
  if (reducer === "add") return "number";
  return reducer === "merge" ? "object" : type;
}

/** The value itself where it can't be read as that kind. */
function convert(kind: Kind, value: JsonValue): JsonValue {
  if (kind === "text") return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (kind === "number") return text !== "" && Number.isFinite(Number(text)) ? Number(text) : value;
  if (kind === "boolean") return { true: true, false: false }[text.toLowerCase()] ?? value;
  return readJson(text) ?? value;
}

function readJson(text: string): JsonValue | undefined {
  try {
    const read: JsonValue = JSON.parse(text);
    const inspected = inspectJson(read);
    return inspected.ok ? inspected.value : undefined;
  } catch {
    return undefined;
  }
}
