import { describe, expect, it } from "vitest";
import { type ExpressionScope, evaluateExpression } from "./expression";
import { signatures } from "./signatures";

const data: ExpressionScope = {
  people: [
    { name: "Ada", age: 36, city: "London" },
    { name: "Bob", age: 20, city: "Paris" },
    { name: "Cy", city: "London" },
  ],
  text: "  Hello, World  ",
};

function evaluated(source: string) {
  const result = evaluateExpression(source, data);
  if (!result.ok) throw new Error(`${source}: ${result.error.message}`);
  return result.value;
}

const codeOf = (source: string) => {
  const result = evaluateExpression(source, data);
  return result.ok ? JSON.stringify(result.value) : result.error.code;
};

describe("functions", () => {
  const examples: readonly (readonly [source: string, value: unknown])[] = [
    ['len("héllo")', 5],
    ["len(people)", 3],
    ["len(people[0])", 3],
    ['lower("ÀB")', "àb"],
    ['upper("straße")', "STRASSE"],
    ["trim(text)", "Hello, World"],
    ['contains(text, "World")', true],
    ['contains("abc", "")', true],
    ["contains([1, [2]], [2])", true],
    ['contains(["a"], "A")', false],
    ['starts_with("abc", "ab")', true],
    ['ends_with("abc", "bc")', true],
    ['matches("order 4711", "\\d{4}$")', true],
    ['matches("abc", "^b")', false],
    ['matches("ABC", "(?i)abc")', true],
    ['replace("a.b.c", ".", "$&")', "a$&b$&c"],
    ['replace("abc", "", "x")', "abc"],
    ['split("a,b,,c", ",")', ["a", "b", "", "c"]],
    ['split("añ😀", "")', ["a", "ñ", "😀"]],
    ['join([1, "b", true, null])', "1, b, true, null"],
    ['join([], "-")', ""],
    ["keys({ b: 1, a: 2 })", ["b", "a"]],
    ["values({ b: 1, a: 2 })", [1, 2]],
    ["first([1, 2])", 1],
    ["first([])", undefined],
    ["last([1, 2])", 2],
    ['slice("abcdef", 1, 3)', "bc"],
    ["slice([1, 2, 3], -2)", [2, 3]],
    ["sum([1, 2.5])", 3.5],
    ["sum([])", 0],
    ["min([3, 1, 2])", 1],
    ["max([3, 1, 2])", 3],
    ["max([])", undefined],
    ["round(2.5)", 3],
    ["round(-2.5)", -3],
    ["round(1.005, 2)", 1.01],
    ["round(1e21, 2)", 1e21],
    ['number(" 12.5 ")', 12.5],
    ['number("12 apples")', undefined],
    ['number("")', undefined],
    ['number("0x10")', undefined],
    ['number("Infinity")', undefined],
    ["text(12)", "12"],
    ["text([1])", "[\n  1\n]"],
    ['json({ a: [1, "x"] })', '{"a":[1,"x"]}'],
    ['parse_json("{\\"a\\": [1]}").a[0]', 1],
    ["has(people[0].name)", true],
    ["has(people[2].age)", false],
    ['has(people[2], "age")', false],
    ["has(people, 2)", true],
    ["has(people, 3)", false],
    ['has(ghost, "x")', false],
    ["unique([1, 1, { a: 1, b: 2 }, { b: 2, a: 1 }, '1'])", [1, { a: 1, b: 2 }, "1"]],
    ["sort([10, 9, 1])", [1, 9, 10]],
    ['sort(["b", "B", "a"])', ["B", "a", "b"]],
    ['pluck(sort(slice(people, 0, 2), "age"), "name")', ["Bob", "Ada"]],
    ['pluck(people, "age")', [36, 20]],
    ['pluck(where(people, "city", "London"), "name")', ["Ada", "Cy"]],
    ['where(people, "age", 99)', []],
  ];

  it.each(examples)("%s", (source, value) => expect(evaluated(source)).toEqual(value));

  it("are all shown above", () => {
    const shown = examples.map(([source]) => source).join(" ");
    for (const name of Object.keys(signatures)) expect(shown, name).toContain(`${name}(`);
  });

  it("refuse values of the wrong kind and say which", () => {
    const wrong = [
      "len(1)",
      "lower(1)",
      "contains(1, 1)",
      'starts_with([], "a")',
      "join(1)",
      "keys([])",
      "values('a')",
      "first('ab')",
      "sum(['1'])",
    ];
    for (const source of [
      ...wrong,
      "round('1')",
      "number(true)",
      "parse_json(1)",
      "has({}, true)",
      "sort([1, 'a'])",
      "sort([{}])",
      "pluck({}, 'a')",
    ]) {
      expect(codeOf(source), source).toBe("type_mismatch");
    }
    expect(evaluateExpression("upper(1)", {})).toMatchObject({
      error: { message: "`upper` needs a text as its first value; here it is a number.", start: 6, end: 7 },
    });
  });

  it("leave the lists they are given as they are", () => {
    const list = Object.freeze([3, 1, 2]);
    expect(evaluateExpression("sort(list)", { list })).toEqual({ ok: true, value: [1, 2, 3] });
    expect(list).toEqual([3, 1, 2]);
  });

  it("read JSON without its prototypes", () => {
    expect(codeOf('parse_json("{\\"__proto__\\": {\\"polluted\\": 1}}")')).toBe("forbidden_key");
    expect(codeOf('parse_json("[{\\"constructor\\": 1}]")')).toBe("forbidden_key");
    expect(codeOf('parse_json("nonsense")')).toBe("invalid_json");
    expect(codeOf('parse_json("[1e999]")')).toBe("not_a_number");
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("bounded time", () => {
  const hostile = {
    as: `${"a".repeat(100_000)}!`,
    million: "a".repeat(1_000_000),
    needle: `${"a".repeat(100_000)}b${"a".repeat(100_000)}`,
    numbers: Array.from({ length: 400_000 }, (_, index) => (index * 7_919) % 400_000),
    texts: Array.from({ length: 100_000 }, (_, index) => `${"x".repeat(200)}${(index * 7_919) % 100_000}`),
    objects: Array.from({ length: 100_000 }, (_, index) => ({ id: index, tags: ["a", "b"] })),
  };

  /** Far above the 100 ms the budget stands for, so that a busy machine does not fail it; far below what an unbounded one takes. */
  const patienceMs = 1_500;

  it.each([
    "matches(as, '^(a+)+$')",
    "matches(as, '^(a|a)*$')",
    "matches(as, '([a-zA-Z]+)*$')",
    "matches(million, '(x+x+)+y')",
    "matches(million, '(a{0,30}){0,30}b')",
    "contains(million, needle)",
    "replace(million, needle, '')",
    "split(million, needle)",
    "sort(numbers)",
    "sort(texts)",
    "unique(objects)",
    "json(objects)",
    "contains(numbers, -1)",
    "where(objects, 'tags', ['a', 'c'])",
    `[${Array.from({ length: 500 }, () => "upper(million)").join(",")}]`,
    `[${Array.from({ length: 300 }, () => "contains(numbers, -1)").join(",")}]`,
  ])("%s ends", (source) => {
    const before = performance.now();
    const result = evaluateExpression(source, hostile);
    expect(performance.now() - before).toBeLessThan(patienceMs);
    if (!result.ok) expect(["too_slow", "output_too_large"]).toContain(result.error.code);
  });

  it("refuses patterns no linear engine can run, and patterns that are too large", () => {
    for (const pattern of ["(a)\\\\1", "(?=a)", "(", "a{2000}", `${"(a{100}){100}"}`]) {
      expect(evaluateExpression(`matches("a", "${pattern}")`, {}), pattern).toMatchObject({
        ok: false,
        error: { code: "invalid_pattern" },
      });
    }
  });
});
