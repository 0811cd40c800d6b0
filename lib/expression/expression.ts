/**
 * One expression: read it, work it out.
 *
 * Pure. A small closed language over JSON values, with no way to the host: see `signatures.ts` for
 * its functions and `parser.ts` for its operators.
 */
import { type JsonValue, utf8Bytes } from "../shared/json";
import { limits } from "../shared/limits";
import type { Result } from "../shared/result";
import { Budget } from "./budget";
import { type ExpressionScope, evaluate } from "./evaluator";
import { catchFault, type ExpressionError, ExpressionFault, type Span } from "./expression-error";
import { parseTokens } from "./parser";
import type { Expression } from "./syntax";
import { tokenize } from "./tokenizer";
import { checkSize } from "./values";

export type { ExpressionScope } from "./evaluator";
export type { ExpressionError } from "./expression-error";

export function parseExpression(source: string): Result<Expression, ExpressionError> {
  return catchFault(() => readExpression(source));
}

/**
 * @returns the value; `undefined` when the expression names something that isn't there. The value may be a part of
 * the scope itself: don't change it.
 */
export function evaluateExpression(source: string, scope: ExpressionScope): Result<JsonValue | undefined, ExpressionError> {
  return catchFault(() => {
    const expression = readExpression(source);
    const budget = new Budget();
    const value = evaluate(expression, { source, scope, budget });
    if (value !== undefined) checkSize(value, budget, expression);
    return value;
  });
}

function readExpression(source: string): Expression {
  const whole = { start: 0, end: source.length };
  checkSource(source, whole);
  return parseTokens(tokenize(source, 0, "expression").tokens, whole);
}

/** @throws ExpressionFault `source_too_large`. */
export function checkSource(source: string, span: Span): void {
  const bytes = utf8Bytes(source);
  const limit = limits.expressionSourceBytes.value;
  if (bytes <= limit) return;
  throw new ExpressionFault("source_too_large", `This expression has ${bytes} bytes; at most ${limit} are allowed.`, span);
}
