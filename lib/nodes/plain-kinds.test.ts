import { describe, expect, it } from "vitest";
import type { JsonObject } from "../shared/json";
import { collectNode } from "./collect/definition";
import { executeCollect } from "./collect/executor.server";
import { inputNode } from "./input/definition";
import { executeInput } from "./input/executor.server";
import { mergeNode } from "./merge/definition";
import { executeMerge } from "./merge/executor.server";
import { noteNode } from "./note/definition";
import { executeNote } from "./note/executor.server";
import { outputNode } from "./output/definition";
import { executeOutput } from "./output/executor.server";
import { firstTurn, received, stepContext } from "./testing";
import { transformNode } from "./transform/definition";
import { executeTransform } from "./transform/executor.server";

describe("Merge and Collect", () => {
  const inputs = received({ First: { a: 1 }, Second: "two" });

  it("Merge passes on the first output in edge order", async () => {
    const outcome = await executeMerge(firstTurn(mergeNode.config.parse({}), inputs), stepContext({}));
    expect(outcome).toEqual({ kind: "succeeded", ports: ["out"], output: { a: 1 } });
  });

  it("Collect passes on all outputs as a list in edge order", async () => {
    const outcome = await executeCollect(firstTurn(collectNode.config.parse({}), inputs), stepContext({}));
    expect(outcome).toEqual({ kind: "succeeded", ports: ["out"], output: [{ a: 1 }, "two"] });
  });
});

describe("Input", () => {
  const config = inputNode.config.parse({ fields: [{ key: "count", type: "number" }] });

  it("gives the run's input as an object, read by its fields", async () => {
    const outcome = await executeInput(firstTurn(config), stepContext({ scope: { input: { count: "3" } } }));
    expect(outcome).toEqual({ kind: "succeeded", ports: ["out"], output: { count: 3 } });
  });

  it("fails for good when the input does not fit", async () => {
    const outcome = await executeInput(firstTurn(config), stepContext({}));
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "invalid_run_input", class: "permanent" } });
  });

  it("finds two fields with one key, and a choice without options", () => {
    const broken = inputNode.config.parse({ fields: [{ key: "a" }, { key: "a", type: "choice" }] });
    expect(inputNode.check?.(broken).map(({ code, field }) => `${code} ${field}`)).toEqual([
      "duplicate_field fields.1.key",
      "no_options fields.1.options",
    ]);
  });

  it("lists its fields on the card", () => {
    const two = inputNode.config.parse({ fields: [{ key: "topic" }, { key: "audience" }] });
    expect(inputNode.describe(two)).toBe("Input · topic, audience");
    expect(inputNode.describe({ fields: [] })).toBe("Input · no fields");
  });
});

describe("Transform", () => {
  const transform = (config: JsonObject, scope: JsonObject = {}) =>
    executeTransform(firstTurn(transformNode.config.parse(config)), stepContext({ scope }));

  it("gives a text from a template, a value from an expression", async () => {
    const scope = { received: [1, 2] };
    expect(await transform({ template: "sum {{ sum(received) }}" }, scope)).toMatchObject({ output: "sum 3" });
    expect(await transform({ mode: "expression", expression: "received" }, scope)).toMatchObject({ output: [1, 2] });
  });

  it("fails for good when there is no value", async () => {
    const outcome = await transform({ mode: "expression", expression: "input.missing" });
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "no_value", class: "permanent" } });
  });

  it("finds that nothing is written", () => {
    expect(transformNode.check?.(transformNode.config.parse({ mode: "expression" }))).toMatchObject([{ field: "expression" }]);
  });
});

describe("Output", () => {
  const output = (config: JsonObject, outputs: JsonObject) =>
    executeOutput(firstTurn(outputNode.config.parse(config), received(outputs)), stepContext({ scope: { input: { a: "x" } } }));

  it("gives back what it received, as text", async () => {
    expect(await output({}, { Writer: "# Report" })).toEqual({ kind: "succeeded", ports: [], output: "# Report" });
    expect(await output({}, { A: "1", B: "2" })).toMatchObject({ output: "A:\n1\n\nB:\n2" });
  });

  it("gives back what is written, with variables filled in", async () => {
    expect(await output({ value: "a = {{ input.a }}" }, { A: "1" })).toMatchObject({ output: "a = x" });
    expect(await output({ value: "{{ input.b }}" }, {})).toMatchObject({ kind: "failed", error: { code: "undefined_reference" } });
  });

  it("gives a value for JSON: received values as they are, texts read", async () => {
    expect(await output({ format: "json" }, { A: { a: 1 } })).toMatchObject({ output: { a: 1 } });
    expect(await output({ format: "json" }, { A: 1, B: 2 })).toMatchObject({ output: [1, 2] });
    expect(await output({ format: "json" }, { A: '{"a": 1}' })).toMatchObject({ output: { a: 1 } });
    expect(await output({ format: "json" }, { A: "plain" })).toMatchObject({ output: "plain" });
    expect(await output({ format: "json", value: '{"a": {{ json(input.a) }}}' }, {})).toMatchObject({ output: { a: "x" } });
    expect(await output({ format: "json", value: "{a}" }, {})).toMatchObject({ kind: "failed", error: { code: "output_not_json" } });
  });
});

describe("Note", () => {
  it("never runs", async () => {
    await expect(executeNote(firstTurn(noteNode.config.parse({})), stepContext({}))).rejects.toThrow();
  });

  it("shows its first line", () => {
    expect(noteNode.describe({ text: " One\nTwo" })).toBe("One");
    expect(noteNode.describe({ text: "" })).toBe("Empty note");
  });
});
