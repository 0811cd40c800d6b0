/**
 * JSON as models write it by hand: single quotes, bare keys, trailing commas, Python's True and None.
 *
 * Pure. Tolerant of spelling, never of meaning: what is cut off or ambiguous is refused.
 */
import type { JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";

const deepest = 64;
const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);
const constants: ReadonlyMap<string, JsonValue> = new Map([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["null", null],
  ["None", null],
]);

/** The one value that begins at `start`, and where it ends. The error reads after "the JSON". */
export function readTolerantJson(text: string, start = 0): Result<{ readonly value: JsonValue; readonly end: number }, string> {
  const reader = new Reader(text, start);
  try {
    return ok({ value: reader.value(0), end: reader.position });
  } catch (problem) {
    if (problem instanceof Unreadable) return err(problem.message);
    throw problem;
  }
}

class Unreadable extends Error {}

class Reader {
  position: number;
  private readonly text: string;

  constructor(text: string, start: number) {
    this.text = text;
    this.position = start;
  }

  value(depth: number): JsonValue {
    if (depth > deepest) throw new Unreadable(`is nested more than ${deepest} levels deep`);
    this.skipSpace();
    const character = this.text[this.position];
    if (character === "{") return this.object(depth);
    if (character === "[") return this.list(depth);
    if (character === '"' || character === "'") return this.string(character);
    return this.word();
  }

  private object(depth: number): JsonValue {
    const members: { [key: string]: JsonValue } = {};
    this.position += 1;
    while (!this.closes("}")) {
      const key = this.key();
      if (forbiddenKeys.has(key)) throw new Unreadable(`uses the key “${key}”, which is not allowed`);
      if (Object.hasOwn(members, key)) throw new Unreadable(`has the key “${key}” twice`);
      this.skipSpace();
      if (this.text[this.position] !== ":") throw new Unreadable(`has no colon after “${key}”`);
      this.position += 1;
      members[key] = this.value(depth + 1);
      this.separator("}");
    }
    return members;
  }

  private list(depth: number): JsonValue {
    const items: JsonValue[] = [];
    this.position += 1;
    while (!this.closes("]")) {
      items.push(this.value(depth + 1));
      this.separator("]");
    }
    return items;
  }

  /** Steps over the closing character when it is there. */
  private closes(closing: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== closing) return false;
    this.position += 1;
    return true;
  }

  private separator(closing: string): void {
    this.skipSpace();
    const character = this.text[this.position];
    if (character === ",") this.position += 1;
    else if (character === undefined) throw new Unreadable("is cut off");
    else if (character !== closing) throw new Unreadable(`can't be read from “${this.text.slice(this.position, this.position + 20)}” on`);
  }

  private key(): string {
    const character = this.text[this.position];
    if (character === '"' || character === "'") return this.string(character);
    const bare = /[\p{L}_$][\p{L}\p{N}_$ -]*(?=\s*:)/uy;
    bare.lastIndex = this.position;
    const key = bare.exec(this.text)?.[0];
    if (key === undefined) throw new Unreadable(character === undefined ? "is cut off" : "has a key that can't be read");
    this.position += key.length;
    return key.trim();
  }

  private string(quote: string): string {
    let written = "";
    for (this.position += 1; ; this.position += 1) {
      const character = this.text[this.position];
      if (character === undefined) throw new Unreadable("is cut off in a text");
      if (character === quote) break;
      written += character === "\\" ? this.escape() : character;
    }
    this.position += 1;
    return written;
  }

  private escape(): string {
    this.position += 1;
    const character = this.text[this.position] ?? "";
    if (character !== "u") return { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" }[character] ?? character;
    const code = this.text.slice(this.position + 1, this.position + 5);
    if (!/^[0-9a-f]{4}$/i.test(code)) throw new Unreadable("has a character code that can't be read");
    this.position += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  private word(): JsonValue {
    const pattern = /[^\s,:[\]{}"']+/y;
    pattern.lastIndex = this.position;
    const word = pattern.exec(this.text)?.[0];
    if (word === undefined) throw new Unreadable(this.position >= this.text.length ? "is cut off" : "has a value that can't be read");
    const constant = constants.get(word);
    const isNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(word);
    if (constant === undefined && !isNumber) throw new Unreadable(`has the value ${word.slice(0, 40)}, which is no JSON`);
    this.position += word.length;
    const number = Number(word);
    if (constant !== undefined) return constant;
    if (!Number.isFinite(number)) throw new Unreadable(`has the number ${word.slice(0, 40)}, which is too large`);
    return number;
  }

  private skipSpace(): void {
    const space = /\s*/y;
    space.lastIndex = this.position;
    this.position += space.exec(this.text)?.[0].length ?? 0;
  }
}
