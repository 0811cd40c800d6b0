import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { ResponseFormat } from "../wire/entries";
import { composeAnswer } from "./compose";

type JsonObject = NonNullable<ResponseFormat["json_schema"]>["schema"];

function fill(schema: JsonObject, message = "My invoice 4711 of 250 euros was charged twice", instructions = ""): unknown {
  const { parts } = composeAnswer({
    instructions,
    turns: [{ role: "user", text: message }],
    tools: [],
    toolChoice: "auto",
    format: { type: "json_schema", json_schema: { name: "answer", schema } },
    maxTokens: undefined,
    stop: [],
    randomSeed: undefined,
    passages: [],
    answeredCalls: [],
    handoffs: [],
  });
  const [part] = parts;
  return JSON.parse(part?.kind === "text" ? part.text : "");
}

const text = { type: "string" };
const shapes: readonly (readonly [string, JsonObject])[] = [
  [
    "an object",
    { type: "object", properties: { title: text, done: { type: "boolean" } }, required: ["title", "done"], additionalProperties: false },
  ],
  [
    "a list of objects",
    {
      type: "array",
      items: {
        type: "object",
        properties: { step: text, hours: { type: "integer", minimum: 1, maximum: 8 } },
        required: ["step", "hours"],
      },
      minItems: 4,
      maxItems: 5,
    },
  ],
  ["a unique list of an enum", { type: "array", items: { enum: ["a", "b", "c", "d"] }, uniqueItems: true, minItems: 3 }],
  ["a unique list of texts", { type: "array", items: text, uniqueItems: true, minItems: 7 }],
  ["a tuple", { type: "array", prefixItems: [{ type: "number" }, text], items: false, minItems: 2 }],
  ["an empty list", { type: "array", items: text, maxItems: 0 }],
  ["a text in bounds", { type: "string", minLength: 60, maxLength: 70 }],
  ["a very short text", { type: "string", maxLength: 3 }],
  ["a pattern", { type: "string", pattern: "^[A-Z]{3}-\\d{4}(?:-[a-z]+)?$" }],
  ["a pattern with alternatives", { type: "string", pattern: "^(?:EUR|USD) \\d+\\.\\d{2}$" }],
  ["a number between open ends", { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 }],
  ["a multiple", { type: "integer", minimum: 7, maximum: 23, multipleOf: 5 }],
  ["a negative number", { type: "number", maximum: -10 }],
  ["a large number", { type: "integer", minimum: 1_000_000 }],
  ["a constant", { const: { kind: "fixed", values: [1, 2] } }],
  ["null", { type: "null" }],
  ["several types", { type: ["null", "string"] }],
  ["any of", { anyOf: [{ type: "null" }, { type: "object", properties: { a: text }, required: ["a"] }] }],
  [
    "one of with tags",
    {
      oneOf: [
        {
          type: "object",
          properties: { kind: { const: "refund" }, amount: { type: "number" } },
          required: ["kind", "amount"],
          additionalProperties: false,
        },
        { type: "object", properties: { kind: { const: "greeting" } }, required: ["kind"], additionalProperties: false },
      ],
    },
  ],
  [
    "all of",
    {
      allOf: [
        { type: "object", properties: { a: text }, required: ["a"] },
        { properties: { b: { type: "integer" } }, required: ["b"] },
      ],
    },
  ],
  [
    "references",
    {
      $ref: "#/$defs/person",
      $defs: {
        person: {
          type: "object",
          properties: { name: text, age: { type: "integer", minimum: 0, maximum: 130 } },
          required: ["name", "age"],
        },
      },
    },
  ],
  [
    "a tree",
    { type: "object", properties: { name: text, children: { type: "array", items: { $ref: "#" } } }, required: ["name", "children"] },
  ],
  ["a dictionary", { type: "object", additionalProperties: { type: "number" }, minProperties: 2 }],
  ["a required key without a schema", { type: "object", required: ["anything"] }],
  ["numbers as an enum", { enum: [1, 2, 3] }],
  ["nothing at all", {}],
  [
    "dates and addresses",
    {
      type: "object",
      properties: {
        date: { type: "string", format: "date" },
        at: { type: "string", format: "date-time" },
        mail: { type: "string", format: "email" },
        id: { type: "string", format: "uuid" },
      },
      required: ["date", "at", "mail", "id"],
    },
  ],
  [
    "a deep object",
    {
      type: "object",
      properties: {
        a: {
          type: "object",
          properties: {
            b: {
              type: "object",
              properties: {
                c: { type: "object", properties: { d: { type: "object", properties: { e: text }, required: ["e"] } }, required: ["d"] },
              },
              required: ["c"],
            },
          },
          required: ["b"],
        },
      },
      required: ["a"],
    },
  ],
];

describe("JSON of a schema", () => {
  it.each(shapes)("fits %s", (_, schema) => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    const value = fill(schema);
    expect({ value, problems: validate(value) ? [] : validate.errors }).toEqual({ value, problems: [] });
  });

  const route: JsonObject = {
    type: "object",
    properties: { branch: { enum: ["billing", "technical", "otherwise"] } },
    required: ["branch"],
  };
  it.each([
    ["My invoice shows a double charge", "billing"],
    ["The app freezes when I open it", "technical"],
    ["What a lovely day", "otherwise"],
  ])("chooses the branch by the message: %s", (message, branch) => {
    expect(fill(route, message)).toEqual({ branch });
  });

  it("reads the description of a label in the instructions", () => {
    const schema: JsonObject = { type: "object", properties: { choice: { enum: ["b1", "b2"] } }, required: ["choice"] };
    expect(fill(schema, "Where do I plant my cacti?", "Choose:\n- b1: ferns and moss\n- b2: cacti and sand")).toEqual({ choice: "b2" });
  });

  it("takes values from the message", () => {
    const schema: JsonObject = { type: "object", properties: { email: text, amount: { type: "number" } }, required: ["email", "amount"] };
    expect(fill(schema, "Please send 250 to ada@example.org")).toEqual({ email: "ada@example.org", amount: 250 });
  });
});
