/**
 * What was typed into a form, sent or sampled, read against the form's fields.
 *
 * Pure: forms, the server and the command line all read values here, so that all refuse the same
 * things in the same words.
 */
import { inspectJson } from "../document/inspect-json";
import type { JsonObject, JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import type { InputField } from "./contract";

/** A sentence by field key. */
export type FieldProblems = { readonly [key: string]: string };

/**
 * Text becomes a number or JSON where the field asks for one.
 *
 * An optional field that was left empty is absent from the result, so that `??` takes its default.
 * Values under other keys are left out.
 */
export function readFormValues(fields: readonly InputField[], given: object): Result<JsonObject, FieldProblems> {
  const givenByKey = new Map<string, unknown>(Object.entries(given));
  const values: [string, JsonValue][] = [];
  const problems: [string, string][] = [];
  for (const field of fields) {
    const read = readField(field, givenByKey.get(field.key));
    if (!read.ok) problems.push([field.key, read.error]);
    else if (read.value !== undefined) values.push([field.key, read.value]);
  }
  return problems.length > 0 ? err(Object.fromEntries(problems)) : ok(Object.fromEntries(values));
}

/** "Topic, Audience": the fields that problems are about, as people see them. */
export function labelsOf(problems: FieldProblems, fields: readonly InputField[]): string {
  return Object.keys(problems)
    .map((key) => fields.find((field) => field.key === key)?.label || key)
    .join(", ");
}

function readField(field: InputField, given: unknown): Result<JsonValue | undefined, string> {
  if (isEmpty(given)) return field.required ? err("This is needed: fill it in.") : ok(undefined);
  switch (field.type) {
    case "text":
    case "long_text":
    case "file_text":
      return readText(given);
    case "number":
      return readNumber(given);
    case "choice":
      return readChoice(given, field.options ?? []);
    case "json":
      return readJson(given);
  }
}

function isEmpty(given: unknown): boolean {
  return given === undefined || given === null || (typeof given === "string" && given.trim() === "");
}

function readText(given: unknown): Result<JsonValue, string> {
  if (typeof given === "string") return ok(given);
  if (typeof given === "number" || typeof given === "boolean") return ok(String(given));
  return err("This should be text.");
}

function readNumber(given: unknown): Result<JsonValue, string> {
  const number = typeof given === "string" ? Number(given.trim()) : given;
  return typeof number === "number" && Number.isFinite(number) ? ok(number) : err("This should be a number, like 12 or 0.5.");
}

function readChoice(given: unknown, options: readonly string[]): Result<JsonValue, string> {
  const wanted = String(given);
  return options.includes(wanted) ? ok(wanted) : err(`Choose one of: ${options.join(", ")}.`);
}

/** Text is read as JSON: a form and a command line have nothing else. */
function readJson(given: unknown): Result<JsonValue, string> {
  try {
    // Through text and back: what is left is JSON for certain.
    const value: JsonValue = JSON.parse(typeof given === "string" ? given : JSON.stringify(given));
    const inspected = inspectJson(value);
    return inspected.ok ? inspected : err(inspected.error.map((problem) => problem.message).join(" "));
  } catch {
    return err("This is not valid JSON. Texts and keys need double quotes.");
  }
}
