/**
 * Strict reading of request bodies: what zod finds, told as the service tells it.
 */
import type { z } from "zod";
import type { JsonValue } from "../../shared/json";
import type { ValidationDetail } from "./api-error";

const mostDetails = 20;

/** @returns the parsed body, or the details of a 422. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  body: JsonValue,
): { readonly ok: true; readonly value: z.output<Schema> } | { readonly ok: false; readonly details: readonly ValidationDetail[] } {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { ok: true, value: parsed.data };
  const details = parsed.error.issues.flatMap((issue) => detailsOf(issue, body, []));
  return { ok: false, details: details.slice(0, mostDetails) };
}

function detailsOf(issue: z.core.$ZodIssue, body: JsonValue, prefix: readonly PropertyKey[]): ValidationDetail[] {
  const path = [...prefix, ...issue.path];
  const input = valueAt(body, path);
  const detail = (type: string, msg: string, at = path, value = input): ValidationDetail => ({
    type,
    loc: ["body", ...at.map((key) => (typeof key === "number" ? key : String(key)))],
    msg,
    input: value ?? null,
  });
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) =>
        detail("extra_forbidden", "Extra inputs are not permitted", [...path, key], valueAt(body, [...path, key])),
      );
    case "invalid_type":
      if (input === undefined) return [detail("missing", "Field required", path, valueAt(body, path.slice(0, -1)))];
      return [detail(`${issue.expected}_type`, `Input should be a valid ${issue.expected === "record" ? "dictionary" : issue.expected}`)];
    case "too_big":
      if (issue.origin === "array")
        return [detail("too_long", `List should have at most ${issue.maximum} items after validation, not ${lengthOf(input)}`)];
      return issue.inclusive
        ? [detail("less_than_equal", `Input should be less than or equal to ${issue.maximum}`)]
        : [detail("less_than", `Input should be less than ${issue.maximum}`)];
    case "too_small":
      if (issue.origin === "array")
        return [detail("too_short", `List should have at least ${issue.minimum} item after validation, not ${lengthOf(input)}`)];
      if (issue.origin === "string") return [detail("string_too_short", `String should have at least ${issue.minimum} character`)];
      return issue.inclusive
        ? [detail("greater_than_equal", `Input should be greater than or equal to ${issue.minimum}`)]
        : [detail("greater_than", `Input should be greater than ${issue.minimum}`)];
    case "invalid_value":
      return [detail("literal_error", `Input should be ${issue.values.map((value) => `'${String(value)}'`).join(" or ")}`)];
    case "invalid_union":
      return unionDetails(issue, body, path, detail);
    case "invalid_format":
      return [detail("string_pattern_mismatch", "String should match the expected pattern")];
    default:
      return [detail("value_error", issue.message)];
  }
}

/** The branch that came closest speaks for the union. */
function unionDetails(
  issue: Extract<z.core.$ZodIssue, { code: "invalid_union" }>,
  body: JsonValue,
  path: readonly PropertyKey[],
  detail: (type: string, msg: string) => ValidationDetail,
): ValidationDetail[] {
  if (issue.discriminator !== undefined || issue.errors.length === 0) {
    return [detail("union_tag_invalid", "Input tag found using 'type' does not match any of the expected tags")];
  }
  const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(...issues.map((inner) => inner.path.length));
  const closest = issue.errors.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best));
  return closest.flatMap((inner) => detailsOf(inner, body, path));
}

function lengthOf(value: JsonValue | undefined): number {
  return Array.isArray(value) ? value.length : 0;
}

function valueAt(body: JsonValue, path: readonly PropertyKey[]): JsonValue | undefined {
  let value: JsonValue | undefined = body;
  for (const key of path) {
    if (Array.isArray(value) && typeof key === "number") value = value[key];
    else if (typeof value === "object" && value !== null && Object.hasOwn(value, key))
      value = (value as { [key: string]: JsonValue })[String(key)]; // a plain object: arrays were handled above
    else return undefined;
  }
  return value;
}
