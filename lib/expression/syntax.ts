/**
 * What an expression is made of.
 *
 * Pure data. Each part knows where it stands in the source.
 */
import type { Span } from "./expression-error";

export type UnaryOperator = "!" | "-" | "+";
export type BinaryOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";
export type LogicalOperator = "&&" | "||" | "??";

export type Expression = Span &
  (
    | { readonly is: "literal"; readonly value: string | number | boolean | null }
    | { readonly is: "list"; readonly items: readonly Expression[] }
    | { readonly is: "object"; readonly members: readonly { readonly key: string; readonly value: Expression }[] }
    /** The first word of a path: `input`, `nodes`, `state`. */
    | { readonly is: "root"; readonly name: string }
    | { readonly is: "member"; readonly object: Expression; readonly key: string }
    | { readonly is: "item"; readonly object: Expression; readonly index: Expression }
    | { readonly is: "unary"; readonly operator: UnaryOperator; readonly operand: Expression }
    | { readonly is: "binary"; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
    | { readonly is: "logical"; readonly operator: LogicalOperator; readonly left: Expression; readonly right: Expression }
    | { readonly is: "choice"; readonly condition: Expression; readonly whenTrue: Expression; readonly whenFalse: Expression }
    | { readonly is: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  );

const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

/** Keys that reach beyond the data in other languages: refused rather than looked up. */
export function isForbiddenKey(key: string): boolean {
  return forbiddenKeys.has(key);
}
