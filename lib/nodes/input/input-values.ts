/**
 * The values a run starts with, read against the fields its Input node declares.
 *
 * Pure: the form, the server and the command line all read input here, so that all refuse the same
 * things in the same words.
 */
import { inspectJson } from "../../document/inspect-json";
import type { AppError } from "../../shared/app-error";
import { isJsonObject, type JsonObject, type JsonValue, utf8Bytes } from "../../shared/json";
import { limits } from "../../shared/limits";
import { err, ok, type Result } from "../../shared/result";
import type { InputField } from "../contract";

/** `fields` holds a sentence by field key; it is empty when the input as a whole is refused. */
export type RunInputError = AppError & { readonly code: "invalid_run_input"; readonly fields: { readonly [key: string]: string } };

/**
 * Reads what was typed, sent or sampled: text becomes a number or JSON where the field asks for one.
 *
 * An optional field that was left empty is absent from the result, so that `{{ input.key ?? "…" }}`
 * takes its default. Values under other keys are left out: a sample may be older than the fields.
 */
export function readRunInput(fields: readonly InputField[], raw: unknown): Result<JsonObject, RunInputError> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return refused("The input of a run is a JSON object.");
  const given = new Map<string, unknown>(Object.entries(raw));
  const values: [string, JsonValue][] = [];
  const problems: [string, string][] = [];
  for (const field of fields) {
    const read = readField(field, given.get(field.key));
    if (!read.ok) problems.push([field.key, read.error]);
    else if (read.value !== undefined) values.push([field.key, read.value]);
  }
  if (problems.length > 0) {
    const names = problems.map(([key]) => fields.find((field) => field.key === key)?.label || key);
    return refused(`The run can't start with this input. Look at: ${names.join(", ")}.`, Object.fromEntries(problems));
  }
  return withinLimit(Object.fromEntries(values));
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

function withinLimit(values: JsonObject): Result<JsonObject, RunInputError> {
  const bytes = utf8Bytes(JSON.stringify(values));
  const limit = limits.runInputBytes.value;
  if (bytes <= limit) return ok(values);
  const [largest] = Object.keys(values).sort((a, b) => sizeOf(values[b]) - sizeOf(values[a]));
  const message = `The input has ${bytes} bytes; at most ${limit} are allowed. Shorten it.`;
  return refused(message, largest === undefined ? {} : { [largest]: message });
}

function sizeOf(value: JsonValue | undefined): number {
  return isJsonObject(value) || Array.isArray(value) ? utf8Bytes(JSON.stringify(value)) : utf8Bytes(String(value));
}

function refused(message: string, fields: { readonly [key: string]: string } = {}): Result<never, RunInputError> {
  return err({ code: "invalid_run_input", message, fields });
}
