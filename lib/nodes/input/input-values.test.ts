import { describe, expect, it } from "vitest";
import { limits } from "../../shared/limits";
import type { InputField } from "../contract";
import { readRunInput } from "./input-values";

function field(type: InputField["type"], parts: Partial<InputField> = {}): InputField {
  return { key: "value", label: "Value", type, required: true, ...parts };
}

function read(type: InputField["type"], given: unknown, parts: Partial<InputField> = {}): unknown {
  const result = readRunInput([field(type, parts)], { value: given });
  return result.ok ? result.value.value : result.error.fields.value;
}

describe("readRunInput", () => {
  it.each([
    ["text", "AI", "AI"],
    ["text", 12, "12"],
    ["long_text", "two\nlines", "two\nlines"],
    ["file_text", "a,b\n1,2", "a,b\n1,2"],
    ["number", 0, 0],
    ["number", " -1.5 ", -1.5],
    ["json", '{"a": [1, null]}', { a: [1, null] }],
    ["json", { a: 1 }, { a: 1 }],
    ["json", "[]", []],
  ] as const)("reads %s from %j", (type, given, expected) => {
    expect(read(type, given)).toEqual(expected);
  });

  it.each([
    ["text", { a: 1 }, "This should be text."],
    ["number", "twelve", "This should be a number, like 12 or 0.5."],
    ["number", "1e999", "This should be a number, like 12 or 0.5."],
    ["number", true, "This should be a number, like 12 or 0.5."],
    ["json", "{a: 1}", "This is not valid JSON. Texts and keys need double quotes."],
    ["json", '{"__proto__": 1}', "`__proto__` can't be used as a key."],
  ] as const)("refuses %s from %j and says how to mend it", (type, given, message) => {
    expect(read(type, given)).toBe(message);
  });

  it("takes only the options of a choice", () => {
    const options = ["short", "long"];
    expect(read("choice", "long", { options })).toBe("long");
    expect(read("choice", "medium", { options })).toBe("Choose one of: short, long.");
  });

  it.each([undefined, null, "", "  \n"])("asks for a required field that is %j", (given) => {
    expect(read("text", given)).toBe("This is needed: fill it in.");
  });

  it("leaves an optional field out when it is empty, so that `??` takes its default", () => {
    expect(readRunInput([field("number", { required: false })], { value: "" })).toEqual({ ok: true, value: {} });
  });

  it("leaves out values of fields that are not declared", () => {
    expect(readRunInput([field("text")], { value: "a", other: "b" })).toEqual({ ok: true, value: { value: "a" } });
  });

  it("gives an object for a single field, and an empty one for none", () => {
    expect(readRunInput([], {})).toEqual({ ok: true, value: {} });
  });

  it("names every field that is wrong at once", () => {
    const fields = [field("text", { key: "topic", label: "Topic" }), field("number", { key: "count", label: "" })];
    const result = readRunInput(fields, { count: "x" });
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_run_input", fields: { topic: "This is needed: fill it in." } } });
    expect(!result.ok && result.error.message).toBe("The run can't start with this input. Look at: Topic, count.");
  });

  it.each([null, "text", [], 3])("refuses %j as a whole", (raw) => {
    expect(readRunInput([], raw)).toMatchObject({ ok: false, error: { fields: {} } });
  });

  it("never takes a value from a prototype", () => {
    expect(read("text", undefined, { key: "value" })).toBe("This is needed: fill it in.");
    expect(readRunInput([field("text", { key: "constructor", required: false })], {})).toEqual({ ok: true, value: {} });
  });

  it("takes input up to the limit and names the sizes and the largest field beyond it", () => {
    const frame = '{"value":""}'.length;
    const limit = limits.runInputBytes.value;
    expect(readRunInput([field("text")], { value: "x".repeat(limit - frame) }).ok).toBe(true);
    const refused = readRunInput([field("text")], { value: "x".repeat(limit - frame + 1) });
    const message = "The input has 1000001 bytes; at most 1000000 are allowed. Shorten it.";
    expect(refused).toEqual({ ok: false, error: { code: "too_large", message, fields: { value: message } } });
  });
});
