/**
 * Which nodes a JavaScript program reads, where that can be read off its text: `nodes.market`, `nodes["market"]`,
 * `const { market } = nodes`.
 *
 * Pure. A name that is put together while it runs (`nodes[key]`) is not found. A program that declares `nodes` itself
 * reads no node.
 */
import { type ProgramToken, programTokens } from "./program-tokens";

/**
 * The one kind whose text is a program. Named here, because a rename has to replay the same everywhere and this room
 * can't ask the kinds.
 */
export const program = { type: "code", field: "source" } as const;

export type ProgramReference = {
  /** `nodes`, the node's id, and the member that is read of it, if one is. */
  readonly path: readonly string[];
  /** Of the id. */
  readonly start: number;
  readonly end: number;
  /** In `{ market } = nodes` the id names a variable, too. */
  readonly isShorthand: boolean;
};

export function programReferences(source: string): readonly ProgramReference[] {
  if (!source.includes("nodes")) return [];
  const tokens = programTokens(source);
  if (declaresNodes(tokens)) return [];
  return tokens.flatMap((_, at) => (isNodes(tokens, at) ? [...memberOf(tokens, at), ...keysBefore(tokens, at)] : []));
}

/** All renames happen at once. The program is the same object when it names none of them. */
export function renameInProgram(source: string, newIdOf: ReadonlyMap<string, string>): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { path, start, end, isShorthand } of [...programReferences(source)].sort((a, b) => a.start - b.start)) {
    const id = path[1] ?? "";
    const newId = newIdOf.get(id);
    if (newId === undefined) continue;
    pieces.push(source.slice(at, start), newId, isShorthand ? `: ${id}` : "");
    at = end;
  }
  return pieces.length === 0 ? source : pieces.join("") + source.slice(at);
}

type Tokens = readonly ProgramToken[];

const valueAt = (tokens: Tokens, at: number) => tokens[at]?.value;
const isSign = (token: ProgramToken | undefined, ...values: readonly string[]) => token?.is === "sign" && values.includes(token.value);

/** The variable itself, not a member or a key of that name. */
function isNodes(tokens: Tokens, at: number): boolean {
  const token = tokens[at];
  return token?.is === "name" && token.value === "nodes" && !isSign(tokens[at - 1], ".", "?.");
}

/** `.id`, `?.id`, `["id"]` or `?.["id"]` behind a token. */
function staticMember(tokens: Tokens, at: number): { readonly key: ProgramToken; readonly last: number } | null {
  let next = at + 1;
  if (isSign(tokens[next], ".", "?.")) {
    const key = tokens[next + 1];
    if (key?.is === "name") return { key, last: next + 1 };
    if (!isSign(tokens[next], "?.")) return null;
    next += 1;
  }
  const key = tokens[next + 1];
  return isSign(tokens[next], "[") && key?.is === "text" && isSign(tokens[next + 2], "]") ? { key, last: next + 2 } : null;
}

function memberOf(tokens: Tokens, at: number): readonly ProgramReference[] {
  const id = staticMember(tokens, at);
  if (id === null) return [];
  const member = staticMember(tokens, id.last)?.key.value;
  return [reference(id.key, member === undefined ? [] : [member])];
}

/** The keys of `{ a, b: c } = nodes`. */
function keysBefore(tokens: Tokens, at: number): readonly ProgramReference[] {
  if (!isSign(tokens[at - 1], "=") || !isSign(tokens[at - 2], "}") || isSign(tokens[at + 1], ".", "?.", "[", "(")) return [];
  const from = openingOf(tokens, at - 2);
  return topLevel(tokens, from, at - 2).flatMap((index) => {
    const key = tokens[index];
    if (key === undefined || key.is === "sign" || !isSign(tokens[index - 1], "{", ",")) return [];
    return [reference(key, [], key.is === "name" && !isSign(tokens[index + 1], ":"))];
  });
}

function reference({ value, start, end }: ProgramToken, rest: readonly string[], isShorthand = false): ProgramReference {
  return { path: ["nodes", value, ...rest], start, end, isShorthand };
}

const openings = ["(", "[", "{"];
const closings = [")", "]", "}"];

/** Where the bracket opens that closes at `end`; 0 where none does. */
function openingOf(tokens: Tokens, end: number): number {
  let depth = 0;
  for (let at = end; at >= 0; at -= 1) {
    if (isSign(tokens[at], ...closings)) depth += 1;
    if (isSign(tokens[at], ...openings)) depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}

/** The places between two brackets that stand in no bracket of their own. */
function topLevel(tokens: Tokens, from: number, to: number): readonly number[] {
  const places: number[] = [];
  let depth = 0;
  for (let at = from + 1; at < to; at += 1) {
    if (isSign(tokens[at], ...closings)) depth -= 1;
    if (depth === 0) places.push(at);
    if (isSign(tokens[at], ...openings)) depth += 1;
  }
  return places;
}

const declaring = ["const", "let", "var", "function", "class"];
const noParameters = ["if", "for", "while", "switch", "with"];

/** As a variable, a function or a parameter of the program's own. */
function declaresNodes(tokens: Tokens): boolean {
  return tokens.some((token, at) => {
    if (token.is === "name" && declaring.includes(token.value)) return namesIn(tokens, at + 1, endOfPattern(tokens, at + 1));
    if (isSign(token, "=>")) return isSign(tokens[at - 1], ")") ? namesIn(tokens, openingOf(tokens, at - 1), at) : isNodes(tokens, at - 1);
    if (!isSign(token, "{") || !isSign(tokens[at - 1], ")")) return false;
    const from = openingOf(tokens, at - 1);
    return !noParameters.includes(valueAt(tokens, from - 1) ?? "") && tokens[from - 1]?.is === "name" && namesIn(tokens, from, at);
  });
}

/** Before what the pattern is given. */
function endOfPattern(tokens: Tokens, from: number): number {
  const first = tokens[from];
  if (!isSign(first, "{", "[")) return from + 1;
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    if (isSign(tokens[at], ...openings)) depth += 1;
    if (isSign(tokens[at], ...closings)) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** A key with a pattern behind it (`{ nodes: mine }`) names nothing. */
function namesIn(tokens: Tokens, from: number, to: number): boolean {
  for (let at = Math.max(0, from); at < to; at += 1) if (isNodes(tokens, at) && !isSign(tokens[at + 1], ":")) return true;
  return false;
}
