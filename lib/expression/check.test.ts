import { describe, expect, it } from "vitest";
import { checkExpression, checkTemplate, templateTokens } from "./check";

/** `path` with `?` where nothing there is taken care of. */
function references(source: string): readonly string[] {
  return checkExpression(source).references.map(({ path, hasDefault }) => path.join(".") + (hasDefault ? "?" : ""));
}

describe("checkExpression", () => {
  it("follows a path as far as it can be read off", () => {
    expect(references("nodes.a.output.items[0]['the title']")).toEqual(["nodes.a.output.items.0.the title"]);
    expect(references("nodes.a.output[input.key].title")).toEqual(["nodes.a.output", "input.key"]);
    expect(references("first(nodes.a.output).title")).toEqual(["nodes.a.output"]);
    expect(references("nodes[state.pick].output")).toEqual(["nodes", "state.pick"]);
  });

  it("finds references wherever they stand, in the order they are written", () => {
    expect(references("{ k: [a.b, len(c)], l: d ? e : -f }")).toEqual(["a.b", "c", "d?", "e", "f"]);
    expect(references('"nodes.a" + 1')).toEqual([]);
  });

  it("knows where nothing is taken care of", () => {
    expect(references("a ?? b")).toEqual(["a?", "b"]);
    expect(references("a ?? b ?? 1")).toEqual(["a?", "b?"]);
    expect(references("(a ? b : c) ?? 1")).toEqual(["a?", "b?", "c?"]);
    expect(references("has(a) && has(b, k)")).toEqual(["a?", "b?", "k"]);
    expect(references("a == null || !b || c")).toEqual(["a?", "b?", "c"]);
    expect(references("len(a) ?? 1")).toEqual(["a"]);
    expect(references("a + 1 ?? 1")).toEqual(["a"]);
    expect(references("[a] ?? 1")).toEqual(["a"]);
  });

  it("gives the place of each reference", () => {
    const source = "1 + nodes.a.output * input['n']";
    expect(checkExpression(source).references.map(({ start, end }) => source.slice(start, end))).toEqual(["nodes.a.output", "input['n']"]);
  });

  it("finds what is wrong without any data", () => {
    expect(checkExpression("input.").error).toMatchObject({ code: "syntax", start: 5 });
    expect(checkExpression("nope(1)").error).toMatchObject({ code: "unknown_function" });
    expect(checkExpression("a.constructor").error).toMatchObject({ code: "forbidden_key" });
    expect(checkExpression('a && [matches(a, "(?<=x)y(")]')).toMatchObject({
      references: [{}, {}],
      error: { code: "invalid_pattern", start: 17 },
    });
    expect(checkExpression("").error).toMatchObject({ code: "syntax" });
    expect(checkExpression("a").error).toBeUndefined();
  });
});

describe("checkTemplate", () => {
  it("collects the references of every expression, at their places in the whole text", () => {
    const source = "Hi {{ input.name }}, {{ nodes.a.output ?? 'none' }}";
    const found = checkTemplate(source);
    expect(found.error).toBeUndefined();
    expect(found.references.map(({ start, end }) => source.slice(start, end))).toEqual(["input.name", "nodes.a.output"]);
  });

  it("goes on behind a broken expression and reports the first error", () => {
    const found = checkTemplate("{{ a }} {{ b. }} {{ c }} {{ d");
    expect(found.references.map(({ path }) => path[0])).toEqual(["a", "c"]);
    expect(found.error).toMatchObject({ code: "syntax", start: 12, end: 13 });
  });

  it("finds nothing in escaped braces and plain text", () => {
    expect(checkTemplate("\\{{ a }} and a.b")).toEqual({ references: [] });
  });
});

describe("templateTokens", () => {
  it("gives every expression's place with its braces, and its path when it is one", () => {
    const source = "A {{ input.topic }} {{ nodes.a.output ?? 'x' }} {{ upper(input.topic) }} {{ 1 }}";
    const tokens = templateTokens(source);
    expect(tokens.map(({ start, end }) => source.slice(start, end))).toEqual([
      "{{ input.topic }}",
      "{{ nodes.a.output ?? 'x' }}",
      "{{ upper(input.topic) }}",
      "{{ 1 }}",
    ]);
    expect(tokens.map(({ path }) => path?.join("."))).toEqual(["input.topic", "nodes.a.output", undefined, undefined]);
    expect(tokens.map(({ expression }) => expression)).toEqual(["input.topic", "nodes.a.output ?? 'x'", "upper(input.topic)", "1"]);
  });

  it("marks what is being typed as broken, up to the next closing braces or the end", () => {
    const source = "{{ input. }} b {{ unfin";
    const tokens = templateTokens(source);
    expect(tokens.map(({ start, end, error }) => [source.slice(start, end), error?.code])).toEqual([
      ["{{ input. }}", "syntax"],
      ["{{ unfin", "syntax"],
    ]);
    expect(tokens[1]?.expression).toBe("unfin");
  });

  it("can take any beginning of a template", () => {
    const source = "a \\{{ b {{ {'k': \"}}\"}[x] ?? 1 }} c {{ d.e }}";
    for (let length = 0; length <= source.length; length += 1) {
      for (const { start, end } of templateTokens(source.slice(0, length))) {
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(length);
      }
    }
  });
});
