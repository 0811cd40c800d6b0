/**
 * The first look at JSON from outside: depth, forbidden keys, long texts.
 *
 * Pure. Gives a cleaned copy: control characters and lone surrogates, which no database or model
 * takes, are removed from texts.
 */
import { type AppError, appError } from "../shared/app-error";
import { type JsonValue, jsonDepth, utf8Bytes } from "../shared/json";
import { limits } from "../shared/limits";
import { err, ok, type Result } from "../shared/result";

const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);
const mostProblems = 20;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const unstorable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g;
const loneSurrogates = /\p{Surrogate}/gu;

/** Text → value. The size is checked before anything is parsed. */
export function readJson(text: string): Result<JsonValue, AppError> {
  const bytes = utf8Bytes(text);
  const { value: limit } = limits.documentBytes;
  if (bytes > limit) {
    return err(
      appError(
        "document_too_large",
        `This workflow is ${megabytes(bytes)}; at most ${megabytes(limit)} can be read. Shorten its texts or split it.`,
      ),
    );
  }
  try {
    const value: JsonValue = JSON.parse(text.replace(/^\uFEFF/, ""));
    return ok(value);
  } catch (error) {
    return err(appError("not_json", `This is not JSON: ${error instanceof Error ? error.message : "it can't be read"}.`));
  }
}

/** @returns the cleaned value, or every problem found (at most 20), each with its path. */
export function inspectJson(value: JsonValue): Result<JsonValue, readonly AppError[]> {
  const { value: limit } = limits.documentDepth;
  if (jsonDepth(value, limit) > limit) {
    return err([appError("too_deep", `The JSON is nested more than ${limit} levels deep.`)]);
  }
  const problems: AppError[] = [];
  const cleaned = clean(value, null, problems);
  return problems.length === 0 ? ok(cleaned) : err(problems.slice(0, mostProblems));
}

/** Where a value stands. Put into words only where there is a problem: a file may hold very many keys. */
type Place = { readonly in: Place | null; readonly key: string | number };

function clean(value: JsonValue, place: Place | null, problems: AppError[]): JsonValue {
  if (typeof value === "string") return cleanText(value, place, problems);
  if (typeof value !== "object" || value === null || problems.length >= mostProblems) return value;
  if (Array.isArray(value)) return value.map((item, index) => clean(item, { in: place, key: index }, problems));
  const entries: [string, JsonValue][] = [];
  for (const [key, item] of Object.entries(value)) {
    const at = { in: place, key };
    if (forbiddenKeys.has(key)) problems.push(appError("forbidden_key", `\`${key}\` can't be used as a key.`, pathOf(at)));
    else entries.push([cleanText(key, at, problems), clean(item, at, problems)]);
  }
  return Object.fromEntries(entries);
}

function cleanText(text: string, place: Place | null, problems: AppError[]): string {
  const { value: limit } = limits.textFieldBytes;
  const bytes = text.length * mostBytesOfUnit > limit ? utf8Bytes(text) : 0;
  if (bytes > limit) {
    problems.push(
      appError("text_too_long", `This text is ${kilobytes(bytes)}; at most ${kilobytes(limit)} fit in one field.`, pathOf(place)),
    );
    return text;
  }
  return text.replace(unstorable, "").replace(loneSurrogates, "\uFFFD");
}

/** A UTF-16 unit takes at most three bytes in UTF-8. */
const mostBytesOfUnit = 3;

function pathOf(place: Place | null): string {
  return place === null ? "" : pathTo(pathOf(place.in), place.key);
}

/** `nodes[3].config.model`; keys that are no words are quoted: `sampleInput["a b"]`. */
export function pathTo(path: string, key: PropertyKey): string {
  if (typeof key === "number") return `${path}[${key}]`;
  const name = String(key);
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${path}[${JSON.stringify(name.slice(0, 60))}]`;
  return path === "" ? name : `${path}.${name}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 2 : 0)} MB`;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000)} KB`;
}
