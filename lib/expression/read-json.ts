/**
 * `parse_json`: a JSON text as a value, within the language's bounds.
 *
 * Pure.
 */
import type { JsonValue } from "../shared/json";
import type { Budget } from "./budget";
import { ExpressionFault, type Span } from "./expression-error";
import { isForbiddenKey } from "./syntax";
import { checkDepth } from "./values";

/** @throws ExpressionFault `invalid_json`, `forbidden_key`, `too_deep` or `too_slow`. */
export function readJson(text: string, budget: Budget, span: Span): JsonValue {
  budget.spend(1 + text.length / 4, span);
  const value = parsed(text, span);
  inspect(value, budget, span, 0);
  return value;
}

function parsed(text: string, span: Span): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw new ExpressionFault("invalid_json", "This text is not JSON.", span);
  }
}

function inspect(value: JsonValue, budget: Budget, span: Span, depth: number): void {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new ExpressionFault("not_a_number", "The JSON holds a number that is too large.", span);
  if (typeof value !== "object" || value === null) return;
  checkDepth(depth, span);
  const children = Array.isArray(value) ? value : Object.values(value);
  if (!Array.isArray(value)) {
    const forbidden = Object.keys(value).find(isForbiddenKey);
    if (forbidden !== undefined)
      throw new ExpressionFault("forbidden_key", `The JSON has the key \`${forbidden}\`, which can't be used.`, span);
  }
  budget.spend(children.length, span);
  for (const child of children) inspect(child, budget, span, depth + 1);
}
