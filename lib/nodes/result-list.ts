/**
 * What the parts of a container came to, as the list that goes on.
 *
 * Pure. The list is in the order of the lanes or items, whatever order they ended in.
 */
import { type JsonObject, type JsonValue, ownValue } from "../shared/json";
import type { ChildResult } from "./execution";

/** `{index, name, status, output}`, with `error: {code, message}` in place of `output` for a part that did not succeed. */
export function resultList(children: readonly ChildResult[]): readonly JsonObject[] {
  return inOrder(children).map(({ index, title, status, output, error }) => {
    const part = { index, name: title, status };
    if (status === "succeeded") return { ...part, output };
    return {
      ...part,
      error: error === null ? { code: "cancelled", message: "It was cancelled." } : { code: error.code, message: error.message },
    };
  });
}

/** Of such a list, only what succeeded. */
export function outputList(results: readonly JsonObject[]): readonly JsonValue[] {
  return results.flatMap((result) => (hasSucceeded(result) ? [ownValue(result, "output") ?? null] : []));
}

/** "2 of 3 lanes succeeded"; undefined when all of them did. */
export function shortfall(results: readonly JsonObject[], parts: string): string | undefined {
  const succeeded = results.filter(hasSucceeded).length;
  return succeeded === results.length ? undefined : `${succeeded} of ${results.length} ${parts} succeeded`;
}

function hasSucceeded(result: JsonObject): boolean {
  return ownValue(result, "status") === "succeeded";
}

/** Whether a value is such a list, as it may stand in front of whoever reads it. */
export function isResultList(value: JsonValue): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every(isResult);
}

function isResult(value: JsonValue): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const result = value as JsonObject; // arrays were handled above
  const isNamed = typeof ownValue(result, "index") === "number" && typeof ownValue(result, "name") === "string";
  return isNamed && typeof ownValue(result, "status") === "string" && (Object.hasOwn(result, "output") || Object.hasOwn(result, "error"));
}

function inOrder(children: readonly ChildResult[]): readonly ChildResult[] {
  return children.toSorted((a, b) => a.index - b.index);
}
