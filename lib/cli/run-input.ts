/**
 * The input of a run from what was typed after `--input`, over the workflow's sample.
 *
 * Reads the files that are named; whether the values are acceptable is decided where a run starts.
 */
import { readFile } from "node:fs/promises";
import type { InputField } from "../nodes/contract";
import { type AppError, appError } from "../shared/app-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";

/** Later inputs win. Fails with `usage` (a word that is no input), `no_such_file` or `invalid_json`. */
export async function readInputs(
  words: readonly string[],
  { fields, sample }: { readonly fields: readonly InputField[]; readonly sample: JsonObject },
): Promise<Result<JsonObject, AppError>> {
  const typed: { [key: string]: JsonValue } = {};
  for (const word of words) {
    const read = await readInput(word, fields);
    if (!read.ok) return read;
    Object.assign(typed, read.value);
  }
  const unknown = Object.keys(typed).find((key) => !fields.some((field) => field.key === key));
  if (unknown !== undefined) {
    const known = fields.map((field) => field.key).join(", ");
    return err(appError("usage", `The workflow has no input "${unknown}". ${known === "" ? "It takes none." : `It takes: ${known}.`}`));
  }
  // A sample may be older than the fields.
  const sampled = Object.entries(sample).filter(([key]) => fields.some((field) => field.key === key));
  return ok({ ...Object.fromEntries(sampled), ...typed });
}

async function readInput(word: string, fields: readonly InputField[]): Promise<Result<JsonObject, AppError>> {
  if (word.startsWith("@")) {
    const text = await readText(word.slice(1));
    return text.ok ? parseObject(text.value, word) : text;
  }
  if (word.trimStart().startsWith("{")) return parseObject(word, "--input");

  const [, key, given] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
  if (key === undefined || given === undefined)
    return err(appError("usage", `"${word}" is no input: write key=value, JSON or @file.json.`));
  const text = given.startsWith("@") ? await readText(given.slice(1)) : ok(given);
  if (!text.ok) return text;
  const value = typedValue(
    text.value,
    fields.find((field) => field.key === key.trim()),
  );
  return value.ok ? ok({ [key.trim()]: value.value }) : value;
}

/** A word of the command line is text; fields of another type say how it is meant. */
function typedValue(text: string, field: InputField | undefined): Result<JsonValue, AppError> {
  if (field?.type === "json") return parseValue(text, field.key);
  // What is no number stays text, and the run's own check says so in its own words.
  if (field?.type === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return ok(Number(text));
  return ok(text);
}

function parseValue(text: string, name: string): Result<JsonValue, AppError> {
  try {
    const value: JsonValue = JSON.parse(text);
    return ok(value);
  } catch {
    return err(appError("invalid_json", `${name}: this is not valid JSON.`));
  }
}

function parseObject(text: string, name: string): Result<JsonObject, AppError> {
  const value = parseValue(text, name);
  if (!value.ok) return value;
  return isJsonObject(value.value) ? ok(value.value) : err(appError("invalid_json", `${name}: this is not a JSON object.`));
}

async function readText(path: string): Promise<Result<string, AppError>> {
  try {
    return ok(await readFile(path, "utf8"));
  } catch {
    return err(appError("no_such_file", `The file ${path} can't be read.`));
  }
}
