/**
 * Works out a parsed expression over data.
 *
 * Pure: reads the scope, changes nothing, and gives the same result every time. A path that leads
 * nowhere is nothing (`undefined`), which operators that need a value refuse.
 */
import type { JsonValue } from "../shared/json";
import type { Budget } from "./budget";
import { ExpressionFault, type Span } from "./expression-error";
import { callFunction } from "./functions";
import { isFunctionName } from "./signatures";
import { type BinaryOperator, type Expression, isForbiddenKey } from "./syntax";
import { isEqual, isTrue, kindOf, type Maybe, textOf, valueUnder } from "./values";

/** What paths begin with: `input`, `nodes`, `state`, `received` and whatever else a place offers. */
export type ExpressionScope = { readonly [name: string]: JsonValue | undefined };

export type Evaluation = { readonly source: string; readonly scope: ExpressionScope; readonly budget: Budget };

type Part<Is extends Expression["is"]> = Extract<Expression, { is: Is }>;

/** @throws ExpressionFault */
export function evaluate(expression: Expression, evaluation: Evaluation): Maybe {
  evaluation.budget.spend(1, expression);
  switch (expression.is) {
    case "literal":
      return expression.value;
    case "root":
      return Object.hasOwn(evaluation.scope, expression.name) ? evaluation.scope[expression.name] : undefined;
    case "member":
      return valueUnder(evaluate(expression.object, evaluation), expression.key);
    case "item":
      return evaluateItem(expression, evaluation);
    case "list":
      return expression.items.map((item) => needed(item, evaluation));
    case "object":
      return Object.fromEntries(expression.members.map(({ key, value }) => [key, needed(value, evaluation)]));
    case "unary":
      return evaluateUnary(expression, evaluation);
    case "binary":
      return evaluateBinary(expression, evaluation);
    case "logical":
      return evaluateLogical(expression, evaluation);
    case "choice":
      return evaluate(isTrue(evaluate(expression.condition, evaluation)) ? expression.whenTrue : expression.whenFalse, evaluation);
    case "call":
      return evaluateCall(expression, evaluation);
  }
}

/** The value of a part that must have one. */
export function needed(expression: Expression, evaluation: Evaluation): JsonValue {
  const value = evaluate(expression, evaluation);
  if (value === undefined) throw nothingHere(expression, evaluation);
  return value;
}

function nothingHere(expression: Expression, { source }: Evaluation): ExpressionFault {
  const written = source.slice(expression.start, expression.end);
  const shown = written.length > 80 ? `${written.slice(0, 77)}…` : written;
  const message = `\`${shown}\` has no value here. Check the name, or give a default: \`${shown} ?? "…"\`.`;
  return new ExpressionFault("undefined_reference", message, expression);
}

function evaluateItem({ object, index }: Part<"item">, evaluation: Evaluation): Maybe {
  const value = evaluate(object, evaluation);
  const key = needed(index, evaluation);
  if (typeof key !== "string" && typeof key !== "number") throw mismatch(`A position is a number or a text, not ${kindOf(key)}.`, index);
  if (isForbiddenKey(String(key))) throw new ExpressionFault("forbidden_key", `\`${key}\` can't be used as a key.`, index);
  return valueUnder(value, key);
}

function evaluateUnary({ operator, operand }: Part<"unary">, evaluation: Evaluation): Maybe {
  if (operator === "!") return !isTrue(evaluate(operand, evaluation));
  const value = needed(operand, evaluation);
  if (typeof value !== "number") throw mismatch(`\`${operator}\` needs a number; this is ${kindOf(value)}.`, operand);
  return operator === "-" ? -value : value;
}

function evaluateLogical({ operator, left, right }: Part<"logical">, evaluation: Evaluation): Maybe {
  const value = evaluate(left, evaluation);
  if (operator === "??") return value ?? evaluate(right, evaluation);
  return isTrue(value) === (operator === "&&") ? evaluate(right, evaluation) : value;
}

function evaluateBinary(expression: Part<"binary">, evaluation: Evaluation): JsonValue {
  const { operator, left, right } = expression;
  if (operator === "==" || operator === "!=") {
    const areEqual = isEqual(evaluate(left, evaluation), evaluate(right, evaluation), evaluation.budget, expression);
    return areEqual === (operator === "==");
  }
  const [a, b] = [needed(left, evaluation), needed(right, evaluation)];
  if (typeof a === "number" && typeof b === "number") return calculate(operator, a, b, expression);
  if (operator === "+" && (typeof a === "string" || typeof b === "string")) return concatenate(a, b, expression, evaluation.budget);
  if (typeof a === "string" && typeof b === "string") return compareTexts(operator, a, b, expression, evaluation.budget);
  throw mismatch(`\`${operator}\` can't take ${kindOf(a)} and ${kindOf(b)}.`, expression);
}

function calculate(operator: BinaryOperator, a: number, b: number, span: Span): JsonValue {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return finite(arithmetic(operator, a, b), span);
  }
}

function arithmetic(operator: BinaryOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    default:
      return a % b;
  }
}

function finite(value: number, span: Span): number {
  if (Number.isFinite(value)) return value;
  throw new ExpressionFault("not_a_number", "The result is no number: a division by zero, or too large.", span);
}

function concatenate(a: JsonValue, b: JsonValue, span: Span, budget: Budget): string {
  const [left, right] = [textOf(a, budget, span), textOf(b, budget, span)];
  budget.allowText(left.length + right.length, span);
  return left + right;
}

function compareTexts(operator: BinaryOperator, a: string, b: string, span: Span, budget: Budget): boolean {
  budget.spendOnText(Math.min(a.length, b.length), span);
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      throw mismatch(`\`${operator}\` needs two numbers; \`number()\` makes a text one.`, span);
  }
}

function evaluateCall(expression: Part<"call">, evaluation: Evaluation): Maybe {
  const { name, arguments: parts } = expression;
  if (!isFunctionName(name)) throw new ExpressionFault("unknown_function", `There is no function \`${name}\`.`, expression);
  const values = parts.map((part) => evaluate(part, evaluation));
  const missing = parts[values.indexOf(undefined)];
  const maskedByHas = name === "has" && missing === parts[0];
  if (missing !== undefined && !maskedByHas) throw nothingHere(missing, evaluation);
  const value = callFunction({ name, values, spans: parts, span: expression, budget: evaluation.budget });
  return typeof value === "number" ? finite(value, expression) : value;
}

function mismatch(message: string, span: Span): ExpressionFault {
  return new ExpressionFault("type_mismatch", message, span);
}
