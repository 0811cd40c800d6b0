/**
 * What can be said about an expression or a template without data: the names it reads, and what is
 * wrong with it.
 *
 * Pure. Validation, completion and the editor's colours read it.
 */
import { checkSource } from "./expression";
import { type ExpressionError, ExpressionFault, type Span } from "./expression-error";
import { parseTokens } from "./parser";
import { compilePattern } from "./pattern";
import { type Reference, referencesOf } from "./references";
import type { Expression } from "./syntax";
import { templateSpans } from "./template-spans";
import { type Token, tokenize } from "./tokenizer";

export type { Reference } from "./references";

export type Check = {
  readonly references: readonly Reference[];
  /** The first thing wrong; positions count from the beginning of the whole text. */
  readonly error?: ExpressionError;
};

/** One `{{ … }}` of a template, for colours and chips. The span includes the braces. */
export type TemplateToken = Span & {
  /** What stands between the braces, trimmed. */
  readonly expression: string;
  /** When the expression is a path, or a path with a default: that path. */
  readonly path?: readonly string[];
  readonly error?: ExpressionError;
};

/** Trying a pattern takes milliseconds, so a text has only its first ones tried; a run meets the others. */
const mostPatterns = 20;
type PatternsToTry = { left: number };

/** An empty expression is an error; ask first whether the field may be empty. */
export function checkExpression(source: string): Check {
  const whole = { start: 0, end: source.length };
  return attempt(() => {
    checkSource(source, whole);
    return check(tokenize(source, 0, "expression").tokens, whole, { left: mostPatterns });
  });
}

/** Reads every expression of the text, those behind a broken one too. */
export function checkTemplate(source: string): Check {
  const checks = checksOf(source).map(({ check: found }) => found);
  const error = checks.find((found) => found.error !== undefined)?.error;
  const references = checks.flatMap((found) => found.references);
  return error === undefined ? { references } : { references, error };
}

/** Every `{{ … }}` in order; one that is still being typed reaches to the next `}}` or the end and has an `error`. */
export function templateTokens(source: string): readonly TemplateToken[] {
  return checksOf(source).map(({ start, end, check: { references, error } }) => {
    const inner = source.slice(start + 2, source.startsWith("}}", end - 2) && end - start >= 4 ? end - 2 : end).trim();
    const token = { start, end, expression: inner };
    if (error !== undefined) return { ...token, error };
    const path = references.length === 1 && /^[\w.[\]"'\s]+(\?\?|$)/.test(inner) ? references[0]?.path : undefined;
    return path === undefined ? token : { ...token, path };
  });
}

function checksOf(source: string): readonly (Span & { readonly check: Check })[] {
  const patterns = { left: mostPatterns };
  return templateSpans(source).flatMap((span) => {
    if (span.is === "text") return [];
    const { start, end, tokens, error } = span;
    if (error !== undefined) return [{ start, end, check: { references: [], error } }];
    const inner = { start: start + 2, end: end - 2 };
    const found = attempt(() => {
      checkSource(source.slice(inner.start, inner.end), inner);
      return check(tokens, inner, patterns);
    });
    return [{ start, end, check: found }];
  });
}

function check(tokens: readonly Token[], whole: Span, patterns: PatternsToTry): Check {
  const expression = parseTokens(tokens, whole);
  const references = referencesOf(expression);
  const faulty = attempt(() => {
    checkPatterns(expression, patterns);
    return { references };
  });
  return { ...faulty, references };
}

function attempt(work: () => Check): Check {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionFault) return { references: [], error: error.error };
    throw error;
  }
}

/** Patterns that are written out are tried before a run meets them. */
function checkPatterns(expression: Expression, patterns: PatternsToTry): void {
  if (expression.is === "call" && expression.name === "matches") {
    const pattern = expression.arguments[1];
    patterns.left -= 1;
    if (patterns.left >= 0 && pattern?.is === "literal" && typeof pattern.value === "string") compilePattern(pattern.value, pattern);
  }
  for (const part of partsOf(expression)) checkPatterns(part, patterns);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.is) {
    case "literal":
    case "root":
      return [];
    case "member":
      return [expression.object];
    case "item":
      return [expression.object, expression.index];
    case "list":
      return expression.items;
    case "object":
      return expression.members.map((member) => member.value);
    case "unary":
      return [expression.operand];
    case "binary":
    case "logical":
      return [expression.left, expression.right];
    case "choice":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case "call":
      return expression.arguments;
  }
}
