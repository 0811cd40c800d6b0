import { describe, expect, it } from "vitest";
import type { JsonValue } from "../shared/json";
import { limits } from "../shared/limits";
import { type ExpressionScope, evaluateExpression, parseExpression } from "./expression";

const scope: ExpressionScope = {
  input: { topic: "Tea", count: 3, ready: true, nothing: null, empty: "", list: [3, 1, 2], "two words": "spaced" },
  nodes: { research: { output: { items: [{ title: "Green", price: 4 }, { title: "Black", price: 2 }, { price: 9 }] } } },
  state: { field: "topic", position: 1 },
};

function evaluated(source: string) {
  const result = evaluateExpression(source, scope);
  if (!result.ok) throw new Error(`${source}: ${result.error.message}`);
  return result.value;
}

function errorOf(source: string) {
  const result = evaluateExpression(source, scope);
  if (result.ok) throw new Error(`${source} gave ${JSON.stringify(result.value)}`);
  return result.error;
}

describe("literals", () => {
  it.each([
    ["12", 12],
    ["0.5", 0.5],
    ["1e3", 1000],
    ['"a\\"b"', 'a"b'],
    ["'it\\'s'", "it's"],
    ['"tab\\tline\\n"', "tab\tline\n"],
    ['"\\u00e9"', "é"],
    ["true", true],
    ["null", null],
    ["[1, [2], ]", [1, [2]]],
    ['{ a: 1, "b c": [input.topic], }', { a: 1, "b c": ["Tea"] }],
    ["{}", {}],
  ])("%s is itself", (source, value) => expect(evaluated(source)).toEqual(value));

  it("keeps the backslash of an unknown escape, so that patterns read as they are written", () => {
    expect(evaluated('"\\d+\\b"')).toBe("\\d+\\b");
  });
});

describe("paths", () => {
  it("follows keys, positions and computed keys", () => {
    expect(evaluated("nodes.research.output.items[0].title")).toBe("Green");
    expect(evaluated('input["two words"]')).toBe("spaced");
    expect(evaluated("input[state.field]")).toBe("Tea");
    expect(evaluated("input.list[state.position + 1]")).toBe(2);
  });

  it("leads nowhere without failing: the value is undefined, not an empty text", () => {
    for (const source of [
      "ghost",
      "input.ghost",
      "input.ghost.deeper[0].still",
      "input.nothing.key",
      "nodes.research.output.items[2].title",
    ]) {
      expect(evaluated(source)).toBeUndefined();
    }
  });

  it("reads own keys of objects and positions of lists only", () => {
    const beyond = [
      "input.toString",
      "input.hasOwnProperty",
      "input.__defineGetter__",
      "input.topic.length",
      "input.topic[0]",
      "input.list.length",
    ];
    for (const source of [...beyond, "input.list.map", "input.list[-1]", "input.list[0.5]", "input.list['0']", "input.count.toFixed"]) {
      expect(evaluated(source), source).toBeUndefined();
    }
  });

  it("refuses keys that reach beyond data, written out or computed", () => {
    const computed = [
      "input['con' + 'structor']",
      "input[join(['con', 'structor'], '')]",
      'input["\\u0063onstructor"]',
      "input[lower('CONSTRUCTOR')]",
    ];
    const written = [
      "input.constructor",
      "input.__proto__.x",
      "constructor",
      "this.constructor.constructor",
      "{ __proto__: 1 }",
      "pluck([], 'prototype')",
    ];
    for (const source of [...computed, ...written]) expect(errorOf(source).code, source).toBe("forbidden_key");
  });
});

describe("operators", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["7 % 4 - 6 / 3", 1],
    ["-input.count + +1", -2],
    ["10 - 3 - 2", 5],
    ['"n: " + 3 + 4', "n: 34"],
    ['1 + 2 + " items"', "3 items"],
    ['"b" > "a" && 2 >= 2', true],
    ["1 < 2 == true", true],
    ["true || false && false", true],
    ["!input.ready", false],
    ["input.ghost ?? input.nothing ?? 5", 5],
    ['input.empty ?? "default"', ""],
    ['input.empty || "default"', "default"],
    ["input.count > 2 ? input.count > 5 ? 1 : 2 : 3", 2],
    ["false ? 1 : true ? 2 : 3", 2],
  ])("%s", (source, value) => expect(evaluated(source)).toEqual(value));

  it("compares by content and by kind", () => {
    expect(evaluated("[1, { a: 2, b: 3 }] == [1, { b: 3, a: 2 }]")).toBe(true);
    expect(evaluated('1 == "1"')).toBe(false);
    expect(evaluated("0 == false")).toBe(false);
    expect(evaluated("[] != {}")).toBe(true);
  });

  it("treats nothing as null in comparisons and as false in conditions", () => {
    expect(evaluated("input.ghost == null")).toBe(true);
    expect(evaluated("input.ghost != 1")).toBe(true);
    expect(evaluated("input.ghost ? 1 : 2")).toBe(2);
    expect(evaluated("!input.ghost")).toBe(true);
  });

  it("looks at the other side only when it has to", () => {
    expect(evaluated("false && 1 / 0")).toBe(false);
    expect(evaluated("1 || 1 / 0")).toBe(1);
    expect(evaluated('"a" ?? 1 / 0')).toBe("a");
    expect(evaluated("true ? 1 : 1 / 0")).toBe(1);
  });

  it("needs a value where it calculates, and names the one that is missing", () => {
    const source = "1 + input.ghost * 2";
    const error = errorOf(source);
    expect(error.code).toBe("undefined_reference");
    expect(source.slice(error.start, error.end)).toBe("input.ghost");
    expect(error.message).toContain("`input.ghost`");
    for (const other of ["input.ghost > 1", "[input.ghost]", "{ a: input.ghost }", "len(input.ghost)", "-input.ghost", "input[ghost]"]) {
      expect(errorOf(other).code, other).toBe("undefined_reference");
    }
  });

  it("refuses to mix kinds", () => {
    for (const source of ['"a" - 1', '"a" * "b"', "true + 1", "[] + []", '1 < "2"', "true > false", '-"1"', "input[true]"]) {
      expect(errorOf(source).code, source).toBe("type_mismatch");
    }
  });

  it("gives numbers or an error, never NaN or Infinity", () => {
    for (const source of ["1 / 0", "0 % 0", "1e308 * 10", "1e999", "sum([1e308, 1e308])"])
      expect(errorOf(source).code, source).toBe("not_a_number");
  });
});

describe("syntax errors", () => {
  it.each([
    ["", 0, 0],
    ["   ", 0, 3],
    ["a b", 2, 3],
    ["input.", 5, 6],
    ["1 +", 2, 3],
    ["(1", 1, 2],
    ["[1", 1, 2],
    ["{a: 1", 4, 5],
    ["{a}", 2, 3],
    ["a ? b", 4, 5],
    ['"open', 0, 5],
    ['"line\nbreak"', 0, 5],
    ["a = b", 2, 3],
    ["a | upper", 2, 3],
    ["12ab", 0, 3],
    ["a..b", 2, 3],
    ["`x`", 0, 1],
    ["1 2", 2, 3],
    ["a => a", 2, 3],
    ["a; b", 1, 2],
    ["new Date()", 4, 8],
    ["a.b()", 3, 4],
  ])("%j is refused at %i to %i", (source, start, end) => expect(errorOf(source)).toMatchObject({ code: "syntax", start, end }));

  it("names the function that doesn't exist, and the one that was meant", () => {
    expect(errorOf("1 + startsWith(input.topic, 'T')")).toMatchObject({ code: "unknown_function", start: 4, end: 14 });
    expect(errorOf("startsWith('a', 'b')").message).toContain("`starts_with`");
    for (const source of ["toString()", "constructor()", "eval('1')", "hasOwnProperty('a')", "__proto__()"]) {
      expect(errorOf(source).code, source).toBe("unknown_function");
    }
  });

  it("says how a function is used when the number of values is wrong", () => {
    expect(errorOf("len()")).toMatchObject({ code: "wrong_arguments", message: expect.stringContaining("len(value)") });
    expect(errorOf("round(1, 2, 3)").code).toBe("wrong_arguments");
  });
});

describe("bounds", () => {
  const { value: longest } = limits.expressionSourceBytes;

  it("reads a source of exactly the limit and refuses one byte more, saying both sizes", () => {
    const padded = (bytes: number) => `1${" ".repeat(bytes - 1)}`;
    expect(evaluateExpression(padded(longest), {})).toEqual({ ok: true, value: 1 });
    const over = evaluateExpression(padded(longest + 1), {});
    expect(over).toMatchObject({ ok: false, error: { code: "source_too_large", message: expect.stringMatching(/8001.*8000/) } });
  });

  it("refuses nesting before it can exhaust the stack", () => {
    const deep = [
      "(".repeat(3_000),
      "[".repeat(3_000),
      "!".repeat(3_000),
      "a[".repeat(2_000),
      `${"{a:".repeat(2_000)}1`,
      "-".repeat(4_000),
    ];
    const chains = [
      `a${".b".repeat(3_000)}`,
      `1${"+1".repeat(3_000)}`,
      `a${"??a".repeat(2_000)}`,
      "a?".repeat(2_000),
      "len(".repeat(1_500),
    ];
    for (const source of [...deep, ...chains]) expect(parseExpression(source)).toMatchObject({ ok: false, error: { code: "too_deep" } });
  });

  it("evaluates chains as long as people write them", () => {
    expect(evaluated(Array.from({ length: 200 }, () => "1").join(" + "))).toBe(200);
  });

  it("refuses deeply nested data instead of overflowing the stack", () => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    expect(evaluateExpression("parse_json(text)", { text: deep })).toMatchObject({ ok: false });
    const nested = () => {
      let list: readonly JsonValue[] = [];
      for (let depth = 0; depth < 20_000; depth += 1) list = [list];
      return list;
    };
    const data = { a: nested(), b: nested() };
    for (const source of ["json(a)", "a == b", "unique([a])", "text(a)", "a"]) {
      expect(evaluateExpression(source, data), source).toMatchObject({ ok: false, error: { code: "too_deep" } });
    }
  });

  it("stops a result at 1 MB, whether it grew or was there", () => {
    const { value: largest } = limits.expressionOutputBytes;
    const data = { half: "x".repeat(largest / 2), full: "x".repeat(largest), accents: "é".repeat(largest / 2 + 1) };
    expect(evaluateExpression("half + half", data)).toEqual({ ok: true, value: data.full });
    for (const source of ['half + half + "x"', "[half, half]", "replace(half, 'xx', full)", "join([half, half, half], '')", "accents"]) {
      expect(evaluateExpression(source, data), source).toMatchObject({ ok: false, error: { code: "output_too_large" } });
    }
  });
});
