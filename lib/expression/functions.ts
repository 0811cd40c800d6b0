/**
 * What each function of the language does.
 *
 * Pure: gives new values, changes none. Every function says what it needs and spends the budget
 * before it works.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import type { Budget } from "./budget";
import { ExpressionFault, type Span } from "./expression-error";
import { matchesPattern } from "./pattern";
import { readJson } from "./read-json";
import type { FunctionName } from "./signatures";
import { isForbiddenKey } from "./syntax";
import { includesText, occurrencesOf } from "./text-search";
import { isEqual, jsonOf, kindOf, type Maybe, textOf, valueUnder } from "./values";

/** One call: its values, already worked out, and where it and each of them stands. */
export type Call = {
  readonly name: FunctionName;
  readonly values: readonly Maybe[];
  readonly spans: readonly Span[];
  readonly span: Span;
  readonly budget: Budget;
};

const functions: { readonly [Name in FunctionName]: (call: Call) => Maybe } = {
  len: (call) => lengthOf(call),
  lower: (call) => searched(call, textAt(call, 0)).toLowerCase(),
  upper: (call) => searched(call, textAt(call, 0)).toUpperCase(),
  trim: (call) => spent(call, textAt(call, 0)).trim(),
  contains: (call) => contains(call),
  starts_with: (call) => textAt(call, 0).startsWith(textAt(call, 1)),
  ends_with: (call) => textAt(call, 0).endsWith(textAt(call, 1)),
  matches: (call) => matchesPattern(textAt(call, 0), textAt(call, 1), call.budget, call.spans[1] ?? call.span),
  replace: (call) => replaceAll(call),
  split: (call) => split(call),
  join: (call) => join(call),
  keys: (call) => keysOf(call, objectAt(call, 0)),
  values: (call) => valuesOf(call, objectAt(call, 0)),
  first: (call) => listAt(call, 0)[0],
  last: (call) => listAt(call, 0).at(-1),
  slice: (call) => slice(call),
  sum: (call) => numbersAt(call).reduce((total, item) => total + item, 0),
  min: (call) => extreme(numbersAt(call), (item, best) => item < best),
  max: (call) => extreme(numbersAt(call), (item, best) => item > best),
  round: (call) => round(numberAt(call, 0), call.values.length > 1 ? numberAt(call, 1) : 0),
  number: (call) => toNumber(call),
  text: (call) => textOf(valueAt(call, 0), call.budget, call.span),
  json: (call) => jsonOf(valueAt(call, 0), call.budget, call.span, ""),
  parse_json: (call) => readJson(textAt(call, 0), call.budget, call.span),
  has: (call) => has(call),
  unique: (call) => unique(call),
  sort: (call) => sort(call),
  pluck: (call) => pluck(call),
  where: (call) => where(call),
};

/** @throws ExpressionFault when a value has the wrong kind, is missing, or the budget is spent. */
export function callFunction(call: Call): Maybe {
  call.budget.spend(1, call.span);
  return functions[call.name](call);
}

function valueAt(call: Call, index: number): JsonValue {
  const value = call.values[index];
  if (value !== undefined) return value;
  const message = `\`${call.name}\` got nothing as its ${ordinal(index)} value; give a default with \`??\`.`;
  throw new ExpressionFault("undefined_reference", message, call.spans[index] ?? call.span);
}

function textAt(call: Call, index: number): string {
  const value = valueAt(call, index);
  return typeof value === "string" ? value : wrongKind(call, index, "a text");
}

function numberAt(call: Call, index: number): number {
  const value = valueAt(call, index);
  return typeof value === "number" ? value : wrongKind(call, index, "a number");
}

function listAt(call: Call, index: number): readonly JsonValue[] {
  const value = valueAt(call, index);
  return Array.isArray(value) ? value : wrongKind(call, index, "a list");
}

function objectAt(call: Call, index: number): JsonObject {
  const value = valueAt(call, index);
  return isJsonObject(value) ? value : wrongKind(call, index, "an object");
}

function keyAt(call: Call, index: number): string {
  const key = textAt(call, index);
  if (isForbiddenKey(key)) throw new ExpressionFault("forbidden_key", `\`${key}\` can't be used as a key.`, call.spans[index] ?? call.span);
  return key;
}

function wrongKind(call: Call, index: number, wanted: string): never {
  const message = `\`${call.name}\` needs ${wanted} as its ${ordinal(index)} value; here it is ${kindOf(call.values[index])}.`;
  throw new ExpressionFault("type_mismatch", message, call.spans[index] ?? call.span);
}

function ordinal(index: number): string {
  return ["first", "second", "third"][index] ?? `${index + 1}th`;
}

function spent(call: Call, text: string): string {
  call.budget.spendOnText(text.length, call.span);
  return text;
}

/** Work that looks at every character rather than copying them all at once. */
function searched(call: Call, text: string): string {
  call.budget.spend(1 + text.length / 8, call.span);
  return text;
}

function counted(call: Call, list: readonly JsonValue[], stepsEach = 1): readonly JsonValue[] {
  call.budget.spend(list.length * stepsEach, call.span);
  return list;
}

/** Listing the keys of a large object costs far more than walking a list. */
function keysOf(call: Call, object: JsonObject): readonly string[] {
  const keys = Object.keys(object);
  call.budget.spend(keys.length * 5, call.span);
  return keys;
}

function valuesOf(call: Call, object: JsonObject): readonly JsonValue[] {
  return keysOf(call, object).flatMap((key) => {
    const value = object[key];
    return value === undefined ? [] : [value];
  });
}

function lengthOf(call: Call): number {
  const value = valueAt(call, 0);
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return isJsonObject(value) ? keysOf(call, value).length : wrongKind(call, 0, "a text, list or object");
}

function contains(call: Call): boolean {
  const value = valueAt(call, 0);
  if (typeof value === "string") return includesText(searched(call, value), textAt(call, 1));
  if (!Array.isArray(value)) return wrongKind(call, 0, "a text or a list");
  const wanted = valueAt(call, 1);
  return value.some((item) => isEqual(item, wanted, call.budget, call.span));
}

function replaceAll(call: Call): string {
  const [text, part, by] = [textAt(call, 0), textAt(call, 1), textAt(call, 2)];
  const pieces = piecesBetween(call, text, part);
  call.budget.allowText(text.length + (pieces.length - 1) * (by.length - part.length), call.span);
  return pieces.join(by);
}

function split(call: Call): readonly string[] {
  const [text, separator] = [textAt(call, 0), textAt(call, 1)];
  if (separator !== "") return piecesBetween(call, text, separator);
  call.budget.spend(text.length, call.span);
  return Array.from(text);
}

/** The whole text as the only piece when there is no separator in it, or none at all. */
function piecesBetween(call: Call, text: string, separator: string): readonly string[] {
  if (separator === "") return [text];
  const places = occurrencesOf(searched(call, text), separator);
  call.budget.spend(places.length * 3, call.span);
  const starts = [0, ...places.map((place) => place + separator.length)];
  return starts.map((start, index) => text.slice(start, places[index]));
}

function join(call: Call): string {
  const separator = call.values.length > 1 ? textAt(call, 1) : ", ";
  const list = counted(call, listAt(call, 0));
  let length = 0;
  const texts = list.map((item) => {
    const text = textOf(item, call.budget, call.span);
    length += text.length + separator.length;
    call.budget.checkLength(length - separator.length, call.span);
    return text;
  });
  call.budget.spendOnText(length, call.span);
  return texts.join(separator);
}

function slice(call: Call): Maybe {
  const value = valueAt(call, 0);
  const [start, end] = [numberAt(call, 1), call.values.length > 2 ? numberAt(call, 2) : undefined];
  if (typeof value === "string") return spent(call, value).slice(start, end);
  return Array.isArray(value) ? counted(call, value).slice(start, end) : wrongKind(call, 0, "a text or a list");
}

function numbersAt(call: Call): readonly number[] {
  return counted(call, listAt(call, 0)).map((item) => (typeof item === "number" ? item : wrongKind(call, 0, "a list of numbers")));
}

function extreme(numbers: readonly number[], isBetter: (item: number, best: number) => boolean): number | undefined {
  return numbers.reduce<number | undefined>((best, item) => (best === undefined || isBetter(item, best) ? item : best), undefined);
}

/** Halves go away from zero; digits are kept between 0 and 15. */
function round(value: number, digits: number): number {
  const places = Math.min(15, Math.max(0, Math.trunc(digits)));
  const rounded = Number(`${Math.round(Number(`${Math.abs(value)}e${places}`))}e-${places}`);
  return Number.isFinite(rounded) ? Math.sign(value) * rounded : value;
}

function toNumber(call: Call): Maybe {
  const value = valueAt(call, 0);
  if (typeof value === "number") return value;
  if (typeof value !== "string") return wrongKind(call, 0, "a text or a number");
  const text = spent(call, value).trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** Asks without failing: nothing has nothing. */
function has(call: Call): boolean {
  const value = call.values[0];
  if (call.values.length === 1) return value !== undefined && value !== null;
  const key = valueAt(call, 1);
  if (typeof key !== "string" && typeof key !== "number") return wrongKind(call, 1, "a text or a number");
  const found = valueUnder(value, typeof key === "string" ? keyAt(call, 1) : key);
  return found !== undefined && found !== null;
}

function unique(call: Call): readonly JsonValue[] {
  const seen = new Set<string>();
  return counted(call, listAt(call, 0)).filter((item) => {
    call.budget.spend(8, call.span);
    const text = jsonOf(sortedKeys(item, call), call.budget, call.span, "");
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

/** Key order makes no difference between objects. */
function sortedKeys(value: JsonValue, call: Call, depth = 0): JsonValue {
  if (typeof value !== "object" || value === null || depth > 300) return value;
  call.budget.spend(1, call.span);
  if (Array.isArray(value)) return counted(call, value).map((item) => sortedKeys(item, call, depth + 1));
  if (!isJsonObject(value)) return value;
  const keys = keysOf(call, value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, sortedKeys(value[key] ?? null, call, depth + 1)]));
}

function sort(call: Call): readonly JsonValue[] {
  const list = counted(call, listAt(call, 0));
  const key = call.values.length > 1 ? keyAt(call, 1) : undefined;
  const keyed = list.map((item) => ({ item, by: key === undefined ? item : valueUnder(item, key) }));
  const areNumbers = keyed.every(({ by }) => typeof by === "number");
  if (!areNumbers && !keyed.every(({ by }) => typeof by === "string")) {
    return wrongKind(
      call,
      0,
      key === undefined ? "a list of only numbers or only texts" : `objects with a number or text under "${key.slice(0, 40)}"`,
    );
  }
  call.budget.spend((keyed.length * Math.log2(keyed.length + 1)) / 4, call.span);
  return keyed.toSorted((left, right) => compare(left.by, right.by, call)).map(({ item }) => item);
}

function compare(left: Maybe, right: Maybe, call: Call): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [a, b] = [String(left), String(right)];
  call.budget.spendOnText(Math.min(a.length, b.length), call.span);
  return a < b ? -1 : a > b ? 1 : 0;
}

function pluck(call: Call): readonly JsonValue[] {
  const key = keyAt(call, 1);
  return counted(call, listAt(call, 0), 4).flatMap((item) => {
    const value = valueUnder(item, key);
    return value === undefined ? [] : [value];
  });
}

function where(call: Call): readonly JsonValue[] {
  const key = keyAt(call, 1);
  const wanted = valueAt(call, 2);
  return counted(call, listAt(call, 0), 2).filter((item) => isEqual(valueUnder(item, key), wanted, call.budget, call.span));
}
