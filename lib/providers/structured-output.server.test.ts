import { describe, expect, it } from "vitest";
import type { JsonObject } from "../shared/json";
import { checkOutputSchema, readStructuredOutput, repairMessage } from "./structured-output.server";

const schema: JsonObject = { type: "object", properties: { a: { type: "integer" } }, required: ["a"], additionalProperties: false };
const value = { ok: true, value: { a: 1 } };

describe("an answer that was to be JSON", () => {
  it.each([
    ["bare", '{"a":1}'],
    ["with a byte order mark", '\uFEFF{"a":1}'],
    ["fenced", '```json\n{"a": 1}\n```'],
    ["among words", 'Sure! Here it is: {"a":1}. Anything else?'],
    ["after a citation", 'As found in [1], the answer is {"a":1}'],
    ["after a brace that opens nothing", 'Use {curly} braces: {"a":1}'],
  ])("is found %s", (_, text) => {
    expect(readStructuredOutput(text, schema)).toEqual(value);
  });

  it.each([
    ["nothing", "", /empty/],
    ["spaces", "  \n", /empty/],
    ["no JSON", "I can't do that.", /no complete JSON/],
    ["a broken one", '{"a":1', /no complete JSON/],
    ["a complete part of a broken one", '{"x": {"a":1}, "y": ', /no complete JSON/],
    ["two", '{"a":1} or {"a":2}', /2 JSON values/],
    ["a wrong type", '{"a":"1"}', /“a” must be integer/],
    ["an extra key", '{"a":1,"b":2}', /additional properties \(b\)/],
    ["a missing key", "{}", /required property 'a'/],
    ["NaN", '{"a":NaN}', /no complete JSON/],
    ["a prototype", '{"a":1,"__proto__":{"x":1}}', /__proto__/],
    ["a deep one", "[".repeat(100) + "]".repeat(100), /nested/],
    ["five megabytes", `{"a":1,"b":"${"x".repeat(5_000_000)}"}`, /bytes/],
  ])("is refused with its text when it is %s", (_, text, message) => {
    expect(readStructuredOutput(text, schema)).toMatchObject({
      ok: false,
      error: { code: "output_invalid", message: expect.stringMatching(message), raw: text },
    });
  });

  it("may be any value a schema allows", () => {
    expect(readStructuredOutput('"billing"', { enum: ["billing", "sales"] })).toEqual({ ok: true, value: "billing" });
    expect(readStructuredOutput("[1,2]", { type: "array", items: { type: "number" } })).toEqual({ ok: true, value: [1, 2] });
  });

  it("is asked for again with the reason and the schema", () => {
    const read = readStructuredOutput('{"a":"1"}', schema);
    if (read.ok) throw new Error("expected a problem");
    expect(repairMessage(read.error, schema)).toMatch(/“a” must be integer[\s\S]*"additionalProperties":false/);
  });
});

describe("a schema", () => {
  it.each([
    ["a reference to another host", { $ref: "https://example.org/schema.json" }],
    ["a type that does not exist", { type: "objekt" }],
    ["a pattern that is no pattern", { type: "string", pattern: "(" }],
    ["a pattern that looks back", { type: "string", pattern: "(a)\\1" }],
  ])("with %s is refused", (_, bad) => {
    expect(checkOutputSchema(bad)).toMatchObject({ ok: false, error: { code: "schema_invalid" } });
  });

  it("keeps its references inside, in both drafts", () => {
    const own = { $ref: "#/$defs/name", $defs: { name: { type: "string" } } };
    expect(readStructuredOutput('"Ada"', own).ok).toBe(true);
    expect(readStructuredOutput('"Ada"', { $schema: "http://json-schema.org/draft-07/schema#", ...own }).ok).toBe(true);
  });

  it("with a pattern that explodes elsewhere is checked in linear time", () => {
    const before = performance.now();
    expect(readStructuredOutput(JSON.stringify(`${"a".repeat(30_000)}!`), { type: "string", pattern: "^(a+)+$" }).ok).toBe(false);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it("may name itself again and again", () => {
    const named = { $id: "https://example.org/same", type: "object" };
    expect(readStructuredOutput("{}", named).ok).toBe(true);
    expect(readStructuredOutput("{}", { ...named, description: "another" }).ok).toBe(true);
  });
});
