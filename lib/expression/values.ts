/**
 * What values mean in the language: truth, equality, and their texts.
 *
 * Pure. Every walk through data is bounded by the budget and by depth.
 */
import { isJsonObject, type JsonValue } from "../shared/json";
import { type Budget, checkOutput } from "./budget";
import { ExpressionFault, type Span } from "./expression-error";

/** A value, or none: a path that leads nowhere. */
export type Maybe = JsonValue | undefined;

/** Data nested deeper than this is not compared or written out. */
const deepestData = 256;

/** Nothing, `null`, `false`, 0 and the empty text are false; an empty list is true, as any list. */
export function isTrue(value: Maybe): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== "";
}

/** Own keys and list positions only; `undefined` for everything else, scalars' properties included. */
export function valueUnder(value: Maybe, key: string | number): Maybe {
  if (Array.isArray(value)) {
    const position = typeof key === "number" ? key : Number.NaN;
    return Number.isInteger(position) && position >= 0 && position < value.length ? value[position] : undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const name = String(key);
  return Object.prototype.propertyIsEnumerable.call(value, name) ? value[name] : undefined;
}

/** Equal by content; nothing equals `null`. */
export function isEqual(left: Maybe, right: Maybe, budget: Budget, span: Span, depth = 0): boolean {
  budget.spend(1, span);
  const [a, b] = [left ?? null, right ?? null];
  if (typeof a === "string" && typeof b === "string") {
    budget.spendOnText(Math.min(a.length, b.length), span);
    return a === b;
  }
  if (a === b) return true;
  checkDepth(depth, span);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index], budget, span, depth + 1));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key], budget, span, depth + 1))
  );
}

/** What a template shows: texts as they are, numbers plainly, lists and objects as indented JSON. */
export function textOf(value: JsonValue, budget: Budget, span: Span): string {
  if (typeof value === "string") return value;
  return jsonOf(value, budget, span, "  ");
}

/** JSON; on one line when `indent` is empty, else as `JSON.stringify` indents it. */
export function jsonOf(value: JsonValue, budget: Budget, span: Span, indent: string): string {
  if (typeof value !== "object" || value === null) return scalarJson(value, budget, span);
  const pieces: string[] = [];
  let length = 0;
  const write = (piece: string) => {
    length += piece.length;
    budget.checkLength(length, span);
    budget.spendOnText(piece.length, span);
    pieces.push(piece);
  };
  writeJson(value, write, { budget, span, indent, depth: 0 });
  return pieces.join("");
}

type Writing = { readonly budget: Budget; readonly span: Span; readonly indent: string; readonly depth: number };

function writeJson(value: JsonValue, write: (piece: string) => void, writing: Writing): void {
  const { budget, span, indent, depth } = writing;
  if (typeof value !== "object" || value === null) {
    write(scalarJson(value, budget, span));
    return;
  }
  checkDepth(depth, span);
  const isList = Array.isArray(value);
  const members = isList ? value.map((item) => ["", item] as const) : Object.entries(value).filter(([, item]) => item !== undefined);
  budget.spend(members.length * (isList ? 2 : 5), span);
  const line = indent === "" ? "" : `\n${indent.repeat(depth + 1)}`;
  const colon = indent === "" ? ":" : ": ";
  let before = isList ? "[" : "{";
  for (const [key, item] of members) {
    write(isList ? before + line : `${before}${line}${JSON.stringify(key)}${colon}`);
    writeJson(item, write, { ...writing, depth: depth + 1 });
    before = ",";
  }
  const close = isList ? "]" : "}";
  if (members.length === 0) write(before + close);
  else write((indent === "" ? "" : `\n${indent.repeat(depth)}`) + close);
}

function scalarJson(value: string | number | boolean | null, budget: Budget, span: Span): string {
  if (typeof value === "string") budget.allowText(value.length, span);
  return JSON.stringify(value);
}

export function checkDepth(depth: number, span: Span): void {
  if (depth > deepestData) throw new ExpressionFault("too_deep", `The data is nested more than ${deepestData} levels deep.`, span);
}

/** A result may not be larger than the limit, as JSON on one line; what was in the data already counts too. */
export function checkSize(value: JsonValue, budget: Budget, span: Span): void {
  if (typeof value !== "object" || value === null) {
    if (typeof value === "string") checkOutput(value, span);
    return;
  }
  checkOutput(jsonOf(value, budget, span, ""), span);
}

/** What a value is, in words. */
export function kindOf(value: Maybe): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
