import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonValue, utf8Bytes } from "../shared/json";
import { checkExpression, checkTemplate } from "./check";
import { evaluateExpression } from "./expression";
import { renameReference } from "./rename-reference";
import { signatures } from "./signatures";
import { renderTemplate } from "./template";

/** Sources that are almost always readable, over the names the data has and some it lacks. */
const names = ["input", "nodes", "state", "ghost", "a", "b", "title", "toString", "length"];
const { source: writtenSource } = fc.letrec<{ source: string; value: string; path: string }>((tie) => ({
  source: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("value"),
    fc
      .tuple(tie("source"), fc.constantFrom("+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||", "??"), tie("source"))
      .map((parts) => parts.join(" ")),
    fc.tuple(tie("source"), tie("source"), tie("source")).map(([condition, one, other]) => `(${condition} ? ${one} : ${other})`),
    fc
      .tuple(fc.constantFrom(...Object.keys(signatures)), fc.array(tie("source"), { minLength: 1, maxLength: 3 }))
      .map(([name, values]) => `${name}(${values.join(", ")})`),
    tie("source").map((inner) => `!(${inner})`),
    fc.array(tie("source"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    tie("source").map((inner) => `{ a: ${inner}, "b": 1 }`),
  ),
  value: fc.oneof(
    fc.constantFrom("1", "0", "2.5", '"a"', "'b,c'", "true", "null", '"__proto__"', '"constructor"', '"^(a+)+$"', '"{\\"a\\": 1}"'),
    tie("path"),
  ),
  path: fc
    .tuple(
      fc.constantFrom(...names),
      fc.array(fc.constantFrom(...names.map((name) => `.${name}`), "[0]", "[-1]", '["a"]'), { maxLength: 3 }),
    )
    .map(([root, keys]) => root + keys.join("")),
}));

const looseSource = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."{}[]()?:.,!<>=&|+-*/%'\"\\ \n".split(""), "{{", "}}", "??", "constructor", "__proto__"),
      fc.string({ maxLength: 4 }),
    ),
    {
      maxLength: 30,
    },
  )
  .map((pieces) => pieces.join(""));
const anySource = fc.oneof(writtenSource, writtenSource, looseSource);
const anyTemplate = fc
  .array(
    fc.oneof(
      anySource,
      anySource.map((source) => `{{ ${source} }}`),
      fc.constant("\\"),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));

const anyData = fc
  .record({ input: fc.jsonValue(), nodes: fc.jsonValue(), state: fc.record({ a: fc.jsonValue(), b: fc.jsonValue(), title: fc.string() }) })
  // A round trip, as every value of a run has made one.
  .map((data): { readonly [name: string]: JsonValue } => JSON.parse(JSON.stringify(data)));

function deepFreeze(value: JsonValue): void {
  if (typeof value !== "object" || value === null) return;
  Object.freeze(value);
  for (const item of Object.values(value)) deepFreeze(item);
}

describe("every expression and template, over every data", () => {
  it("gives JSON, nothing or a typed error inside the source; changes no data; and does so again", () => {
    fc.assert(
      fc.property(anySource, anyData, (source, data) => {
        for (const value of Object.values(data)) deepFreeze(value);
        const result = evaluateExpression(source, data);
        expect(evaluateExpression(source, data)).toEqual(result);
        if (result.ok) {
          if (result.value !== undefined) expect(JSON.parse(JSON.stringify(result.value))).toEqual(withoutNegativeZero(result.value));
          return;
        }
        const { code, message, start, end } = result.error;
        expect(code).toMatch(/^[a-z_]+$/);
        expect(message).toMatch(/\S.*\.$/s);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it("renders text or a typed error, within the limits, and does so again", () => {
    fc.assert(
      fc.property(anyTemplate, anyData, (source, data) => {
        for (const value of Object.values(data)) deepFreeze(value);
        const result = renderTemplate(source, data);
        expect(renderTemplate(source, data)).toEqual(result);
        if (result.ok) expect(utf8Bytes(result.value)).toBeLessThanOrEqual(1_000_000);
        else expect(result.error.end).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it("leaves Object.prototype as it is", () => {
    const before = Reflect.ownKeys(Object.prototype);
    fc.assert(
      fc.property(anySource, anyData, (source, data) => {
        evaluateExpression(source, data);
      }),
      { numRuns: 1_000 },
    );
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
  });

  it("reports in a check every error of syntax that evaluation reports, at the same place", () => {
    fc.assert(
      fc.property(anySource, (source) => {
        const { error } = checkExpression(source);
        const result = evaluateExpression(source, {});
        const early = ["syntax", "unknown_function", "wrong_arguments", "source_too_large"];
        if (!result.ok && early.includes(result.error.code)) expect(error).toEqual(result.error);
        if (error !== undefined && early.includes(error.code)) expect(result).toEqual({ ok: false, error });
      }),
      { numRuns: 1_000 },
    );
  });

  it("needs no data beyond the references a check names", () => {
    fc.assert(
      fc.property(anySource, anyData, (source, data) => {
        const roots = new Set(checkExpression(source).references.map(({ path }) => path[0]));
        const needed = Object.fromEntries(Object.entries(data).filter(([name]) => roots.has(name)));
        expect(evaluateExpression(source, needed)).toEqual(evaluateExpression(source, data));
      }),
      { numRuns: 1_000 },
    );
  });

  it("never fails for nothing where a check says that all is taken care of", () => {
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom("ghost.a", "input.ghost", "nodes.x[0].y"), anySource), ([path]) => {
        const source = `${path} ?? "default"`;
        expect(checkTemplate(`{{ ${source} }}`).references.every(({ hasDefault }) => hasDefault)).toBe(true);
        expect(renderTemplate(`{{ ${source} }}`, {})).toEqual({ ok: true, value: "default" });
      }),
    );
  });

  it("means the same after a node is renamed in the text and in the data", () => {
    fc.assert(
      fc.property(writtenSource, fc.jsonValue(), fc.jsonValue(), (written, output, other) => {
        const source = written.replace(/(?<![.\w])input/g, "nodes.first_one").replace(/(?<![.\w])state/g, "nodes.second");
        const before = evaluateExpression(source, { nodes: { first_one: json(output), second: json(other) } });
        const renamed = renameReference(source, "expression", "first_one", "one");
        const after = evaluateExpression(renamed, { nodes: { one: json(output), second: json(other) } });
        if (before.ok && !/(?<![.\w])nodes(?!\.(?:first_one|second))/.test(source)) expect(after).toEqual(before);
        expect(renamed).not.toMatch(/(?<![.\w])nodes\.first_one/);
      }),
    );
  });
});

function json(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value));
}

/** JSON has only one zero. */
function withoutNegativeZero(value: JsonValue): JsonValue {
  return json(value);
}
