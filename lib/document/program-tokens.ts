/**
 * The names, texts and signs of a JavaScript program, without its comments, patterns and spaces.
 *
 * Pure. Total: what is no program still has tokens. Enough to tell which names are read, not to run anything.
 */

export type ProgramToken = {
  /** `text` stands in quotes and has neither escapes nor holes; any other literal is a sign. */
  readonly is: "name" | "text" | "sign";
  readonly value: string;
  /** Of a text: without its quotes. */
  readonly start: number;
  readonly end: number;
};

const space = /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const name = /[\p{L}_$#][\p{L}\p{N}_$]*/uy;
const number = /\d[\w.]*/y;
const quoted = /"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/y;
const pattern = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const sign = /\.\.\.|\?\.(?!\d)|=>|[=!]==?|[\s\S]/uy;
/** Behind these a slash divides; behind any other sign or word it begins a pattern. */
const endsValue = /^(?:[\])]|"")$/;
const wordsBeforeValue = /^(?:return|typeof|case|in|of|delete|void|throw|new|instanceof|do|else|await|yield)$/;

export function programTokens(source: string): readonly ProgramToken[] {
  const tokens: ProgramToken[] = [];
  /** For each template literal that is open: how many braces are open in its hole. */
  const holes: number[] = [];
  let at = 0;

  function take(kind: RegExp): string | undefined {
    kind.lastIndex = at;
    return kind.exec(source)?.[0];
  }

  function push(is: ProgramToken["is"], value: string, start = at, end = at + value.length): void {
    tokens.push({ is, value, start, end });
  }

  /** From `at`, within a template literal, to its end or to the next hole. */
  function skipTemplate(): void {
    const begin = at;
    while (at < source.length && source[at] !== "`" && !source.startsWith("${", at)) at += source[at] === "\\" ? 2 : 1;
    const isHole = source[at] === "$";
    const isWhole = !isHole && source[begin - 1] === "`";
    const text = source.slice(begin, at);
    if (isWhole && !text.includes("\\")) push("text", text, begin, at);
    else push("sign", isHole ? "(" : ")");
    if (isHole) holes.push(0);
    at += isHole ? 2 : 1;
  }

  while (at < source.length) {
    const gap = take(space);
    if (gap !== undefined) {
      at += gap.length;
      continue;
    }
    const word = take(name) ?? take(number);
    if (word !== undefined) {
      push(/^\d/.test(word) ? "sign" : "name", /^\d/.test(word) ? '""' : word);
      at += word.length;
      continue;
    }
    const text = take(quoted);
    if (text !== undefined) {
      if (text.includes("\\")) push("sign", '""');
      else push("text", text.slice(1, -1), at + 1, at + text.length - 1);
      at += text.length;
      continue;
    }
    const literal = source[at] === "/" && !followsValue(tokens.at(-1)) ? take(pattern) : undefined;
    if (literal !== undefined) {
      push("sign", '""');
      at += literal.length;
      continue;
    }
    if (source[at] === "`") {
      at += 1;
      skipTemplate();
      continue;
    }
    const open = holes.at(-1);
    if (open === 0 && source[at] === "}") {
      holes.pop();
      at += 1;
      skipTemplate();
      continue;
    }
    if (open !== undefined && source[at] === "{") holes[holes.length - 1] = open + 1;
    if (open !== undefined && source[at] === "}") holes[holes.length - 1] = open - 1;
    const other = take(sign) ?? "";
    push("sign", other);
    at += Math.max(1, other.length);
  }
  return tokens;
}

function followsValue(before: ProgramToken | undefined): boolean {
  if (before === undefined) return false;
  if (before.is === "sign") return endsValue.test(before.value);
  return before.is === "text" || !wordsBeforeValue.test(before.value);
}
