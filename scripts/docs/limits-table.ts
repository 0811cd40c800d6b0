/** Limits as a table: what is in force, and how far which variable raises it. */
import { limitVariable } from "../../lib/server/env";
import { type LimitName, limits } from "../../lib/shared/limits";
import { amount, code, type Row, table } from "./markdown";

/** @param raisable those that a variable changes. */
export function limitsTable(names: readonly LimitName[], raisable: ReadonlySet<string>): string {
  const rows = names.map((name): Row => {
    const { label, value, hard, unit } = limits[name];
    const raised = raisable.has(name) ? [amount(hard, unit), code(limitVariable(name))] : ["", ""];
    return [label, amount(value, unit), ...raised];
  });
  return table(["Limit", "Is", "Can be raised to", "By"], rows);
}
