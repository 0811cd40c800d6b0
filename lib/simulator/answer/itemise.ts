/**
 * A text cut into its items, for a schema that asks for a list of them.
 */
import type { JsonObject, JsonValue } from "../../shared/json";
import { isJsonObject, ownValue } from "../../shared/json";
import { fillSchema } from "./json-schema";
import { shortened } from "./words";
import type { Work } from "./work";

type Item = { readonly title: string; readonly text: string };

const asksToCut =
  /\b(?:split|separate|cut|divide|break)s?\b[^.\n]{0,60}\b(?:comments?|items?|parts?|pieces|entries|clauses|questions|tickets|paragraphs)\b/i;

/** Undefined unless the instructions ask to cut a text up and it has several items. */
export function itemised(schema: JsonValue, work: Work): JsonValue | undefined {
  const properties = isJsonObject(schema) ? ownValue(schema, "properties") : undefined;
  if (!isJsonObject(properties) || !asksToCut.test(work.prompt.instructions)) return undefined;
  const [key, list] = Object.entries(properties).find(([, value]) => isJsonObject(value) && value.type === "array") ?? [];
  const items = itemsIn(work.message);
  if (key === undefined || !isJsonObject(list) || items.length < 2) return undefined;
  const shape = ownValue(list, "items") ?? {};
  const most = typeof list.maxItems === "number" ? list.maxItems : items.length;
  const cut = items.slice(0, most).map((item) => shaped(item, shape, work));
  const others = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== key));
  const rest = fillSchema({ type: "object", properties: others }, work);
  return { ...(isJsonObject(rest) ? rest : {}), [key]: cut };
}

/** Listed lines, else paragraphs, else lines. */
function itemsIn(message: string): readonly Item[] {
  const lines = message.split("\n").map((line) => line.trim());
  const listed = lines.flatMap((line) => /^(?:[-*•]|\d+[.)])\s+(.+)$/.exec(line)?.[1] ?? []);
  const paragraphs = message.split(/\n\s*\n/).map((part) => part.trim());
  const texts = [listed, paragraphs, lines].map((parts) => parts.filter((part) => part !== "")).find((parts) => parts.length > 1) ?? [];
  return texts.map(titled);
}

/** "Refund: I have waited …" names itself. */
function titled(text: string): Item {
  const named = /^([^:.!?]{2,40}):\s+(.+)$/s.exec(text);
  return named === null
    ? { title: shortened(text.split(/\s+/).slice(0, 5).join(" "), 40), text }
    : { title: named[1] ?? "", text: named[2] ?? text };
}

function shaped(item: Item, shape: JsonValue, work: Work): JsonValue {
  const properties = isJsonObject(shape) ? ownValue(shape, "properties") : undefined;
  if (!isJsonObject(properties)) return `${item.title}: ${item.text}`;
  const rest = fillSchema(shape, { ...work, message: item.text });
  const filled: { [key: string]: JsonValue } = { ...(isJsonObject(rest) ? rest : {}) };
  for (const [key, value] of Object.entries(properties)) {
    if (!isText(value)) continue;
    if (/title|name|label|subject|heading/i.test(key)) filled[key] = item.title;
    else if (/text|comment|content|quote|body|clause|ticket|question/i.test(key)) filled[key] = item.text;
  }
  return filled;
}

function isText(schema: JsonValue): schema is JsonObject {
  return isJsonObject(schema) && schema.type === "string" && !Object.hasOwn(schema, "enum");
}
