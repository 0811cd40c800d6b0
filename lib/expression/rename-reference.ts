/**
 * Rewrites the name of a node in a template or an expression.
 *
 * Pure. Works on tokens, so that texts in quotes and longer paths (`state.nodes.x`) stay as they are.
 */
import { ExpressionFault } from "./expression-error";
import { templateSpans } from "./template-spans";
import { type Token, tokenize } from "./tokenizer";

/** `nodes.<from>` and `nodes["<from>"]` become `nodes.<to>` and `nodes["<to>"]`. What can't be read stays as it is. */
export function renameReference(text: string, kind: "template" | "expression", from: string, to: string): string {
  const tokens =
    kind === "expression" ? tokensOf(text) : templateSpans(text).flatMap((span) => (span.is === "text" ? [] : [...span.tokens, separator]));
  const pieces: string[] = [];
  let at = 0;
  for (const token of namingTokens(tokens, from)) {
    // A name in brackets keeps its quotes.
    const quotes = token.is === "string" ? 1 : 0;
    pieces.push(text.slice(at, token.start + quotes), to);
    at = token.end - quotes;
  }
  return pieces.length === 0 ? text : pieces.join("") + text.slice(at);
}

/** Keeps tokens of two expressions of one template from reading as one path. */
const separator: Token = { is: "symbol", value: ",", start: 0, end: 0 };

function tokensOf(text: string): readonly Token[] {
  try {
    return tokenize(text, 0, "expression").tokens;
  } catch (error) {
    if (error instanceof ExpressionFault) return [];
    throw error;
  }
}

function namingTokens(tokens: readonly Token[], from: string): readonly Token[] {
  return tokens.filter((token, index) => {
    if (token.value !== from || (token.is !== "name" && token.is !== "string")) return false;
    const [before, sign, root] = [tokens[index - 3], tokens[index - 1], tokens[index - 2]];
    const isJoined = token.is === "name" ? isSymbol(sign, ".") : isSymbol(sign, "[") && isSymbol(tokens[index + 1], "]");
    return isJoined && root?.is === "name" && root.value === "nodes" && !isSymbol(before, ".");
  });
}

function isSymbol(token: Token | undefined, value: string): boolean {
  return token?.is === "symbol" && token.value === value;
}
