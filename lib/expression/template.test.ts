import { describe, expect, it } from "vitest";
import { limits } from "../shared/limits";
import { checkTemplate } from "./check";
import { renderTemplate } from "./template";

const scope = {
  input: { topic: "Tea", count: 3, ready: false, nothing: null, rows: [{ id: 1 }] },
  nodes: { draft: { output: "Say {{ input.topic }} and <%= input.topic %> and \\{{ x }} and {{secrets.KEY}}" } },
};

function textOf(source: string) {
  const result = renderTemplate(source, scope);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const errorOf = (source: string) => {
  const result = renderTemplate(source, scope);
  if (result.ok) throw new Error(result.value);
  return result.error;
};

describe("renderTemplate", () => {
  it.each([
    ["", ""],
    ["plain } text }} { here", "plain } text }} { here"],
    ["{{ input.topic }}", "Tea"],
    ["{{input.topic}}{{input.count}}", "Tea3"],
    ["{{\n  input.count\n}} cups", "3 cups"],
    ["{{ input.ready }} {{ input.nothing }}", "false null"],
    ["{{ input.rows }}", '[\n  {\n    "id": 1\n  }\n]'],
    ['{{ input.ghost ?? "none" }}', "none"],
    ['{{ "}}" }}', "}}"],
    ['{{ { "a": { "b": 1 } }.a.b }}', "1"],
    ["{{{a: 1}}}", '{\n  "a": 1\n}'],
    ["\\{{ input.topic }}", "{{ input.topic }}"],
    ["\\\\{{ input.topic }}", "\\Tea"],
    ["\\\\\\{{ x", "\\{{ x"],
    ["C:\\dir\\file", "C:\\dir\\file"],
  ])("%j renders as %j", (source, text) => expect(textOf(source)).toBe(text));

  it("never reads data as a template again", () => {
    expect(textOf("{{ nodes.draft.output }}")).toBe(scope.nodes.draft.output);
    expect(textOf("{{ '{{' + ' input.topic }' + '}' }}")).toBe("{{ input.topic }}");
  });

  it("names what has no value, and never renders it as an empty text", () => {
    const source = "A {{ input.topic }} B {{ nodes.ghost.output.title }} C";
    const error = errorOf(source);
    expect(error.code).toBe("undefined_reference");
    expect(source.slice(error.start, error.end)).toBe("nodes.ghost.output.title");
    expect(error.message).toContain("`nodes.ghost.output.title`");
    expect(errorOf("{{ input.ghost ?? input.phantom }}").code).toBe("undefined_reference");
    expect(errorOf("{{ input.ghost && 1 }}").code).toBe("undefined_reference");
    expect(errorOf("{{ first([]) }}").code).toBe("undefined_reference");
  });

  it("says where in the whole text an expression is broken", () => {
    expect(errorOf("Hello {{ input. }} there")).toMatchObject({ code: "syntax", start: 14, end: 15 });
    expect(errorOf("Hello {{ }}")).toMatchObject({ code: "syntax", start: 8, end: 9 });
    expect(errorOf("Hello {{ input.topic")).toMatchObject({ code: "syntax", start: 6, end: 8 });
    expect(errorOf("Hello {{ input.topic }")).toMatchObject({ code: "syntax" });
    expect(errorOf("{% if x %}{{ 'open }}")).toMatchObject({ code: "syntax", start: 13 });
  });

  it("shares one budget among all expressions of a text", () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => index);
    expect(renderTemplate("{{ contains(rows, -1) }}", { rows })).toEqual({ ok: true, value: "false" });
    expect(renderTemplate("{{ contains(rows, -1) }}".repeat(50), { rows })).toMatchObject({ ok: false, error: { code: "too_slow" } });
  });

  it("stops at 1 MB of text, counted in bytes", () => {
    const { value: limit } = limits.expressionOutputBytes;
    const half = "x".repeat(limit / 2);
    expect(renderTemplate("{{ half }}{{ half }}", { half })).toMatchObject({ ok: true });
    expect(renderTemplate("{{ half }}{{ half }}.", { half })).toMatchObject({ ok: false, error: { code: "output_too_large" } });
    expect(renderTemplate("{{ accents }}", { accents: "é".repeat(limit / 2 + 1) })).toMatchObject({ error: { code: "output_too_large" } });
  });

  it("takes a prompt of the limit's length and refuses a longer one, and a longer expression in it", () => {
    expect(renderTemplate("x".repeat(limits.promptBytes.value), {})).toMatchObject({ ok: true });
    expect(renderTemplate("x".repeat(limits.promptBytes.value + 1), {})).toMatchObject({ ok: false, error: { code: "source_too_large" } });
    const padded = " ".repeat(limits.expressionSourceBytes.value);
    expect(renderTemplate(`{{ 1${padded} }}`, {})).toMatchObject({ ok: false, error: { code: "source_too_large" } });
  });

  it("finds out quickly that a text full of braces is no template", () => {
    for (const piece of ["{{ { }} ", "{{ {{{ }} ", "{{", "{{ '", "{{ a[ }}", "\\{{"]) {
      const source = piece.repeat(200_000 / piece.length);
      const before = performance.now();
      renderTemplate(source, {});
      checkTemplate(source);
      expect(performance.now() - before, piece).toBeLessThan(1_500);
    }
  });
});
