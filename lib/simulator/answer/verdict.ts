/**
 * A structured verdict on competing perspectives: scores by criterion for each, a recommendation, a rationale.
 */
import type { JsonObject, JsonValue } from "../../shared/json";
import { isJsonObject, ownValue } from "../../shared/json";
import { fillSchema } from "./json-schema";
import { type Lens, lenses, lensFor } from "./lenses";
import { pointsIn } from "./reading";
import { shortened } from "./words";
import type { Work } from "./work";

type Range = { readonly least: number; readonly most: number };
type Contestant = { readonly name: string; readonly lens: Lens; readonly words: string };

/** Strengths from 0 to 1, by criterion, for each way of seeing things. */
const leanings: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  cautious: { benefit: 0.35, risk: 0.95, cost: 0.6, speed: 0.3, reversibility: 0.95 },
  bold: { benefit: 0.95, risk: 0.3, cost: 0.4, speed: 0.95, reversibility: 0.3 },
  balanced: { benefit: 0.75, risk: 0.75, cost: 0.65, speed: 0.6, reversibility: 0.8 },
};

const criteria: readonly { readonly name: string; readonly cues: RegExp }[] = [
  { name: "reversibility", cues: /revers|way ?back|undo|flexib/i },
  { name: "risk", cues: /risk|safe|secur|robust/i },
  { name: "cost", cues: /cost|price|budget|effort/i },
  { name: "speed", cues: /speed|time|fast|pace/i },
  { name: "benefit", cues: /benefit|value|impact|upside|gain|opportun|innovat/i },
];

/** Undefined unless the schema holds a list of scored and named items. */
export function verdict(schema: JsonValue, work: Work): JsonValue | undefined {
  const properties = isJsonObject(schema) ? ownValue(schema, "properties") : undefined;
  if (!isJsonObject(properties)) return undefined;
  const scored = Object.entries(properties).find(([, value]) => scoredItem(value) !== undefined);
  const item = scored === undefined ? undefined : scoredItem(scored[1]);
  if (scored === undefined || item === undefined) return undefined;
  const contestants = contestantsFor(scored[1], item, work);
  const rows = contestants.map((contestant) => rowFor(contestant, item, work));
  const totals = rows.map((row) => Object.values(row).reduce<number>((sum, value) => sum + (typeof value === "number" ? value : 0), 0));
  const ranked = contestants
    .map((contestant, index) => ({ contestant, total: totals[index] ?? 0 }))
    .sort((a, b) => b.total - a.total)
    .map(({ contestant }) => contestant);
  const [best, second] = ranked;
  const answer: { [key: string]: JsonValue } = {};
  for (const [key, value] of Object.entries(properties)) {
    if (key === scored[0]) answer[key] = rows;
    else answer[key] = textFor(key, value, { best, second, contestants, work }) ?? onlyField(key, value, work);
  }
  return answer;
}

/** The properties of a list's items when they have a name and at least two numbers. */
function scoredItem(schema: JsonValue | undefined): JsonObject | undefined {
  const items = isJsonObject(schema) ? ownValue(schema, "items") : undefined;
  const item = isJsonObject(items) ? ownValue(items, "properties") : undefined;
  if (!isJsonObject(item)) return undefined;
  const numbers = Object.values(item).filter((value) => rangeOf(value) !== undefined);
  return numbers.length > 1 && nameKeyOf(item) !== undefined ? item : undefined;
}

function nameKeyOf(item: JsonObject): string | undefined {
  return Object.keys(item).find((key) => /perspective|name|option|candidate|approach|view|strategy|proposal|answer/i.test(key));
}

function rangeOf(schema: JsonValue | undefined): Range | undefined {
  if (!isJsonObject(schema) || (schema.type !== "number" && schema.type !== "integer")) return undefined;
  const bound = (key: string, otherwise: number) => {
    const value = ownValue(schema, key);
    return typeof value === "number" ? value : otherwise;
  };
  return { least: bound("minimum", 1), most: bound("maximum", 10) };
}

/** The names the schema allows, else the perspectives that the message brings, else three classic ones. */
function contestantsFor(list: JsonValue | undefined, item: JsonObject, work: Work): readonly Contestant[] {
  const key = nameKeyOf(item) ?? "";
  const named = isJsonObject(item[key]) ? ownValue(item[key], "enum") : undefined;
  const allowed = Array.isArray(named) ? named.filter((name): name is string => typeof name === "string") : [];
  const told = [...work.message.matchAll(/^(?:#{1,4}\s*)?perspective\s+\d+\s*[:(–-]\s*([^)\n]{2,60})\)?/gim)].map(([, name = ""]) =>
    name.replace(/[:)\s]+$/, ""),
  );
  const names = allowed.length > 0 ? allowed : told.length > 1 ? told : ["Cautious", "Bold", "Balanced"];
  const most = isJsonObject(list) && typeof list.maxItems === "number" ? list.maxItems : names.length;
  return names.slice(0, most).map((name, index) => {
    const words = work.material.find((text) => text.toLowerCase().includes(name.toLowerCase())) ?? work.material[index] ?? "";
    return { name, lens: perspectiveLens(name, words), words };
  });
}

function perspectiveLens(name: string, words: string): Lens {
  const stated = /\*\*Position \((\w+)\)/.exec(words)?.[1];
  const byName = lensFor(name);
  return byName.name !== "general" ? byName : (lenses.find((lens) => lens.name === stated) ?? lensFor(words.slice(0, 400)));
}

function rowFor({ name, lens, words }: Contestant, item: JsonObject, work: Work): JsonObject {
  const nameKey = nameKeyOf(item);
  const row: { [key: string]: JsonValue } = {};
  for (const [key, schema] of Object.entries(item)) {
    const range = rangeOf(schema);
    if (key === nameKey) row[key] = name;
    else if (range !== undefined) row[key] = scoreFor(key, lens, range, work);
    else if (isJsonObject(schema) && schema.type === "string")
      row[key] = shortened(pointsIn(words)[0]?.text ?? `It is ${lens.verdict}.`, 200);
    else row[key] = onlyField(key, schema, work);
  }
  return row;
}

function scoreFor(key: string, lens: Lens, { least, most }: Range, work: Work): number {
  const criterion = criteria.find(({ cues }) => cues.test(key))?.name ?? "";
  const strength = leanings[lens.name]?.[criterion] ?? 0.45 + work.random.next() * 0.4;
  return Math.round(least + strength * (most - least));
}

type Outcome = {
  readonly best: Contestant | undefined;
  readonly second: Contestant | undefined;
  readonly contestants: readonly Contestant[];
  readonly work: Work;
};

function textFor(key: string, schema: JsonValue, { best, second, contestants, work }: Outcome): JsonValue | undefined {
  if (best === undefined || !isJsonObject(schema)) return undefined;
  const choices = ownValue(schema, "enum");
  if (/recommend|winner|best|choice|verdict|decision/i.test(key)) {
    if (Array.isArray(choices)) return choices.find((choice) => choice === best.name) ?? choices[0];
    return schema.type === "string"
      ? `Follow the ${best.name.toLowerCase()} perspective on ${work.topic}: it is ${best.lens.verdict}.`
      : undefined;
  }
  if (schema.type !== "string" || !/rationale|reason|why|because|explanation|summary/i.test(key)) return undefined;
  const borrowed =
    second === undefined
      ? ""
      : ` From the ${second.name.toLowerCase()} one it takes a single thing: ${lowerFirst(shortened(pointsIn(second.words)[0]?.text ?? `it is ${second.lens.verdict}.`, 160))}`;
  return `Of ${contestants.length} perspectives on ${work.topic}, the ${best.name.toLowerCase()} one is strongest over all criteria together, and weakest in none.${borrowed}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function onlyField(key: string, schema: JsonValue, work: Work): JsonValue {
  const filled = fillSchema({ type: "object", properties: { [key]: schema }, required: [key] }, work);
  return isJsonObject(filled) ? (ownValue(filled, key) ?? null) : null;
}
