/**
 * The declared state as a step sees it: every write that lies behind it, through its variable's reducer.
 *
 * Pure. Writes are replayed along the lineage, so branches count in edge order and shared writes once.
 */
import type { Plan } from "../compile/plan";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import type { RunState } from "./run-state";

type StateVariable = Plan["state"][number];

/** Values by variable name. A write of an undeclared variable is ignored: validation refuses it. */
export function stateAlong(variables: readonly StateVariable[], state: RunState, paths: readonly string[]): JsonObject {
  const values: { [name: string]: JsonValue } = {};
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  for (const variable of variables) values[variable.name] = variable.initial;
  for (const path of paths) {
    for (const write of state.steps.get(path)?.writes ?? []) {
      const variable = byName.get(write.variable);
      if (variable !== undefined) values[write.variable] = reduce(variable.reducer, values[write.variable] ?? null, write.value);
    }
  }
  return values;
}

function reduce(reducer: StateVariable["reducer"], before: JsonValue, written: JsonValue): JsonValue {
  switch (reducer) {
    case "replace":
    case "conflict":
      return written;
    case "append":
      return [...(Array.isArray(before) ? before : []), ...(Array.isArray(written) ? written : [written])];
    case "add":
      return (typeof before === "number" ? before : 0) + (typeof written === "number" ? written : 0);
    case "merge":
      return { ...(isJsonObject(before) ? before : {}), ...(isJsonObject(written) ? written : {}) };
  }
}
