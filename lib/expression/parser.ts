/**
 * Builds an expression from tokens, by precedence climbing.
 *
 * Pure. From loosest to tightest: `? :`, `??`, `||`, `&&`, `== !=`, `< <= > >=`, `+ -`, `* / %`,
 * `! - +` before a value, `.key [index]`.
 */
import { ExpressionFault, type Span } from "./expression-error";
import { signatureOf, signatures } from "./signatures";
import { type BinaryOperator, type Expression, isForbiddenKey, type LogicalOperator } from "./syntax";
import type { Token } from "./tokenizer";

type Infix = { readonly strength: number } & (
  | { readonly is: "binary"; readonly operator: BinaryOperator }
  | { readonly is: "logical"; readonly operator: LogicalOperator }
);

const infixes: ReadonlyMap<string, Infix> = new Map(
  [
    [logical("??")],
    [logical("||")],
    [logical("&&")],
    [binary("=="), binary("!=")],
    [binary("<"), binary("<="), binary(">"), binary(">=")],
    [binary("+"), binary("-")],
    [binary("*"), binary("/"), binary("%")],
  ].flatMap((level, index) => level.map((infix) => [infix.operator, { ...infix, strength: index + 1 }] as const)),
);

function logical(operator: LogicalOperator) {
  return { is: "logical", operator } as const;
}

function binary(operator: BinaryOperator) {
  return { is: "binary", operator } as const;
}

const literals: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** How deep brackets may lie within each other; the parser recurses as deep. */
const deepest = 64;
/** How deep parts may lie within each other, chains like `a + b + c` and long paths included; evaluation recurses as deep. */
const highest = 256;

/**
 * @param whole where the expression stands, for errors at its end.
 * @throws ExpressionFault for everything that is no expression.
 */
export function parseTokens(tokens: readonly Token[], whole: Span): Expression {
  const parser = new Parser(tokens, whole);
  return parser.parseWhole();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #whole: Span;
  readonly #heights = new Map<Expression, number>();
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], whole: Span) {
    this.#tokens = tokens;
    this.#whole = whole;
  }

  parseWhole(): Expression {
    if (this.#tokens.length === 0)
      throw new ExpressionFault("syntax", "Nothing stands here: name a value, e.g. `input.topic`.", this.#whole);
    const expression = this.#parseChoice();
    const left = this.#tokens[this.#next];
    if (left !== undefined) throw new ExpressionFault("syntax", `${quoted(left)} is not expected here.`, left);
    return expression;
  }

  #parseChoice(): Expression {
    return this.#nested(() => {
      const condition = this.#parseInfix(1);
      if (!this.#take("?")) return condition;
      const whenTrue = this.#parseChoice();
      this.#expect(":", "A choice is written `condition ? one : other`");
      const whenFalse = this.#parseChoice();
      const span = { start: condition.start, end: whenFalse.end };
      return this.#over([condition, whenTrue, whenFalse], { is: "choice", condition, whenTrue, whenFalse, ...span });
    });
  }

  #parseInfix(weakest: number): Expression {
    let left = this.#parsePrefix();
    for (let infix = this.#peekInfix(); infix !== undefined && infix.strength >= weakest; infix = this.#peekInfix()) {
      this.#next += 1;
      const right = this.#nested(() => this.#parseInfix(infix.strength + 1));
      const span = { start: left.start, end: right.end };
      left =
        infix.is === "logical"
          ? this.#over([left, right], { is: "logical", operator: infix.operator, left, right, ...span })
          : this.#over([left, right], { is: "binary", operator: infix.operator, left, right, ...span });
    }
    return left;
  }

  #peekInfix(): Infix | undefined {
    const token = this.#tokens[this.#next];
    return token?.is === "symbol" ? infixes.get(token.value) : undefined;
  }

  #parsePrefix(): Expression {
    const token = this.#tokens[this.#next];
    if (token?.is === "symbol" && (token.value === "!" || token.value === "-" || token.value === "+")) {
      const operator = token.value;
      this.#next += 1;
      const operand = this.#nested(() => this.#parsePrefix());
      return this.#over([operand], { is: "unary", operator, operand, start: token.start, end: operand.end });
    }
    return this.#parsePath(this.#parsePrimary());
  }

  #parsePath(start: Expression): Expression {
    let object = start;
    while (true) {
      if (this.#take(".")) {
        const key = this.#expectName();
        object = this.#over([object], { is: "member", object, key: key.value, start: object.start, end: key.end });
      } else if (this.#take("[")) {
        const index = this.#parseChoice();
        const close = this.#expect("]", "`[` is not closed");
        object = this.#over([object, index], itemOf(object, index, close.end));
      } else return object;
    }
  }

  #parsePrimary(): Expression {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new ExpressionFault("syntax", "A value is missing at the end.", this.#last());
    this.#next += 1;
    const { start, end } = token;
    if (token.is === "number" || token.is === "string") return { is: "literal", value: token.value, start, end };
    if (token.is === "name") return this.#parseName(token);
    if (token.value === "(") {
      const inner = this.#parseChoice();
      const close = this.#expect(")", "`(` is not closed");
      return this.#over([inner], { ...inner, start, end: close.end });
    }
    if (token.value === "[") return this.#parseList(start);
    if (token.value === "{") return this.#parseObject(start);
    throw new ExpressionFault("syntax", `A value is expected here, not ${quoted(token)}.`, token);
  }

  #parseName({ value: name, start, end }: Span & { readonly value: string }): Expression {
    const literal = literals.get(name);
    if (literal !== undefined) return { is: "literal", value: literal, start, end };
    if (this.#take("(")) return this.#parseCall(name, { start, end });
    checkKey(name, { start, end });
    return { is: "root", name, start, end };
  }

  #parseCall(name: string, span: Span): Expression {
    const items = this.#parseItems(")", "`(` is not closed");
    const end = this.#endOfLast();
    const signature = signatureOf(name);
    if (signature === undefined) throw new ExpressionFault("unknown_function", unknownFunction(name), span);
    const most = signature.arguments.length;
    if (items.length > most || items.length < most - (signature.optional ?? 0)) {
      const usage = `${name}(${signature.arguments.join(", ")})`;
      throw new ExpressionFault("wrong_arguments", `\`${name}\` is used as \`${usage}\`; here it got ${items.length} values.`, {
        start: span.start,
        end,
      });
    }
    return this.#over(items, { is: "call", name, arguments: items, start: span.start, end });
  }

  #parseList(start: number): Expression {
    const items = this.#parseItems("]", "`[` is not closed");
    return this.#over(items, { is: "list", items, start, end: this.#endOfLast() });
  }

  #parseItems(close: string, message: string): readonly Expression[] {
    const items: Expression[] = [];
    while (!this.#take(close)) {
      items.push(this.#parseChoice());
      if (this.#take(",")) continue;
      this.#expect(close, message);
      break;
    }
    return items;
  }

  #parseObject(start: number): Expression {
    const members: { readonly key: string; readonly value: Expression }[] = [];
    while (!this.#take("}")) {
      const key = this.#expectKey();
      this.#expect(":", "An object is written `{ key: value }`");
      members.push({ key, value: this.#parseChoice() });
      if (this.#take(",")) continue;
      this.#expect("}", "`{` is not closed");
      break;
    }
    const parts = members.map((member) => member.value);
    return this.#over(parts, { is: "object", members, start, end: this.#endOfLast() });
  }

  #expectKey(): string {
    const token = this.#tokens[this.#next];
    if (token?.is !== "name" && token?.is !== "string")
      throw new ExpressionFault("syntax", "A key is expected here.", token ?? this.#last());
    this.#next += 1;
    checkKey(token.value, token);
    return token.value;
  }

  #expectName(): Span & { readonly value: string } {
    const token = this.#tokens[this.#next];
    if (token?.is !== "name") {
      throw new ExpressionFault(
        "syntax",
        'A key is expected after the dot; write [0] for an item, ["a key"] for other keys.',
        token ?? this.#last(),
      );
    }
    this.#next += 1;
    checkKey(token.value, token);
    return token;
  }

  #expect(symbol: string, message: string): Span {
    const token = this.#tokens[this.#next];
    if (token?.is === "symbol" && token.value === symbol) {
      this.#next += 1;
      return token;
    }
    throw new ExpressionFault("syntax", `${message}: \`${symbol}\` is missing.`, token ?? this.#last());
  }

  #take(symbol: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.is !== "symbol" || token.value !== symbol) return false;
    this.#next += 1;
    return true;
  }

  #endOfLast(): number {
    return this.#tokens[this.#next - 1]?.end ?? this.#whole.end;
  }

  /** Where to point when the expression breaks off. */
  #last(): Span {
    const { start, end } = this.#tokens.at(-1) ?? this.#whole;
    return { start, end };
  }

  /** Gives `expression` back, once it is known that it isn't too high a pile of parts. */
  #over(parts: readonly Expression[], expression: Expression): Expression {
    const height = 1 + Math.max(0, ...parts.map((part) => this.#heights.get(part) ?? 0));
    if (height > highest) throw tooDeep(expression);
    this.#heights.set(expression, height);
    return expression;
  }

  #nested<Value>(parse: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > deepest) throw tooDeep(this.#tokens[this.#next] ?? this.#last());
    const value = parse();
    this.#depth -= 1;
    return value;
  }
}

/** `path["key"]` is the same as `path.key`. */
function itemOf(object: Expression, index: Expression, end: number): Expression {
  const span = { start: object.start, end };
  if (index.is !== "literal" || typeof index.value !== "string") return { is: "item", object, index, ...span };
  checkKey(index.value, index);
  return { is: "member", object, key: index.value, ...span };
}

function checkKey(key: string, span: Span): void {
  if (isForbiddenKey(key)) throw new ExpressionFault("forbidden_key", `\`${key}\` can't be used as a key.`, span);
}

function unknownFunction(name: string): string {
  const near = Object.keys(signatures).find(
    (known) => known === name.toLowerCase() || known.replaceAll("_", "") === name.toLowerCase().replaceAll("_", ""),
  );
  return near === undefined
    ? `There is no function \`${name.slice(0, 40)}\`.`
    : `There is no function \`${name}\`; did you mean \`${near}\`?`;
}

function tooDeep(span: Span): ExpressionFault {
  return new ExpressionFault("too_deep", "This expression is nested too deeply; split it over several Transform nodes.", span);
}

function quoted(token: Token): string {
  return token.is === "string" ? "a text" : `\`${String(token.value).slice(0, 40)}\``;
}
