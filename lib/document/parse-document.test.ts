import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "../shared/limits";
import { exportDocument } from "./export-document";
import { migrateDocument } from "./migrate-document";
import { parseDocument } from "./parse-document";
import { documentOf, edgeOf, nodeOf } from "./testing";

const whole = documentOf([nodeOf("a", { model: "m" }), "b"], ["a>b"]);

function problemsOf(input: unknown) {
  const parsed = parseDocument(input);
  if (parsed.ok) throw new Error("this should not be readable");
  return parsed.error;
}

/** The document with something put at a path: a later key of `change` wins. */
const changed = (change: object) => ({ ...whole, ...change });

describe("parseDocument", () => {
  it("fills in what a hand-written file leaves out", () => {
    const written =
      '{"format":"windrose.workflow","formatVersion":1,"name":" Mine ","nodes":[{"id":"a","type":"agent","title":"A","position":{"x":1,"y":2},"config":{}}],"edges":[]}';
    expect(parseDocument(`\uFEFF${written}`)).toMatchObject({
      ok: true,
      value: { name: "Mine", description: "", state: [], nodes: [{ typeVersion: 1 }] },
    });
  });

  it.each([
    ["", "not_json"],
    ["{", "not_json"],
    ["null", "wrong_format"],
    ["[]", "wrong_format"],
    ["{}", "wrong_format"],
    ['{"format":"other","formatVersion":1}', "wrong_format"],
    ['{"format":"windrose.workflow"}', "wrong_version"],
    ['{"format":"windrose.workflow","formatVersion":"latest"}', "wrong_version"],
    ['{"format":"windrose.workflow","formatVersion":-1}', "wrong_version"],
    ['{"format":"windrose.workflow","formatVersion":1e309}', "wrong_version"],
    ['{"format":"windrose.workflow","formatVersion":2}', "newer_version"],
  ])("refuses %s as %s", (text, code) => expect(problemsOf(text)[0]).toMatchObject({ code }));

  it("refuses what is no JSON value at all", () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    for (const input of [undefined, cycle, () => 1, 10n]) expect(problemsOf(input)[0]?.code).toBe("not_json");
  });

  it("says which version made a newer file and what to do", () => {
    expect(problemsOf(changed({ formatVersion: 7 }))[0]?.message).toMatch(/newer.*format 7.*up to 1.*Update/);
  });

  it("names the path, the node and the reason of each problem", () => {
    const nodes = [
      { ...nodeOf("a"), config: [] },
      { ...nodeOf("b"), id: "Bad Id" },
      { ...nodeOf("c"), ownerId: "me" },
      { id: "d", type: "agent", title: "D", config: {} },
      { ...nodeOf("e"), title: 5 },
    ];
    const problems = problemsOf(changed({ name: "", nodes, edges: [] }));
    expect(problems.map(({ path }) => path)).toEqual([
      "name",
      "nodes[0].config",
      "nodes[1].id",
      "nodes[2]",
      "nodes[3].position",
      "nodes[4].title",
    ]);
    expect(problems[1]?.message).toContain('In node "a"');
    expect(problems[3]?.message).toContain("unknown field `ownerId`");
    expect(problems[4]?.message).toContain("`position` is missing");
    expect(problems[5]?.message).toContain("this should be text");
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["invalid_field"]));
  });

  it("finds ids that occur twice and edges without two ends", () => {
    expect(problemsOf(changed({ nodes: [nodeOf("a"), nodeOf("a")], edges: [] }))).toMatchObject([
      { code: "duplicate_node", path: "nodes[1].id" },
    ]);
    expect(problemsOf(changed({ edges: [edgeOf("a>ghost")] }))).toMatchObject([
      { code: "unknown_node", path: "edges[0].target", message: expect.stringContaining('"ghost"') },
    ]);
    expect(problemsOf(changed({ edges: [edgeOf("a>b"), { ...edgeOf("a>b"), id: "again" }] }))).toMatchObject([
      { code: "duplicate_edge", path: "edges[1]" },
    ]);
    expect(problemsOf(changed({ edges: [edgeOf("a>b"), { ...edgeOf("b>a"), id: "a.out>b.in" }] }))).toMatchObject([
      { code: "duplicate_edge" },
    ]);
    const variable = { name: "n", type: "number", initial: 0 };
    expect(problemsOf(changed({ state: [variable, variable] }))).toMatchObject([{ code: "duplicate_variable", path: "state[1].name" }]);
  });

  it("refuses keys that could reach a prototype, wherever they stand, and pollutes nothing", () => {
    const text = exportDocument(whole);
    for (const key of ["__proto__", "constructor", "prototype"]) {
      const placed = [
        text.replace('"model":', `"${key}":`),
        text.replace('"x": 0', `"x": 0, "${key}": {"polluted": 1}`),
        text.replace('"sampleInput": {', `"sampleInput": {"deep": [{"${key}": 1}]`),
        text.replace('"format":', `"${key}": {}, "format":`),
      ];
      for (const hostile of placed) expect(problemsOf(hostile)[0]?.code, hostile).toBe("forbidden_key");
    }
    expect(problemsOf(text.replace('"model":', '"__proto__":'))[0]).toMatchObject({ path: "nodes[0].config.__proto__" });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("reads a document of exactly the largest size and refuses one byte more, naming both sizes", () => {
    const { value: limit } = limits.documentBytes;
    const text = exportDocument(whole);
    const padded = (bytes: number) => text + " ".repeat(bytes - text.length);
    expect(parseDocument(padded(limit))).toMatchObject({ ok: true });
    expect(problemsOf(padded(limit + 1))[0]).toMatchObject({
      code: "document_too_large",
      message: expect.stringMatching(/2\.00 MB.*2\.00 MB/),
    });
  });

  it("reads the deepest nesting and refuses one level more", () => {
    const nested = (levels: number) => {
      let value: unknown = 1;
      for (let level = 0; level < levels; level += 1) value = [value];
      return changed({ sampleInput: { deep: value } });
    };
    const { value: limit } = limits.documentDepth;
    // The document and its sampleInput are two levels.
    expect(parseDocument(nested(limit - 2))).toMatchObject({ ok: true });
    expect(problemsOf(nested(limit - 1))[0]?.code).toBe("too_deep");
    expect(problemsOf(`${"[".repeat(500_000)}${"]".repeat(500_000)}`)[0]?.code).toMatch(/too_deep|not_json/);
  });

  it("reads the longest text field and refuses one byte more, with its path", () => {
    const { value: limit } = limits.textFieldBytes;
    const withText = (bytes: number) => documentOf([nodeOf("a", { message: "x".repeat(bytes) })]);
    expect(parseDocument(withText(limit))).toMatchObject({ ok: true });
    expect(problemsOf(withText(limit + 1))).toMatchObject([
      { code: "text_too_long", path: "nodes[0].config.message", message: expect.stringContaining("257 KB") },
    ]);
  });

  it("counts nodes and edges before it reads them", () => {
    const before = performance.now();
    const nodes = Array.from({ length: limits.workflowNodes.hard + 1 }, () => 0);
    const edges = Array.from({ length: limits.workflowEdges.hard + 1 }, () => 0);
    expect(problemsOf(changed({ nodes, edges }))).toMatchObject([
      { code: "too_many", path: "nodes", message: expect.stringMatching(/2001.*2000/) },
      { code: "too_many", path: "edges" },
    ]);
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it("removes what no database stores: control characters and lone surrogates", () => {
    const parsed = parseDocument(changed({ description: "a\u0000b\u0007\tc\n\uD800d😀" }));
    expect(parsed).toMatchObject({ ok: true, value: { description: "ab\tc\n\uFFFDd😀" } });
  });

  it("refuses positions off any canvas", () => {
    for (const x of [1e308, -1e7, null, "1"])
      expect(problemsOf(changed({ nodes: [{ ...nodeOf("a"), position: { x, y: 0 } }], edges: [] }))[0]?.path).toBe("nodes[0].position.x");
  });

  it("never throws, gives at most 20 problems, and what it reads it reads again", () => {
    const loose = fc.record(
      {
        format: fc.constant("windrose.workflow"),
        formatVersion: fc.constant(1),
        name: fc.jsonValue(),
        nodes: fc.jsonValue(),
        edges: fc.jsonValue(),
      },
      { requiredKeys: ["format", "formatVersion"] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue(), fc.object({ withNullPrototype: true }), loose), (input) => {
        const parsed = parseDocument(input);
        if (parsed.ok) expect(parseDocument(parsed.value)).toEqual(parsed);
        else {
          expect(parsed.error.length).toBeGreaterThan(0);
          expect(parsed.error.length).toBeLessThanOrEqual(20);
          for (const { code, message } of parsed.error)
            expect([code, message]).toEqual([expect.stringMatching(/^[a-z_]+$/), expect.stringMatching(/\.$/)]);
        }
      }),
    );
  });
});

describe("migrateDocument", () => {
  const table = { 1: (document: object) => ({ ...document, one: true }), 2: (document: object) => ({ ...document, two: true }) };
  const old = { format: "windrose.workflow", formatVersion: 1 };

  it("goes from version to version, without changing what it was given", () => {
    expect(migrateDocument(old, table, 3)).toEqual({ ok: true, value: { ...old, formatVersion: 3, one: true, two: true } });
    expect(migrateDocument({ ...old, formatVersion: 2 }, table, 3)).toMatchObject({ ok: true, value: { two: true } });
    expect(old).toEqual({ format: "windrose.workflow", formatVersion: 1 });
  });

  it("says so when a version can no longer be read", () => {
    expect(migrateDocument(old, { 2: table[2] }, 3)).toMatchObject({ ok: false, error: { code: "wrong_version" } });
  });
});

describe("exportDocument", () => {
  it("gives equal texts for equal documents, however they were made", () => {
    const one = documentOf([nodeOf("a", { model: "m", api: "chat" })]);
    const other = documentOf([nodeOf("a", { api: "chat", model: "m" })]);
    expect(exportDocument(one)).toBe(exportDocument(other));
    expect(exportDocument(one)).toMatch(/^\{\n {2}"format": "windrose.workflow",\n {2}"formatVersion": 1,\n {2}"name"/);
    expect(exportDocument(one).endsWith("}\n")).toBe(true);
  });

  it("keeps the order inside a value, where it means something to a model", () => {
    const document = documentOf([nodeOf("a", { schema: { properties: { zebra: {}, apple: {} } } })]);
    expect(exportDocument(document)).toMatch(/"zebra"[\s\S]*"apple"/);
  });
});
