/**
 * Texts with `{{ expressions }}` in them.
 *
 * Pure. One pass: what a value contributes is never read as a template again. `\{{` stands for two
 * plain braces, and a backslash before it for a backslash.
 */
import { utf8Bytes } from "../shared/json";
import { limits } from "../shared/limits";
import type { Result } from "../shared/result";
import { Budget, checkOutput } from "./budget";
import { type ExpressionScope, needed } from "./evaluator";
import { checkSource } from "./expression";
import { catchFault, type ExpressionError, ExpressionFault, type Span } from "./expression-error";
import { parseTokens } from "./parser";
import type { Expression } from "./syntax";
import { templateSpans } from "./template-spans";
import { textOf } from "./values";

export type TemplatePart =
  | { readonly is: "text"; readonly text: string }
  /** The span includes the braces. */
  | (Span & { readonly is: "value"; readonly expression: Expression });

export type Template = { readonly source: string; readonly parts: readonly TemplatePart[] };

export function parseTemplate(source: string): Result<Template, ExpressionError> {
  return catchFault(() => ({ source, parts: readParts(source) }));
}

/**
 * The text with every expression replaced by its value: texts as they are, numbers plainly, lists and
 * objects as indented JSON, `null` as null.
 *
 * @returns `undefined_reference`, naming it, when an expression has no value and no default.
 */
export function renderTemplate(source: string, scope: ExpressionScope): Result<string, ExpressionError> {
  return catchFault(() => {
    const evaluation = { source, scope, budget: new Budget() };
    const whole = { start: 0, end: source.length };
    let length = 0;
    const texts = readParts(source).map((part) => {
      const text = part.is === "text" ? part.text : textOf(needed(part.expression, evaluation), evaluation.budget, part);
      length += text.length;
      evaluation.budget.checkLength(length, part.is === "text" ? whole : part);
      return text;
    });
    return checkOutput(texts.join(""), whole);
  });
}

function readParts(source: string): readonly TemplatePart[] {
  const bytes = utf8Bytes(source);
  const whole = { start: 0, end: source.length };
  if (bytes > limits.promptBytes.value) {
    throw new ExpressionFault("source_too_large", `This text has ${bytes} bytes; at most ${limits.promptBytes.value} are allowed.`, whole);
  }
  return templateSpans(source).map((span): TemplatePart => {
    if (span.is === "text") return span;
    if (span.error !== undefined) throw new ExpressionFault(span.error.code, span.error.message, span.error);
    const inner = { start: span.start + 2, end: span.end - 2 };
    checkSource(source.slice(inner.start, inner.end), inner);
    return { is: "value", expression: parseTokens(span.tokens, inner), start: span.start, end: span.end };
  });
}
