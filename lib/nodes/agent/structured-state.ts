/**
 * State passed on as structured output: one JSON object with the answer and what changes of the state.
 *
 * Pure. The schema is made from the declared variables, so a model is held to their names and types.
 */
import type { StateVariable } from "../../document/schema";
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from "../../shared/json";
import { err, type Result } from "../../shared/result";
import { type StateAnswer, writesOf } from "./state-convention";

/** @param result schema of the answer itself; null for a text. */
export function schemaWithState(variables: readonly StateVariable[], result: JsonObject | null): JsonObject {
  return {
    type: "object",
    properties: {
      result: result ?? { type: "string", description: "What the reader gets." },
      state: {
        type: "object",
        description: "What has to be carried on; what does not change is left out.",
        properties: Object.fromEntries(variables.map((variable) => [variable.name, schemaOfWrite(variable)])),
        additionalProperties: false,
      },
    },
    required: ["result", "state"],
    additionalProperties: false,
  };
}

const jsonTypes = { text: "string", number: "number", boolean: "boolean", list: "array", object: "object" } as const;

/** What `append` adds may be of any kind. */
function schemaOfWrite({ type, reducer }: StateVariable): JsonObject {
  if (reducer === "append") return {};
  if (reducer === "add") return { type: "number" };
  return { type: reducer === "merge" ? "object" : jsonTypes[type] };
}

/** The error is a sentence for people. */
export function readStructuredState(answer: JsonValue | undefined, variables: readonly StateVariable[]): Result<StateAnswer, string> {
  const state = isJsonObject(answer) ? ownValue(answer, "state") : undefined;
  const result = isJsonObject(answer) ? ownValue(answer, "result") : undefined;
  if (!isJsonObject(state) || result === undefined) return err("The answer has no result with a state beside it.");
  return writesOf(state, variables, result);
}
