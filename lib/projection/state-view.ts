/**
 * The declared state as a run changes it: each variable's value now and every write, in journal order.
 *
 * Pure. Writes are applied through the declared reducer in the order they were recorded, which is what
 * a reader of the journal sees; what a step behind a join received is decided by the engine.
 */
import type { StateVariable } from "../document/schema";
import { isJsonObject, type JsonValue } from "../shared/json";
import type { RunView, StepView } from "./run-view";

export type StateChange = {
  readonly path: string;
  readonly nodeId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly written: JsonValue;
  readonly after: JsonValue;
};

export type VariableView = {
  readonly name: string;
  readonly type: StateVariable["type"];
  readonly initial: JsonValue;
  readonly current: JsonValue;
  readonly changes: readonly StateChange[];
};

/** In the order the workflow declares them; writes to a variable that is not declared are left out. */
export function stateView(view: RunView, variables: readonly StateVariable[]): readonly VariableView[] {
  const writers = [...view.steps.values()].filter(({ writes }) => writes.length > 0).sort(byFinish);
  return variables.map((variable) => {
    const changes = changesOf(variable, writers);
    const last = changes.at(-1);
    const current = last === undefined ? variable.initial : last.after;
    return { name: variable.name, type: variable.type, initial: variable.initial, current, changes };
  });
}

function changesOf(variable: StateVariable, writers: readonly StepView[]): readonly StateChange[] {
  const changes: StateChange[] = [];
  let current = variable.initial;
  for (const { path, nodeId, finishedAt, writes } of writers) {
    for (const write of writes) {
      if (write.variable !== variable.name) continue;
      current = combine(variable.reducer, current, write.value);
      changes.push({ path, nodeId, at: finishedAt ?? 0, written: write.value, after: current });
    }
  }
  return changes;
}

function combine(reducer: StateVariable["reducer"], current: JsonValue, written: JsonValue): JsonValue {
  if (reducer === "append") return [...asList(current), ...asList(written)];
  if (reducer === "add" && typeof current === "number" && typeof written === "number") return current + written;
  if (reducer === "merge" && isJsonObject(current) && isJsonObject(written)) return { ...current, ...written };
  return written;
}

function asList(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [value];
}

function byFinish(a: StepView, b: StepView): number {
  return (a.finishedAt ?? 0) - (b.finishedAt ?? 0);
}
