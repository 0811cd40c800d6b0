/**
 * The values a run starts with, read against the fields its Input node declares.
 *
 * Pure: the form, the server and the command line all read input here.
 */
import type { AppError } from "../../shared/app-error";
import { isJsonObject, type JsonObject, type JsonValue, utf8Bytes } from "../../shared/json";
import { limits } from "../../shared/limits";
import { err, ok, type Result } from "../../shared/result";
import type { InputField } from "../contract";
import { type FieldProblems, labelsOf, readFormValues } from "../form-values";

/** `fields` holds a sentence by field key; it is empty when the input as a whole is refused. */
export type RunInputError = AppError & { readonly code: "invalid_run_input" | "too_large"; readonly fields: FieldProblems };

/** As `readFormValues`; a sample may be older than the fields, so values under other keys are no mistake. */
export function readRunInput(fields: readonly InputField[], raw: unknown): Result<JsonObject, RunInputError> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return refused("The input of a run is a JSON object.");
  const read = readFormValues(fields, raw);
  if (read.ok) return withinLimit(read.value);
  return refused(`The run can't start with this input. Look at: ${labelsOf(read.error, fields)}.`, read.error);
}

function withinLimit(values: JsonObject): Result<JsonObject, RunInputError> {
  const bytes = utf8Bytes(JSON.stringify(values));
  const limit = limits.runInputBytes.value;
  if (bytes <= limit) return ok(values);
  const [largest] = Object.keys(values).sort((a, b) => sizeOf(values[b]) - sizeOf(values[a]));
  const message = `The input has ${bytes} bytes; at most ${limit} are allowed. Shorten it.`;
  return err({ code: "too_large", message, fields: largest === undefined ? {} : { [largest]: message } });
}

function sizeOf(value: JsonValue | undefined): number {
  return isJsonObject(value) || Array.isArray(value) ? utf8Bytes(JSON.stringify(value)) : utf8Bytes(String(value));
}

function refused(message: string, fields: FieldProblems = {}): Result<never, RunInputError> {
  return err({ code: "invalid_run_input", message, fields });
}
