import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { limits } from "../../shared/limits";
import type { InputField } from "../contract";
import { readGivenInput } from "./given-input";
import { inputSchemaOf } from "./input-schema";

const field = (key: string, type: InputField["type"] = "text", parts: Partial<InputField> = {}): InputField => ({
  key,
  label: "",
  type,
  required: true,
  ...parts,
});

describe("inputs that are given on purpose", () => {
  it("are read as a person's are", () => {
    expect(readGivenInput([field("topic"), field("count", "number")], { topic: "tides", count: "3" })).toEqual({
      ok: true,
      value: { topic: "tides", count: 3 },
    });
  });

  it("are refused as too large where only their size is wrong", () => {
    const topic = "x".repeat(limits.runInputBytes.value);
    expect(readGivenInput([field("topic")], { topic })).toMatchObject({ ok: false, error: { code: "too_large" } });
    expect(readGivenInput([field("topic")], { topic, other: "x" })).toMatchObject({ ok: false, error: { code: "invalid_run_input" } });
  });

  it("are refused with every input that is missing, wrong or unknown named, and a sentence for each", () => {
    const fields = [field("topic"), field("count", "number"), field("tone", "choice", { options: ["dry", "warm"], required: false })];
    expect(readGivenInput(fields, { count: "many", topik: "tides", toString: "x" })).toEqual({
      ok: false,
      error: {
        code: "invalid_run_input",
        message: "The run can't start with these inputs. Missing: topic. Not acceptable: count. Unknown: topik, toString.",
        fields: {
          topic: "This is needed: fill it in.",
          count: "This should be a number, like 12 or 0.5.",
          topik: "There is no such input. It takes: topic, count, tone.",
          toString: "There is no such input. It takes: topic, count, tone.",
        },
      },
    });
  });

  it("are refused shortly, however many there are and however long", () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`${"k".repeat(500)}${index}`, 1]));
    expect(JSON.stringify(readGivenInput([field("topic")], { topic: "x", ...many })).length).toBeLessThan(8_000);
  });

  it("may not be given to a workflow that takes none", () => {
    expect(readGivenInput([], { topic: "tides" })).toMatchObject({
      error: { fields: { topic: expect.stringContaining("takes none") } },
    });
    expect(readGivenInput([], {})).toEqual({ ok: true, value: {} });
  });
});

describe("the schema of the inputs", () => {
  it("says types, titles, help, options and what is needed", () => {
    const fields = [
      field("topic", "text", { label: "Topic", help: "What it is about" }),
      field("tone", "choice", { options: ["dry", "warm"], required: false }),
    ];
    expect(inputSchemaOf(fields)).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: {
        topic: { title: "Topic", description: "What it is about", type: "string", pattern: "\\S" },
        tone: { enum: ["dry", "warm"] },
      },
      required: ["topic"],
      additionalProperties: false,
    });
  });

  const types = ["text", "long_text", "number", "choice", "json", "file_text"] as const;

  it.each(types.flatMap((type) => [true, false].map((required) => ({ type, required }))))(
    "accepts nothing that a run would refuse: $type, required $required",
    ({ type, required }) => {
      const fields = [field("a", type, { required, options: ["one", "two"] })];
      const accepts = new Ajv2020({ strict: false }).compile(inputSchemaOf(fields));
      const ordinary = fc.constantFrom<unknown>(
        {},
        { a: "" },
        { a: " " },
        { a: "one" },
        { a: "3" },
        { a: null },
        { a: 0 },
        { a: [] },
        { b: 1 },
      );
      const odd = fc.dictionary(fc.constantFrom("a", "b"), fc.jsonValue({ maxDepth: 2 }));
      let accepted = 0;
      fc.assert(
        fc.property(fc.oneof(ordinary, odd), (inputs) => {
          if (!accepts(inputs)) return;
          accepted += 1;
          // Both make objects of JSON only.
          expect(readGivenInput(fields, inputs as JsonObject)).toMatchObject({ ok: true });
        }),
        { numRuns: 200 },
      );
      expect(accepted).toBeGreaterThan(0);
    },
  );
});
