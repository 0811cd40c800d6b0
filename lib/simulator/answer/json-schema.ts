/**
 * Values of any JSON schema, filled from what a prompt says and always within its bounds.
 */
import type { JsonObject, JsonValue } from "../../shared/json";
import { isJsonObject, ownValue } from "../../shared/json";
import { bestCategory, type Category, categoriesIn, restCategory } from "./classify";
import { textFor } from "./field-text";
import { textForPattern } from "./pattern-text";
import { judgesWork, passMark, qualityIn } from "./progress";
import { numbersIn } from "./reading";
import { stemOf, wordsOf } from "./words";
import type { Work } from "./work";

const deepest = 8;
/** Past this depth optional properties are left out, so that recursive schemas end. */
const shallow = 4;

type Place = { readonly name: string; readonly description: string; readonly index: number; readonly depth: number };

export function fillSchema(schema: JsonValue, work: Work): JsonValue {
  return fill(schema, { name: "", description: "", index: 0, depth: 0 }, { work, root: schema });
}

type Filling = { readonly work: Work; readonly root: JsonValue };

function fill(raw: JsonValue, place: Place, filling: Filling): JsonValue {
  if (!isJsonObject(raw)) return raw === false ? null : textFor(place, filling.work);
  const schema = resolved(raw, filling.root);
  const here = { ...place, description: `${textOf(schema, "title")} ${textOf(schema, "description")}`.trim() || place.description };
  const fixed = fixedValue(schema);
  if (fixed !== undefined) return fixed;
  const choices = ownValue(schema, "enum");
  if (Array.isArray(choices) && choices.length > 0) return chosen(choices, here, filling.work);
  const branch = chosenBranch(schema, filling);
  if (branch !== undefined) return fill(merged(without(schema, ["oneOf", "anyOf"]), branch), here, filling);
  switch (typeOf(schema)) {
    case "object":
      return fillObject(schema, here, filling);
    case "array":
      return fillArray(schema, here, filling);
    case "integer":
      return fillNumber(schema, here, filling.work, true);
    case "number":
      return fillNumber(schema, here, filling.work, false);
    case "boolean":
      return fillBoolean(here, filling.work);
    case "null":
      return null;
    default:
      return fillText(schema, here, filling.work);
  }
}

function fixedValue(schema: JsonObject): JsonValue | undefined {
  return Object.hasOwn(schema, "const") ? ownValue(schema, "const") : undefined;
}

function typeOf(schema: JsonObject): string {
  const type = ownValue(schema, "type");
  if (typeof type === "string") return type;
  if (Array.isArray(type)) return String(type.find((name) => name !== "null") ?? "null");
  if (Object.hasOwn(schema, "properties") || Object.hasOwn(schema, "additionalProperties")) return "object";
  if (Object.hasOwn(schema, "items") || Object.hasOwn(schema, "prefixItems")) return "array";
  return Object.hasOwn(schema, "minimum") || Object.hasOwn(schema, "maximum") ? "number" : "string";
}

/** Follows `$ref` inside the schema and folds `allOf` in. */
function resolved(schema: JsonObject, root: JsonValue, hops = 0): JsonObject {
  const reference = ownValue(schema, "$ref");
  if (typeof reference === "string" && reference.startsWith("#") && hops < 20) {
    const target = pointed(root, reference);
    if (isJsonObject(target)) return resolved(merged(without(schema, ["$ref"]), target), root, hops + 1);
  }
  const all = ownValue(schema, "allOf");
  if (!Array.isArray(all)) return schema;
  const parts = all.filter(isJsonObject).map((part) => resolved(part, root, hops + 1));
  return parts.reduce((whole, part) => merged(whole, part), without(schema, ["allOf"]));
}

function pointed(root: JsonValue, reference: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of reference
    .slice(1)
    .split("/")
    .filter((part) => part !== "")) {
    const name = decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
    value = isJsonObject(value) ? ownValue(value, name) : undefined;
  }
  return value;
}

function merged(a: JsonObject, b: JsonObject): JsonObject {
  const both = (key: string): JsonObject => {
    const [left, right] = [ownValue(a, key), ownValue(b, key)];
    return { ...(isJsonObject(left) ? left : {}), ...(isJsonObject(right) ? right : {}) };
  };
  const required = [ownValue(a, "required"), ownValue(b, "required")].flatMap((list) => (Array.isArray(list) ? list : []));
  const properties = both("properties");
  return {
    ...b,
    ...a,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

function without(schema: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
}

/** Of several shapes the one whose words fit the message best; the first that is not null when none does. */
function chosenBranch(schema: JsonObject, { work, root }: Filling): JsonObject | undefined {
  const branches = [ownValue(schema, "oneOf"), ownValue(schema, "anyOf")].find((list) => Array.isArray(list) && list.length > 0);
  if (!Array.isArray(branches)) return undefined;
  const shapes = branches.filter(isJsonObject).map((branch) => resolved(branch, root));
  const real = shapes.filter((shape) => typeOf(shape) !== "null" && !(ownValue(shape, "const") === null));
  const categories = real.map((shape) => ({ label: labelOf(shape), description: textOf(shape, "description") }));
  const best = categories.every(({ label }) => label === "") ? undefined : bestCategory(work.message, categories);
  return (best && real[categories.indexOf(best)]) ?? real[0] ?? shapes[0];
}

function labelOf(shape: JsonObject): string {
  const constant = ownValue(shape, "const");
  if (typeof constant === "string") return constant;
  const properties = ownValue(shape, "properties");
  const tags = isJsonObject(properties)
    ? Object.values(properties).map((property) => (isJsonObject(property) ? ownValue(property, "const") : undefined))
    : [];
  return [textOf(shape, "title"), ...tags.filter((tag) => typeof tag === "string")].join(" ").trim();
}

function chosen(choices: readonly JsonValue[], place: Place, work: Work): JsonValue {
  const labels = choices.filter((choice) => typeof choice === "string");
  if (labels.length === 0) return choices[work.random.int(0, choices.length - 1)] ?? null;
  const judged = judgement(labels, work);
  if (judged !== undefined) return judged;
  const described = categoriesIn(work.prompt.instructions);
  const categories: Category[] = labels.map((label) => ({
    label,
    description: [
      described.find((category) => category.label.toLowerCase() === label.toLowerCase())?.description ??
        linesAbout(label, work.prompt.instructions),
      mentionIn(label, place.description),
    ].join(" "),
  }));
  return (bestCategory(work.message, categories) ?? restCategory(categories) ?? middleOf(categories))?.label ?? labels[0] ?? null;
}

/** "accept" or "revise": decided by how far the work has come. */
function judgement(labels: readonly string[], work: Work): string | undefined {
  const good = labels.find((label) => /^(?:accept(?:ed)?|approved?|pass(?:ed)?|done|good|ready|ship|publish|stop)$/i.test(label));
  const bad = labels.find((label) =>
    /^(?:revise|reject(?:ed)?|fail(?:ed)?|improve|rework|again|continue|needs?[_ ]work|go[_ ]on)$/i.test(label),
  );
  if (good === undefined || bad === undefined || !judgesWork(work)) return undefined;
  return qualityIn(work) >= passMark ? good : bad;
}

/** Instructions may describe a label in a sentence of their own. */
function linesAbout(label: string, instructions: string): string {
  return instructions
    .split(/\n|(?<=\.)\s/)
    .filter((line) => new RegExp(`(?:^|[^\\w])${escaped(label)}(?:[^\\w]|$)`, "i").test(line))
    .slice(0, 3)
    .map((line) => line.replace(label, ""))
    .join(" ");
}

function mentionIn(label: string, description: string): string {
  return new RegExp(`${escaped(label)}\\s*[:(=–-]\\s*([^,;.)]+)`, "i").exec(description)?.[1] ?? "";
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Scales such as low, medium, high: nothing speaks for an end, so the middle is honest. */
function middleOf(categories: readonly Category[]): Category | undefined {
  const isScale = categories.some(({ label }) => /^(?:medium|moderate|mixed|average|normal|neutral)$/i.test(label));
  return isScale ? categories.find(({ label }) => /^(?:medium|moderate|mixed|average|normal|neutral)$/i.test(label)) : categories[0];
}

function fillObject(schema: JsonObject, place: Place, filling: Filling): JsonValue {
  const properties = ownValue(schema, "properties");
  const required = ownValue(schema, "required");
  const needed = new Set(Array.isArray(required) ? required.map(String) : []);
  const filled: { [key: string]: JsonValue } = {};
  for (const [key, value] of Object.entries(isJsonObject(properties) ? properties : {})) {
    if (!needed.has(key) && (place.depth >= shallow || refersBack(value))) continue;
    if (place.depth >= deepest) continue;
    filled[key] = fill(
      value,
      { name: key, description: place.depth === 0 ? "" : place.description, index: place.index, depth: place.depth + 1 },
      filling,
    );
  }
  for (const key of needed) if (!Object.hasOwn(filled, key)) filled[key] = textFor({ name: key, index: 0 }, filling.work);
  const extra = ownValue(schema, "additionalProperties");
  const least = numberOf(schema, "minProperties") ?? (Object.keys(filled).length === 0 && isJsonObject(extra) ? 2 : 0);
  for (let index = 0; Object.keys(filled).length < least && extra !== false; index += 1) {
    filled[`item_${index + 1}`] = fill(
      isJsonObject(extra) ? extra : { type: "string" },
      { ...place, name: `item_${index + 1}`, index, depth: place.depth + 1 },
      filling,
    );
  }
  return filled;
}

/** Optional children of the same kind would never end. */
function refersBack(value: JsonValue): boolean {
  return isJsonObject(value) && ownValue(value, "$ref") === "#";
}

function fillArray(schema: JsonObject, place: Place, filling: Filling): JsonValue {
  const prefix = ownValue(schema, "prefixItems");
  const items = ownValue(schema, "items") ?? { type: "string" };
  const least = numberOf(schema, "minItems") ?? 0;
  const most = numberOf(schema, "maxItems") ?? 100;
  const first = Array.isArray(prefix) ? prefix : Array.isArray(items) ? items : [];
  const wanted = place.depth >= shallow ? least : Math.min(Math.max(least, first.length > 0 ? first.length : 3), most);
  const list: JsonValue[] = [];
  for (let index = 0; index < wanted; index += 1) {
    const shape = first[index] ?? (Array.isArray(items) ? { type: "string" } : items);
    list.push(
      fill(
        shape,
        { ...place, name: place.name.replace(/(?:ies|s)$/, (end) => (end === "ies" ? "y" : "")), index, depth: place.depth + 1 },
        filling,
      ),
    );
  }
  return ownValue(schema, "uniqueItems") === true ? unique(list, items, least) : list;
}

/** Repeats are replaced by unused values of the enum, or marked with their number, or left out. */
function unique(list: readonly JsonValue[], items: JsonValue, least: number): JsonValue {
  const choices = isJsonObject(items) ? ownValue(items, "enum") : undefined;
  const seen = new Map<string, JsonValue>();
  for (const value of list) {
    if (!seen.has(JSON.stringify(value))) seen.set(JSON.stringify(value), value);
    else if (Array.isArray(choices)) {
      const unused = choices.find((choice) => !seen.has(JSON.stringify(choice)));
      if (unused !== undefined && seen.size < least) seen.set(JSON.stringify(unused), unused);
    } else if (typeof value === "string") seen.set(`${value} ${seen.size}`, `${value} (${seen.size + 1})`);
    else if (typeof value === "number") seen.set(String(value + seen.size), value + seen.size);
  }
  return [...seen.values()];
}

function fillNumber(schema: JsonObject, place: Place, work: Work, whole: boolean): JsonValue {
  const step = numberOf(schema, "multipleOf") ?? (whole ? 1 : undefined);
  const open = (key: string) => (typeof ownValue(schema, key) === "number" ? numberOf(schema, key) : undefined);
  const nudge = step ?? 0.01;
  const lowOpen = open("exclusiveMinimum") ?? (ownValue(schema, "exclusiveMinimum") === true ? numberOf(schema, "minimum") : undefined);
  const highOpen = open("exclusiveMaximum") ?? (ownValue(schema, "exclusiveMaximum") === true ? numberOf(schema, "maximum") : undefined);
  const least = Math.max(
    numberOf(schema, "minimum") ?? Number.NEGATIVE_INFINITY,
    lowOpen === undefined ? Number.NEGATIVE_INFINITY : lowOpen + nudge,
  );
  const most = Math.min(
    numberOf(schema, "maximum") ?? Number.POSITIVE_INFINITY,
    highOpen === undefined ? Number.POSITIVE_INFINITY : highOpen - nudge,
  );
  const wished = Math.min(Math.max(guessedNumber(place, work, least, most, whole), least), most);
  if (step === undefined)
    return Math.round(wished * 100) / 100 >= least && Math.round(wished * 100) / 100 <= most ? Math.round(wished * 100) / 100 : wished;
  const lowest = Math.ceil(least / step - 1e-9) * step;
  const snapped = Math.round(wished / step) * step;
  const bounded = snapped < least ? lowest : snapped > most ? Math.floor(most / step + 1e-9) * step : snapped;
  return Number(bounded.toPrecision(12));
}

function guessedNumber({ name, description, index }: Place, work: Work, least: number, most: number, whole: boolean): number {
  const about = `${name} ${description}`;
  if (/confidence|probabil|certaint|likelihood|similarity|relevance/i.test(about))
    return (most > 1 ? Math.min(most, 100) : 1) * (0.72 + work.random.next() * 0.24);
  if (/score|rating|grade|quality|points?$/i.test(name) && judgesWork(work)) {
    const top = Number.isFinite(most) ? most : /percent|100/i.test(about) ? 100 : 10;
    return (Number.isFinite(least) ? least : 0) + (top - (Number.isFinite(least) ? least : 0)) * qualityIn(work);
  }
  if (/year/i.test(name)) return 2025;
  if (/words?_?count|length/i.test(name)) return wordsOf(work.message).length;
  if (/index|rank|order|position|step|number$|^id$/i.test(name)) return index + 1;
  const mentioned = numbersIn(work.message).filter((number) => number >= least && number <= most);
  const named = mentionedBeside(name, work.message);
  if (named !== undefined && named >= least && named <= most) return named;
  if (mentioned.length > 0 && /amount|total|price|cost|quantity|count|value|age|budget|size|number/i.test(about))
    return mentioned[index] ?? mentioned[0] ?? 1;
  if (Number.isFinite(least) && Number.isFinite(most)) return least + (most - least) * (0.55 + work.random.next() * 0.3);
  const typical = /percent|share|rate|score/i.test(about) ? work.random.int(55, 92) : work.random.int(2, 40);
  return whole ? typical : typical + work.random.int(0, 9) / 10;
}

/** "budget of 500", "age: 31". */
function mentionedBeside(name: string, message: string): number | undefined {
  const word = wordsOf(name.replaceAll(/[_-]+/g, " ")).find((part) => part.length > 2);
  if (word === undefined) return undefined;
  const match = new RegExp(
    `\\b${escaped(stemOf(word))}\\w*\\W{0,3}(?:of|is|are|was|=|:)?\\s*[€$£]?\\s*(-?\\d[\\d,]*(?:\\.\\d+)?)`,
    "i",
  ).exec(message);
  return match?.[1] === undefined ? undefined : Number(match[1].replaceAll(",", ""));
}

function fillBoolean({ name, description }: Place, work: Work): boolean {
  const about = `${name} ${description}`.replaceAll(/([A-Z])/g, " $1").replaceAll("_", " ");
  if (/approv|accept|pass|good ?enough|ready|satisf|done|\bok\b/i.test(about) && judgesWork(work)) return qualityIn(work) >= passMark;
  if (/urgent|angry|negativ|error|fail|risk|escalat|spam|sensitive|refund|human|approval/i.test(about)) {
    return /urgent|asap|immediately|angry|unacceptable|error|fail|crash|refund|lottery|lawyer|critical/i.test(work.message);
  }
  if (/question/i.test(about)) return work.message.includes("?");
  return !/\b(?:not|missing|needs?|requires?|incomplete|more)\b/i.test(about);
}

function fillText(schema: JsonObject, place: Place, work: Work): string {
  const pattern = textOf(schema, "pattern");
  if (pattern !== "") return textForPattern(pattern, work.random);
  const format = textOf(schema, "format");
  const text = format === "" ? textFor(place, work) : textOfFormat(format, work);
  const least = numberOf(schema, "minLength") ?? 0;
  const most = numberOf(schema, "maxLength") ?? Number.POSITIVE_INFINITY;
  const long =
    text.length < least
      ? `${text} ${work.topic} `.repeat(Math.ceil(least / (text.length + work.topic.length + 2))).slice(0, Math.max(least, 1))
      : text;
  return [...long].length > most ? [...long].slice(0, most).join("").trimEnd().padEnd(Math.min(least, most), ".") : long;
}

function textOfFormat(format: string, work: Work): string {
  const digits = (count: number) => Array.from({ length: count }, () => work.random.int(0, 15).toString(16)).join("");
  switch (format) {
    case "date":
      return `2026-0${work.random.int(1, 9)}-${work.random.int(10, 28)}`;
    case "date-time":
      return `2026-0${work.random.int(1, 9)}-${work.random.int(10, 28)}T0${work.random.int(8, 9)}:30:00Z`;
    case "time":
      return "09:30:00Z";
    case "email":
      return /[\w.+-]+@[\w-]+\.[\w.]+\w/.exec(work.message)?.[0] ?? "someone@example.org";
    case "uri":
    case "url":
      return /https?:\/\/[^\s)>\]]+/.exec(work.message)?.[0] ?? "https://www.example.org/simulated";
    case "uuid":
      return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
    case "ipv4":
      return "192.0.2.10";
    case "hostname":
      return "www.example.org";
    default:
      return textFor({ name: format, index: 0 }, work);
  }
}

function textOf(schema: JsonObject, key: string): string {
  const value = ownValue(schema, key);
  return typeof value === "string" ? value : "";
}

function numberOf(schema: JsonObject, key: string): number | undefined {
  const value = ownValue(schema, key);
  return typeof value === "number" ? value : undefined;
}
