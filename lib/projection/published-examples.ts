/**
 * How a published workflow is called, to copy and run: over HTTP and from the command line.
 *
 * Pure. Texts go into single quotes of a POSIX shell, so nothing in a sample is ever read by it.
 */
import type { InputField } from "../nodes/contract";
import type { JsonObject, JsonValue } from "../shared/json";

export type ExampleCall = {
  readonly name: string;
  /** Where the app answers: `http://127.0.0.1:3000`. */
  readonly origin: string;
  readonly fields: readonly InputField[];
  readonly sampleInput: JsonObject;
};

export function curlExample({ name, origin, fields, sampleInput }: ExampleCall): string {
  const body = JSON.stringify({ inputs: exampleInputs(fields, sampleInput) }, null, 2);
  return [
    `curl ${origin}/api/v1/workflows/${name}/runs`,
    '-H "Authorization: Bearer $WINDROSE_KEY"',
    '-H "Content-Type: application/json"',
    `-d ${quoted(body)}`,
  ].join(" \\\n  ");
}

export function commandExample({ name, fields, sampleInput }: ExampleCall): string {
  const inputs = Object.entries(exampleInputs(fields, sampleInput)).map(([key, value]) => `--input ${inputWord(key, value)}`);
  return [`npm run flow -- run ${name}`, ...inputs].join(" \\\n  ");
}

/** The sample, as far as it is asked for; what is needed and has none stands there as `…`. */
function exampleInputs(fields: readonly InputField[], sample: JsonObject): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field): readonly [string, JsonValue][] => {
      const given = Object.hasOwn(sample, field.key) ? sample[field.key] : undefined;
      if (given !== undefined && given !== null && given !== "") return [[field.key, given]];
      return field.required ? [[field.key, placeholder(field)]] : [];
    }),
  );
}

function placeholder({ type, options }: InputField): JsonValue {
  if (type === "number") return 0;
  if (type === "json") return {};
  return (type === "choice" ? options?.[0] : undefined) ?? "…";
}

/** A text that begins with @ would be read as a file's name. */
function inputWord(key: string, value: JsonValue): string {
  if (typeof value === "string" && !value.startsWith("@")) return `${key}=${quoted(value)}`;
  return quoted(JSON.stringify({ [key]: value }));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
