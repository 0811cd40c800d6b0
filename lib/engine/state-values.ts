/**
 * The declared state as a step sees it: every write that lies behind it, through its variable's reducer.
 *
 * Pure. Writes are replayed along the lineage, so branches count in edge order, lanes by number, and
 * shared writes once.
 */
import type { Plan } from "../compile/plan";
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from "../shared/json";
import { lineage, type Moment } from "./lineage";
import type { PlanIndex } from "./plan-index";
import type { RunState } from "./run-state";
import type { StepState } from "./step-state";

type StateVariable = Plan["state"][number];

/** Two steps wrote different values side by side into a variable that allows only one. */
export type StateConflict = { readonly variable: string; readonly paths: readonly [string, string] };

export type StateReading = { readonly values: JsonObject; readonly conflict: StateConflict | null };

/**
 * Values by variable name. A write of an undeclared variable is ignored: validation refuses it.
 *
 * @param before values that the run began with, for a batch; else each variable begins with its own.
 */
export function stateAlong(index: PlanIndex, state: RunState, moments: readonly Moment[], before: JsonObject = {}): StateReading {
  const values: { [name: string]: JsonValue } = {};
  const writers = new Map<string, StepState>();
  const variables = new Map(index.plan.state.map((variable) => [variable.name, variable]));
  let conflict: StateConflict | null = null;
  for (const variable of index.plan.state) values[variable.name] = ownValue(before, variable.name) ?? variable.initial;
  for (const { step, write } of writesAlong(state, moments)) {
    const variable = variables.get(write.variable);
    if (variable === undefined) continue;
    const earlier = writers.get(variable.name);
    const isOther = earlier !== undefined && JSON.stringify(values[variable.name]) !== JSON.stringify(write.value);
    if (variable.reducer === "conflict" && isOther && !isBehind(index, state, earlier, step)) {
      conflict ??= { variable: variable.name, paths: [earlier.path, step.path] };
    }
    values[variable.name] = reduce(variable.reducer, values[variable.name] ?? null, write.value);
    writers.set(variable.name, step);
  }
  return { values, conflict };
}

/**
 * Every write along the way, in its order, as one step could have written them all: what was written over by a step
 * that had it behind itself is left out where the variable allows only one value.
 */
export function lastingWrites(index: PlanIndex, state: RunState, moments: readonly Moment[]): StepState["writes"] {
  const only = new Set(index.plan.state.filter(({ reducer }) => reducer === "conflict").map(({ name }) => name));
  const all = writesAlong(state, moments);
  const isWrittenOver = ({ step, write }: (typeof all)[number], at: number): boolean =>
    only.has(write.variable) &&
    all.slice(at + 1).some((later) => later.write.variable === write.variable && isBehind(index, state, step, later.step));
  return all.filter((one, at) => !isWrittenOver(one, at)).map(({ write }) => write);
}

/** A step writes when it succeeds, which is its last turn. */
function writesAlong(state: RunState, moments: readonly Moment[]) {
  return moments.flatMap(({ path, turn }) => {
    const step = state.steps.get(path);
    if (step === undefined || step.phase !== "succeeded" || step.turn !== turn) return [];
    return step.writes.map((write) => ({ step, write }));
  });
}

function isBehind(index: PlanIndex, state: RunState, earlier: StepState, later: StepState): boolean {
  return lineage(index, state, later).some(({ path }) => path === earlier.path);
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
