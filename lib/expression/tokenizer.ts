/**
 * Cuts the source of an expression into tokens.
 *
 * Pure. In a template it is started behind `{{` and stops at the `}}` that closes it; braces of
 * object literals and braces in strings don't close anything.
 */
import { limits } from "../shared/limits";
import { ExpressionFault } from "./expression-error";

export type Token =
  | { readonly is: "number"; readonly value: number; readonly start: number; readonly end: number }
  | { readonly is: "string"; readonly value: string; readonly start: number; readonly end: number }
  | { readonly is: "name"; readonly value: string; readonly start: number; readonly end: number }
  | { readonly is: "symbol"; readonly value: string; readonly start: number; readonly end: number };

export type Tokens = {
  readonly tokens: readonly Token[];
  /** Where the expression ended: at `}}` in a template, else at the end of the text. */
  readonly end: number;
};

const space = /\s+/y;
const number = /(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const symbol = /==|!=|<=|>=|&&|\|\||\?\?|[-+*/%<>!?:.,()[\]{}]/y;
const plainText = /[^"'\\\n\r]+/y;
const unicodeEscape = /[0-9a-fA-F]{4}/y;
const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["\\", "\\"],
  ['"', '"'],
  ["'", "'"],
  ["/", "/"],
]);

/** @throws ExpressionFault where the source can't be cut: an unknown character, an open string, a template without `}}`. */
export function tokenize(source: string, from: number, within: "expression" | "template"): Tokens {
  const tokens: Token[] = [];
  let openBraces = 0;
  let at = skipSpace(source, from);
  while (at < source.length) {
    if (within === "template" && openBraces === 0 && source.startsWith("}}", at)) return { tokens, end: at };
    if (at - from > limits.expressionSourceBytes.value) throw tooLong(from, at);
    const token = nextToken(source, at);
    if (within === "template" && openBraces === 0 && token.value === "}" && token.is === "symbol") {
      throw new ExpressionFault("syntax", "`}` closes nothing here; the expression ends with `}}`.", token);
    }
    if (token.is === "symbol" && token.value === "{") openBraces += 1;
    if (token.is === "symbol" && token.value === "}") openBraces -= 1;
    tokens.push(token);
    at = skipSpace(source, token.end);
  }
  if (within === "template") {
    throw new ExpressionFault("syntax", "`{{` is not closed: `}}` is missing. Write `\\{{` for two plain braces.", {
      start: from - 2,
      end: from,
    });
  }
  return { tokens, end: source.length };
}

/** Stops here, so that a text full of open braces is not searched to its end for each. */
function tooLong(start: number, end: number): ExpressionFault {
  const limit = limits.expressionSourceBytes.value;
  return new ExpressionFault("source_too_large", `This expression has more than ${limit} bytes, or its end is missing.`, { start, end });
}

function skipSpace(source: string, at: number): number {
  return at + matchAt(space, source, at).length;
}

function nextToken(source: string, start: number): Token {
  const first = source.charAt(start);
  if (first === '"' || first === "'") return readString(source, start, first);

  const digits = matchAt(number, source, start);
  if (digits !== "") return readNumber(source, start, digits);

  const word = matchAt(name, source, start);
  if (word !== "") return { is: "name", value: word, start, end: start + word.length };

  const sign = matchAt(symbol, source, start);
  if (sign !== "") return { is: "symbol", value: sign, start, end: start + sign.length };
  throw new ExpressionFault("syntax", unexpected(source, start), { start, end: start + 1 });
}

function unexpected(source: string, start: number): string {
  const hints: { readonly [sign: string]: string } = {
    "=": "compare with `==`",
    "&": "and is `&&`",
    "|": "or is `||`; write a function around the value instead of a filter behind it",
    "`": "put texts in double quotes",
  };
  const sign = String.fromCodePoint(source.codePointAt(start) ?? 0);
  const hint = Object.hasOwn(hints, sign) ? `: ${hints[sign]}` : "";
  return `\`${sign}\` has no meaning here${hint}.`;
}

function readNumber(source: string, start: number, digits: string): Token {
  const end = start + digits.length;
  const value = Number(digits);
  if (matchAt(name, source, end) !== "" || /\d/.test(source.charAt(end))) {
    throw new ExpressionFault("syntax", `\`${digits}${source.charAt(end)}\` is neither a number nor a name.`, { start, end: end + 1 });
  }
  if (!Number.isFinite(value)) throw new ExpressionFault("not_a_number", `${digits.slice(0, 20)} is too large a number.`, { start, end });
  return { is: "number", value, start, end };
}

/** Unknown escapes keep their backslash, so that patterns can be written as they are: `"\d+"`. */
function readString(source: string, start: number, quote: string): Token {
  const pieces: string[] = [];
  let at = start + 1;
  while (at < source.length) {
    const sign = source.charAt(at);
    if (sign === quote) return { is: "string", value: pieces.join(""), start, end: at + 1 };
    if (sign === "\n" || sign === "\r") break;
    const piece = sign === "\\" ? readEscape(source, at) : { text: matchAt(plainText, source, at) || sign, length: 0 };
    pieces.push(piece.text);
    at += piece.length || piece.text.length;
  }
  throw new ExpressionFault("syntax", `This text is not closed: ${quote} is missing.`, { start, end: at });
}

function readEscape(source: string, at: number): { readonly text: string; readonly length: number } {
  const sign = source.charAt(at + 1);
  const simple = simpleEscapes.get(sign);
  if (simple !== undefined) return { text: simple, length: 2 };
  const code = sign === "u" ? matchAt(unicodeEscape, source, at + 2) : "";
  if (code !== "") return { text: String.fromCharCode(Number.parseInt(code, 16)), length: 6 };
  return { text: "\\", length: 1 };
}

/** `pattern` is sticky: what it matches exactly at `at`, else "". */
function matchAt(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? "";
}
