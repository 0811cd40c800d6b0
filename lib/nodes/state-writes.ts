/**
 * Whether a value may be written to a declared state variable. Pure.
 */
import type { StateVariable } from "../document/schema";
import { isJsonObject, type JsonValue } from "../shared/json";

const kinds = {
  text: { what: "a text", fits: (value: JsonValue) => typeof value === "string" },
  number: { what: "a number", fits: (value: JsonValue) => typeof value === "number" },
  boolean: { what: "true or false", fits: (value: JsonValue) => typeof value === "boolean" },
  list: { what: "a list", fits: (value: JsonValue) => Array.isArray(value) },
  object: { what: "an object", fits: (value: JsonValue) => isJsonObject(value) },
} as const;

/** What is wrong with the write, as a sentence; null when nothing is. What `append` adds may be of any kind. */
export function stateWriteProblem({ name, type, reducer }: StateVariable, value: JsonValue): string | null {
  const wanted = { add: "number", merge: "object", append: null, replace: type, conflict: type }[reducer] as keyof typeof kinds | null;
  if (wanted === null || kinds[wanted].fits(value)) return null;
  return `“${name}” takes ${kinds[wanted].what}, not ${nameOf(value)}.`;
}

function nameOf(value: JsonValue): string {
  if (value === null) return "null";
  return Object.values(kinds).find(({ fits }) => fits(value))?.what ?? "that";
}
