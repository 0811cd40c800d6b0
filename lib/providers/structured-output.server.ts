import "server-only";

/**
 * JSON that a model was asked for: found in its text, checked against its schema, explained when it is wrong.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { RE2JS } from "re2js";
import { canonicalJson, type JsonObject, type JsonValue, jsonDepth, utf8Bytes } from "../shared/json";
import { limits } from "../shared/limits";
import { err, ok, type Result } from "../shared/result";

export type OutputProblem = {
  readonly code: "output_invalid" | "schema_invalid";
  /** For people, and for the model that is asked to repair it. */
  readonly message: string;
  /** The text that was not what was asked for. */
  readonly raw: string;
};

const deepestOutput = 64;
const mostProblems = 5;
const mostValidators = 200;
const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

/**
 * The value in a model's answer.
 *
 * The text itself, or the one object or list in it (fenced or among words); never a guess at broken JSON.
 */
export function readStructuredOutput(
  text: string,
  schema: JsonObject,
  mostBytes = limits.stepOutputBytes.value,
): Result<JsonValue, OutputProblem> {
  const validate = validatorOf(schema);
  if (!validate.ok) return err({ ...validate.error, raw: text });
  const invalid = (message: string) => err({ code: "output_invalid" as const, message, raw: text });
  const bytes = utf8Bytes(text);
  if (bytes > mostBytes) return invalid(`The answer has ${bytes} bytes; at most ${mostBytes} are read.`);
  const found = jsonIn(text);
  if (!found.ok) return invalid(found.error);
  if (jsonDepth(found.value, deepestOutput) > deepestOutput) return invalid(`The JSON is nested more than ${deepestOutput} levels deep.`);
  const forbidden = forbiddenKeyIn(found.value);
  if (forbidden !== undefined) return invalid(`The JSON uses the key “${forbidden}”, which is not allowed.`);
  if (validate.value(found.value)) return ok(found.value);
  return invalid(`The JSON does not fit the schema: ${problemsOf(validate.value.errors ?? [])}.`);
}

/** Whether a schema can be used at all: it compiles, and refers to nothing outside itself. */
export function checkOutputSchema(schema: JsonObject): Result<true, { readonly code: "schema_invalid"; readonly message: string }> {
  const validate = validatorOf(schema);
  return validate.ok ? ok(true) : validate;
}

/** What to say to the model whose answer could not be used. */
export function repairMessage(problem: OutputProblem, schema: JsonObject): string {
  return [
    "Your last answer could not be used.",
    problem.message,
    "Answer again with nothing but one JSON value that fits this schema, without a code fence and without words around it:",
    JSON.stringify(schema),
  ].join("\n\n");
}

const validators = new Map<string, Result<ValidateFunction, { readonly code: "schema_invalid"; readonly message: string }>>();

function validatorOf(schema: JsonObject): Result<ValidateFunction, { readonly code: "schema_invalid"; readonly message: string }> {
  const key = canonicalJson(schema);
  const known = validators.get(key);
  if (known !== undefined) return known;
  const made = compile(schema);
  validators.set(key, made);
  const oldest = validators.keys().next().value;
  if (validators.size > mostValidators && oldest !== undefined) validators.delete(oldest);
  return made;
}

/** Patterns in linear time, so that no schema and no answer can stall the process. */
const linearPattern = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    // Ajv tells patterns apart by their text.
    return { test: (text: string) => compiled.matcher(text).find(), toString: () => pattern };
  },
  { code: "linearPattern" },
);

function compile(schema: JsonObject): Result<ValidateFunction, { readonly code: "schema_invalid"; readonly message: string }> {
  const options = {
    strict: false,
    allErrors: false,
    validateFormats: false,
    ownProperties: true,
    logger: false as const,
    code: { regExp: linearPattern },
  };
  const isDraft7 = /draft-0[4-7]/.test(String(schema.$schema ?? ""));
  const { $id: _, ...own } = schema;
  try {
    const ajv = isDraft7 ? new Ajv(options) : new Ajv2020(options);
    return ok(ajv.compile(own));
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it can't be read";
    return err({ code: "schema_invalid", message: `The output schema can't be used: ${reason}.` });
  }
}

function jsonIn(text: string): Result<JsonValue, string> {
  const whole = parsed(text.replace(/^\uFEFF/, ""));
  if (whole.ok) return whole;
  const candidates = topLevelJson(text);
  if (candidates.length === 0)
    return err(text.trim() === "" ? "The answer is empty." : "The answer contains no complete JSON object or list.");
  if (candidates.length > 1) return err(`The answer contains ${candidates.length} JSON values; exactly one was asked for.`);
  return ok(candidates[0] ?? null);
}

function parsed(text: string): Result<JsonValue, string> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err("not JSON");
  }
}

/** Every balanced `{…}` or `[…]` that parses and stands in no other. */
function topLevelJson(text: string): JsonValue[] {
  const values: JsonValue[] = [];
  for (let start = nextOpening(text, 0); start !== -1; ) {
    const end = closingOf(text, start);
    const value = end === -1 ? undefined : parsed(text.slice(start, end + 1));
    if (value?.ok === true && !isCitation(value.value)) {
      values.push(value.value);
      start = nextOpening(text, end + 1);
    } else if (end === -1) {
      // An opening without its end: what follows is inside it, and a part is never taken for the whole.
      return values;
    } else start = nextOpening(text, value?.ok === true ? end + 1 : start + 1);
  }
  return values;
}

/** "[1]" in running text is a citation, not an answer. */
function isCitation(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === "number";
}

function nextOpening(text: string, from: number): number {
  const brace = text.indexOf("{", from);
  const bracket = text.indexOf("[", from);
  return brace === -1 ? bracket : bracket === -1 ? brace : Math.min(brace, bracket);
}

function closingOf(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === "\\") index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}

/** Depth is bounded by the check before. */
function forbiddenKeyIn(value: JsonValue): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (!Array.isArray(value) && forbiddenKeys.has(key)) return key;
    const found = forbiddenKeyIn(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function problemsOf(errors: readonly ErrorObject[]): string {
  return errors
    .slice(0, mostProblems)
    .map(({ instancePath, message, params }) => {
      const place = instancePath === "" ? "the value" : `“${instancePath.slice(1).replaceAll("/", ".")}”`;
      const extra =
        "additionalProperty" in params
          ? ` (${String(params.additionalProperty)})`
          : "allowedValues" in params
            ? ` (${JSON.stringify(params.allowedValues)})`
            : "";
      return `${place} ${message ?? "is wrong"}${extra}`;
    })
    .join("; ");
}
