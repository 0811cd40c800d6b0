/**
 * A text that a simple regular expression matches: classes, groups, alternatives and repeats.
 */
import type { Random } from "./random";

const mostRepeats = 3;

/** Anchors are dropped; what is not understood (lookaround, backreferences) is skipped. */
export function textForPattern(pattern: string, random: Random): string {
  const reader = { source: pattern, at: 0 };
  return alternatives(reader, random);
}

type Reader = { readonly source: string; at: number };

function alternatives(reader: Reader, random: Random): string {
  const options = [sequence(reader, random)];
  while (reader.source[reader.at] === "|") {
    reader.at += 1;
    options.push(sequence(reader, random));
  }
  return options[0] ?? "";
}

function sequence(reader: Reader, random: Random): string {
  let text = "";
  while (reader.at < reader.source.length) {
    const character = reader.source[reader.at];
    if (character === "|" || character === ")") break;
    const start = reader.at;
    const make = atom(reader, random);
    const [least, most] = repeats(reader);
    const count = most > least && least === 0 ? 1 : least;
    for (let index = 0; index < count; index += 1) text += make();
    if (reader.at === start) break;
  }
  return text;
}

/** Reads one atom and returns what writes it, anew each time. */
function atom(reader: Reader, random: Random): () => string {
  const character = reader.source[reader.at] ?? "";
  reader.at += 1;
  if (character === "^" || character === "$") return () => "";
  if (character === ".") return () => "a";
  if (character === "[") return oneOf(characterClass(reader), random);
  if (character === "\\") return escapedAtom(reader, random);
  if (character !== "(") return () => character;
  const isLookaround = /^\?(?:=|!|<=|<!)/.test(reader.source.slice(reader.at));
  reader.source.slice(reader.at).replace(/^\?(?::|<?[=!]|<\w+>)/, (mark) => {
    reader.at += mark.length;
    return "";
  });
  const text = alternatives(reader, random);
  reader.at += 1;
  return () => (isLookaround ? "" : text);
}

const digits = "0123456789";
const letters = "abcdefghijklmnopqrstuvwxyz";
const classes: Readonly<Record<string, string>> = { d: digits, w: letters, s: " ", D: letters, W: "-", S: letters };

function escapedAtom(reader: Reader, random: Random): () => string {
  const character = reader.source[reader.at] ?? "";
  reader.at += 1;
  if (character === "b" || character === "B") return () => "";
  const set = classes[character];
  return set === undefined ? () => ({ n: "\n", t: "\t" })[character] ?? character : oneOf(set, random);
}

function oneOf(set: string, random: Random): () => string {
  return () => set[random.int(0, set.length - 1)] ?? "";
}

function characterClass(reader: Reader): string {
  const end = reader.source.indexOf("]", reader.at + 1);
  const body = reader.source.slice(reader.at, end === -1 ? undefined : end);
  reader.at = end === -1 ? reader.source.length : end + 1;
  const isNegated = body.startsWith("^");
  const listed = expandedClass(isNegated ? body.slice(1) : body);
  if (!isNegated) return listed || "a";
  return [...`${letters}${digits}`].filter((character) => !listed.includes(character)).join("") || "-";
}

function expandedClass(body: string): string {
  return body
    .replace(/\\([dws])/g, (_, name: string) => classes[name] ?? "")
    .replace(/\\(.)/g, "$1")
    .replace(/(\w)-(\w)/g, (_, from: string, to: string) => {
      const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
      return String.fromCharCode(...Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index));
    });
}

function repeats(reader: Reader): readonly [number, number] {
  const match = /^(?:(\?)|(\*)|(\+)|\{(\d+)(?:(,)(\d*))?\})\??/.exec(reader.source.slice(reader.at));
  if (match === null) return [1, 1];
  reader.at += match[0].length;
  if (match[1]) return [0, 1];
  if (match[2]) return [0, mostRepeats];
  if (match[3]) return [mostRepeats, mostRepeats];
  const least = Number(match[4]);
  return [least, match[5] ? Number(match[6] || least + mostRepeats) : least];
}
