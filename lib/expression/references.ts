/**
 * The names an expression reads.
 *
 * Pure. A path is followed as far as it can be read off: `nodes.a.output[input.key].title` gives
 * `["nodes", "a", "output"]`, and `["input", "key"]` as a reference of its own.
 */
import type { Expression } from "./syntax";

export type Reference = {
  /** E.g. `["nodes", "research", "output", "items", "0"]`. */
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
  /** Nothing there is taken care of where it stands: by `??` or `||`, in a condition or comparison, by `has`. */
  readonly hasDefault: boolean;
};

/** In the order they are written. */
export function referencesOf(expression: Expression): readonly Reference[] {
  const found: Reference[] = [];
  collect(expression, false, found);
  return found.sort((left, right) => left.start - right.start);
}

function collect(expression: Expression, isTakenCareOf: boolean, found: Reference[]): void {
  switch (expression.is) {
    case "literal":
      return;
    case "root":
    case "member":
    case "item":
      collectPath(expression, isTakenCareOf, found);
      return;
    case "list":
      for (const item of expression.items) collect(item, false, found);
      return;
    case "object":
      for (const member of expression.members) collect(member.value, false, found);
      return;
    case "unary":
      collect(expression.operand, expression.operator === "!", found);
      return;
    case "binary": {
      const comparesEqual = expression.operator === "==" || expression.operator === "!=";
      collect(expression.left, comparesEqual, found);
      collect(expression.right, comparesEqual, found);
      return;
    }
    case "logical":
      collect(expression.left, expression.operator !== "&&" || isTakenCareOf, found);
      collect(expression.right, isTakenCareOf, found);
      return;
    case "choice":
      collect(expression.condition, true, found);
      collect(expression.whenTrue, isTakenCareOf, found);
      collect(expression.whenFalse, isTakenCareOf, found);
      return;
    case "call":
      for (const [index, argument] of expression.arguments.entries()) collect(argument, expression.name === "has" && index === 0, found);
  }
}

type Path = Extract<Expression, { is: "root" | "member" | "item" }>;

function collectPath(expression: Path, isTakenCareOf: boolean, found: Reference[]): void {
  const keys: string[] = [];
  let part: Expression = expression;
  while (part.is === "member" || part.is === "item") {
    if (part.is === "member") keys.push(part.key);
    else if (part.index.is === "literal" && typeof part.index.value === "number") keys.push(String(part.index.value));
    else {
      // What lies behind a key that is only known at run time can't be said.
      keys.length = 0;
      collect(part.index, false, found);
    }
    part = part.object;
  }
  if (part.is === "root") {
    found.push({ path: [part.name, ...keys.reverse()], start: expression.start, end: expression.end, hasDefault: isTakenCareOf });
  } else collect(part, isTakenCareOf, found);
}
