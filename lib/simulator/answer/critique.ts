/**
 * A structured critique of one text: a score, what is good, what to change. Each round finds less.
 */
import type { JsonValue } from "../../shared/json";
import { isJsonObject, ownValue } from "../../shared/json";
import { fillSchema } from "./json-schema";
import { judgesWork, roundOf } from "./progress";
import type { Work } from "./work";

const praise = [
  "It says in the first sentence what it is about.",
  "The words are plain and the sentences short.",
  "It ends with something the reader can do.",
] as const;

const wishes = [
  "Say earlier what the reader gains from it",
  "Give one concrete detail in place of a general claim",
  "End with what to do next",
  "Cut the sentence that repeats the headline",
  "Check that every figure has its unit",
] as const;

/** Undefined unless the schema asks for a score and for improvements. */
export function critique(schema: JsonValue, work: Work): JsonValue | undefined {
  const properties = isJsonObject(schema) ? ownValue(schema, "properties") : undefined;
  if (!isJsonObject(properties) || !judgesWork(work)) return undefined;
  const keys = Object.keys(properties);
  const wished = keys.find((key) => /improve|change|weakness|issue|suggestion|missing|todo/i.test(key) && isTextList(properties[key]));
  if (wished === undefined || !keys.some((key) => /score|rating|grade|points/i.test(key))) return undefined;
  const liked = keys.find((key) => /strength|good|praise|works/i.test(key) && isTextList(properties[key]));
  const filled = fillSchema(schema, work);
  if (!isJsonObject(filled)) return undefined;
  const round = roundOf(work);
  return {
    ...filled,
    [wished]: bounded(wishes.slice(Math.min(round - 1, 3), Math.min(round - 1, 3) + Math.max(1, 3 - round)), wishes, properties[wished]),
    ...(liked !== undefined && { [liked]: bounded(praise.slice(0, Math.min(round, praise.length)), praise, properties[liked]) }),
  };
}

function isTextList(schema: JsonValue | undefined): boolean {
  const items = isJsonObject(schema) && schema.type === "array" ? ownValue(schema, "items") : undefined;
  return isJsonObject(items) && items.type === "string" && !Object.hasOwn(items, "enum");
}

/** As many as the schema wants; further ones come from the same stock. */
function bounded(texts: readonly string[], stock: readonly string[], schema: JsonValue | undefined): readonly string[] {
  const limit = (key: string, otherwise: number) => {
    const value = isJsonObject(schema) ? ownValue(schema, key) : undefined;
    return typeof value === "number" ? value : otherwise;
  };
  const more = stock.filter((text) => !texts.includes(text));
  return [...texts, ...more].slice(0, Math.min(Math.max(texts.length, limit("minItems", 0)), limit("maxItems", 100)));
}
