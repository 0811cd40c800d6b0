/**
 * Rewrites `nodes.<id>` in the texts of a config when a node gets another id.
 *
 * Pure. This room does not know which config fields are templates, which are expressions and which
 * are plain text, and may not ask the expression room, so that a rename replays the same everywhere:
 * in a text that holds `{{`, references are rewritten inside the braces only; in any other text,
 * wherever `nodes.<id>` stands as a whole word. A longer path (`state.nodes.<id>`) is left alone.
 */
import type { JsonValue } from "../shared/json";

/** An open quote reaches to the end of its line, which keeps the search linear. */
const quotesAndBraces = /"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|[{}]/g;
const dotted = /(?<![\p{L}\p{N}_.])nodes(\s*\.\s*)([a-z][a-z0-9_]*)(?![\p{L}\p{N}_])/gu;
const bracketed = /(?<![\p{L}\p{N}_.])nodes(\s*\[\s*)(["'])([a-z][a-z0-9_]*)\2/gu;

/** All renames happen at once, so swapping two ids works. Returns the same value when nothing was named. */
export function renameReferences<Value extends JsonValue>(value: Value, newIdOf: ReadonlyMap<string, string>): Value;
export function renameReferences(value: JsonValue, newIdOf: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === "string") return renameInText(value, newIdOf);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => renameReferences(item, newIdOf));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value).map(([key, item]) => ({ key, before: item, after: renameReferences(item, newIdOf) }));
  return entries.every(({ before, after }) => before === after) ? value : Object.fromEntries(entries.map(({ key, after }) => [key, after]));
}

function renameInText(text: string, newIdOf: ReadonlyMap<string, string>): string {
  if (!text.includes("nodes")) return text;
  const [prose = "", ...rest] = text.split("{{");
  if (rest.length === 0) return renameInCode(text, newIdOf);
  const pieces = rest.map((piece, index) => (isEscaped(rest[index - 1] ?? prose) ? piece : renameInSpan(piece, newIdOf)));
  return [prose, ...pieces].join("{{");
}

/** `\{{` are plain braces. */
function isEscaped(before: string): boolean {
  const backslashes = /\\*$/.exec(before)?.[0].length ?? 0;
  return backslashes % 2 === 1;
}

function renameInSpan(piece: string, newIdOf: ReadonlyMap<string, string>): string {
  const end = endOfSpan(piece);
  return renameInCode(piece.slice(0, end), newIdOf) + piece.slice(end);
}

/** Where `}}` closes the expression that begins the piece: not inside an object or a text of it. The end of the piece when it is still open. */
function endOfSpan(piece: string): number {
  let openBraces = 0;
  for (const { 0: sign, index } of piece.matchAll(quotesAndBraces)) {
    if (sign === "{") openBraces += 1;
    if (sign !== "}") continue;
    if (openBraces === 0 && piece.startsWith("}}", index)) return index;
    openBraces -= 1;
  }
  return piece.length;
}

function renameInCode(code: string, newIdOf: ReadonlyMap<string, string>): string {
  return code
    .replace(dotted, (whole, dot: string, id: string) => {
      const newId = newIdOf.get(id);
      return newId === undefined ? whole : `nodes${dot}${newId}`;
    })
    .replace(bracketed, (whole, bracket: string, quote: string, id: string) => {
      const newId = newIdOf.get(id);
      return newId === undefined ? whole : `nodes${bracket}${quote}${newId}${quote}`;
    });
}
