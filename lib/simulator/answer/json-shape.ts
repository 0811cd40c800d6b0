/**
 * The JSON that instructions ask for in words, as a schema.
 */
import type { JsonObject, JsonValue } from "../../shared/json";
import { isJsonObject } from "../../shared/json";

/** @returns undefined unless the text asks for JSON as the answer and shows or names its keys. */
export function jsonShapeIn(text: string): JsonObject | undefined {
  const asks =
    /(?:only|valid|as|in|with|output|return|respond with|answer with|reply with|produce)\s+(?:a |an |one )?(?:single |valid |strict |raw )?json\b/i.test(
      text,
    );
  if (!asks || /json or (?:a )?table|structured data|json or csv/i.test(text)) return undefined;
  return shownShape(text) ?? namedShape(text);
}

/** An example in braces: its values tell the types. */
function shownShape(text: string): JsonObject | undefined {
  const start = text.indexOf("{");
  const end = text.lastIndexOf("}");
  if (start === -1 || end < start) return undefined;
  const source = text.slice(start, end + 1);
  try {
    const example: JsonValue = JSON.parse(source);
    return isJsonObject(example) ? schemaOf(example) : undefined;
  } catch {
    const keys = [...source.matchAll(/["']?([A-Za-z_][\w-]*)["']?\s*:/g)].map(([, key = ""]) => key);
    return keys.length === 0 ? undefined : objectOf(keys);
  }
}

/** "with the keys title, score and tags". */
function namedShape(text: string): JsonObject | undefined {
  const list =
    /(?:keys?|fields?|properties)\s*(?:are|named|called|of|:)?\s*:?\s*((?:["“`]?\w+["”`]?(?:\s*\([^)]*\))?\s*(?:,|\band\b|&)?\s*)+)/i.exec(
      text,
    )?.[1] ?? "";
  const keys = list
    .replace(/\([^)]*\)/g, "")
    .split(/\s*(?:,|\band\b|&)\s*|\s+/)
    .map((key) => key.replace(/\W/g, ""))
    .filter((key) => key !== "");
  return keys.length === 0 ? undefined : objectOf(keys.slice(0, 12));
}

function objectOf(keys: readonly string[]): JsonObject {
  return { type: "object", properties: Object.fromEntries(keys.map((key) => [key, schemaOfKey(key)])), required: [...keys] };
}

function schemaOfKey(key: string): JsonObject {
  if (/^(?:is|has|needs|should)[A-Z_]/.test(key)) return { type: "boolean" };
  if (/count|score|rating|total|amount|price|confidence|percent|number|year|age/i.test(key)) return { type: "number" };
  return /s$/.test(key) && !/ss$|status$|analysis$|class$/i.test(key) ? { type: "array", items: { type: "string" } } : { type: "string" };
}

function schemaOf(example: JsonValue): JsonObject {
  if (Array.isArray(example)) return { type: "array", items: example[0] === undefined ? { type: "string" } : schemaOf(example[0]) };
  if (isJsonObject(example)) {
    return {
      type: "object",
      properties: Object.fromEntries(Object.entries(example).map(([key, value]) => [key, schemaOf(value)])),
      required: Object.keys(example),
    };
  }
  if (typeof example === "string" && /^\w+(?:\s*\|\s*\w+)+$/.test(example))
    return { enum: example.split("|").map((choice) => choice.trim()) };
  if (typeof example === "number") return { type: Number.isInteger(example) ? "integer" : "number" };
  return { type: typeof example === "boolean" ? "boolean" : "string" };
}
