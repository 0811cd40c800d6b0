import { describe, expect, it } from "vitest";
import type { StateVariable } from "../../document/schema";
import type { JsonObject, JsonValue } from "../../shared/json";
import { firstTurn, received, stepContext } from "../testing";
import { stateNode } from "./definition";
import { executeState } from "./executor.server";
import { typedValue } from "./typed-value";

const variable = (type: StateVariable["type"], reducer: StateVariable["reducer"] = "replace", name = "value"): StateVariable => ({
  name,
  type,
  reducer,
  initial: null,
});
const config = (...changes: readonly JsonObject[]) => stateNode.config.parse({ changes });
const variables = [variable("number", "add", "count"), variable("text", "replace", "topic"), variable("list", "append", "notes")];
const run = (changes: readonly JsonObject[], scope: JsonObject = {}) =>
  executeState(firstTurn(config(...changes), received({ Writer: "draft" })), stepContext({ scope, variables }));

describe("a State", () => {
  it("names the variables it changes, each once", () => {
    const twice = config({ variable: "count" }, { variable: "topic" }, { variable: "count" });
    expect(stateNode.describe(twice)).toBe("State · count, topic");
    expect(stateNode.writesState?.(twice)).toEqual(["count", "topic"]);
    expect(stateNode.check?.(twice)).toMatchObject([{ code: "changed_twice", severity: "warning", field: "changes.2.variable" }]);
  });

  it.each([
    [[], "no_changes", "changes"],
    [[{ variable: " ", value: "x" }], "missing_variable", "changes.0.variable"],
    [[{ variable: "count", mode: "expression" }], "missing_value", "changes.0.value"],
  ])("finds in %j: %s", (changes, code, field) => {
    expect(stateNode.check?.(config(...changes))).toMatchObject([{ code, field }]);
  });

  it("writes each value as its variable takes it, and passes on what it received unchanged", async () => {
    const outcome = await run(
      [
        { variable: "count", value: "{{ input.found }}" },
        { variable: "topic", mode: "expression", value: "upper(input.topic)" },
        { variable: "notes", value: "{{ received }}" },
      ],
      { input: { found: 12, topic: "bees" }, received: "draft" },
    );
    expect(outcome).toEqual({
      kind: "succeeded",
      ports: ["out"],
      output: "draft",
      writes: [
        { variable: "count", value: 12 },
        { variable: "topic", value: "BEES" },
        { variable: "notes", value: "draft" },
      ],
    });
  });

  it.each([
    [{ variable: "count", value: "twelve" }, "state_value_does_not_fit", "“count” takes a number, not a text."],
    [{ variable: "ghost", value: "1" }, "unknown_variable", "no state variable `ghost`"],
    [{ variable: "count", mode: "expression", value: "input.none" }, "no_value", "The change of `count` has no value"],
    [{ variable: "topic", value: "{{ input.none }}" }, "undefined_reference", "The change of `topic`: "],
  ])("writes nothing at all when one value does not fit: %j", async (change, code, message) => {
    const outcome = await run([{ variable: "notes", value: "fine" }, change]);
    expect(outcome).toMatchObject({ kind: "failed", error: { code, class: "permanent", message: expect.stringContaining(message) } });
    expect(outcome).not.toHaveProperty("writes");
  });
});

describe("a value for a state variable", () => {
  it.each<[StateVariable, JsonValue, JsonValue]>([
    [variable("number"), "12", 12],
    [variable("number"), " -0.5 ", -0.5],
    [variable("number", "add"), "3", 3],
    [variable("text"), 12, "12"],
    [variable("text"), "12", "12"],
    [variable("boolean"), "True", true],
    [variable("boolean"), false, false],
    [variable("list"), '["a"]', ["a"]],
    [variable("object"), '{"a": 1}', { a: 1 }],
    [variable("object", "merge"), { b: 2 }, { b: 2 }],
    [variable("list", "append"), "12", "12"],
    [variable("list", "append"), ["a", "b"], ["a", "b"]],
    [variable("number", "conflict"), "1", 1],
  ])("%j takes %j as %j", (declared, value, written) => {
    expect(typedValue(declared, value)).toEqual({ ok: true, value: written });
  });

  it.each<[StateVariable, JsonValue, string]>([
    [variable("number"), "", "“value” takes a number, not a text."],
    [variable("number"), "1,5", "“value” takes a number, not a text."],
    [variable("number"), "1e999", "“value” takes a number, not a text."],
    [variable("number"), true, "“value” takes a number, not true or false."],
    [variable("text"), ["a"], "“value” takes a text, not a list."],
    [variable("text"), null, "“value” takes a text, not null."],
    [variable("boolean"), "yes", "“value” takes true or false, not a text."],
    [variable("list"), "a, b", "“value” takes a list, not a text."],
    [variable("object"), "[]", "“value” takes an object, not a list."],
    [variable("object"), '{"__proto__": 1}', "“value” takes an object, not a text."],
    [variable("object", "merge"), "x", "“value” takes an object, not a text."],
  ])("%j refuses %j", (declared, value, sentence) => {
    expect(typedValue(declared, value)).toEqual({ ok: false, error: sentence });
  });
});
