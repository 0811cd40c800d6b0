import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { limits } from "../../shared/limits";
import { err } from "../../shared/result";
import { answered, emptyReport, firstTurn, received, stepContext } from "../testing";
import { agentNode } from "./definition";
import { executeAgent } from "./executor.server";

const config = (parts: JsonObject = {}) => agentNode.config.parse({ ...agentNode.defaults, ...parts });
const schema = { type: "object", properties: { sum: { type: "number" } } };

describe("describing an agent", () => {
  it.each([
    [{ tools: [{ type: "web_search" }] }, "mistral-medium · web"],
    [{ model: "mistral-large-2512", output: "json", schema }, "mistral-large-2512 · JSON"],
    [{ tools: [{ type: "web_search" }, { type: "code_interpreter" }] }, "mistral-medium · web, code"],
    [{ model: "" }, "No model chosen"],
    [{ agentId: "ag_1", model: "", tools: [{ type: "web_search" }] }, "Existing agent"],
  ])("says of %j: %s", (parts, line) => {
    expect(agentNode.describe(config(parts))).toBe(line);
  });
});

describe("checking an agent", () => {
  it.each([
    [{ model: "" }, "missing_model", "model"],
    [{ api: "chat", tools: [{ type: "web_search" }] }, "tools_need_conversations", "tools"],
    [{ provider: "openai-compatible", tools: [{ type: "web_search" }] }, "tools_need_mistral", "tools"],
    [{ tools: [{ type: "document_library", libraryIds: [] }] }, "no_library", "tools"],
    [{ tools: [{ type: "web_search" }, { type: "web_search" }] }, "duplicate_tool", "tools"],
    [{ output: "json" }, "missing_schema", "schema"],
    [{ output: "json", schema: { type: "array" } }, "schema_not_object", "schema"],
    [{ agentId: "ag_1", api: "chat" }, "agent_needs_conversations", "api"],
    [{ agentId: "ag_1", provider: "openai-compatible" }, "agent_needs_mistral", "provider"],
  ])("finds in %j: %s", (parts, code, field) => {
    expect(agentNode.check?.(config(parts))).toMatchObject([{ code, field, severity: "error" }]);
  });

  it("needs no model when an existing agent brings its own", () => {
    expect(agentNode.check?.(config({ model: "", agentId: "ag_1" }))).toEqual([]);
  });
});

describe("an agent step", () => {
  it("sends instructions, message, tools and only the parameters that were set", async () => {
    const context = stepContext({ scope: { input: { topic: "bees" } }, model: () => answered("done") });
    const settings = config({
      instructions: "About {{ input.topic }}.",
      message: "Tell me of {{ input.topic }}",
      tools: [{ type: "web_search" }],
      temperature: 0,
      context: "fresh",
    });
    const outcome = await executeAgent(firstTurn(settings), context);
    expect(outcome).toEqual({ kind: "succeeded", ports: ["out"], output: "done", model: emptyReport });
    expect(context.turns).toEqual([
      {
        provider: "default",
        api: "conversations",
        model: "mistral-medium-latest",
        instructions: "About bees.",
        message: "Tell me of bees",
        context: "fresh",
        tools: [{ type: "web_search" }],
        parameters: { temperature: 0 },
      },
    ]);
  });

  it("asks with what it received when its message is empty, several inputs under their titles", async () => {
    const context = stepContext({ model: () => answered("done") });
    await executeAgent(firstTurn(config(), received({ Market: "large" })), context);
    await executeAgent(firstTurn(config({ message: "  " }), received({ Market: "large", Science: "new" })), context);
    expect(context.turns.map((turn) => turn.message)).toEqual(["large", "Market:\nlarge\n\nScience:\nnew"]);
  });

  it("sends of an existing agent only its id and the message", async () => {
    const context = stepContext({ model: () => answered("done") });
    const settings = config({
      agentId: "ag_1",
      instructions: "{{ unknown }}",
      message: "hi",
      tools: [{ type: "web_search" }],
      temperature: 1,
    });
    await executeAgent(firstTurn(settings), context);
    expect(context.turns).toMatchObject([{ agentId: "ag_1", model: "", instructions: "", tools: [], parameters: {} }]);
  });

  it("gives the JSON it asked for", async () => {
    const context = stepContext({ model: () => answered('{"sum": 3}', { sum: 3 }) });
    const outcome = await executeAgent(firstTurn(config({ message: "add", output: "json", schema })), context);
    expect(outcome).toMatchObject({ kind: "succeeded", output: { sum: 3 } });
    expect(context.turns[0]?.outputSchema).toEqual({ name: "answer", schema });
  });

  it("calls an empty answer transient once, and final when it comes again", async () => {
    for (const [attempt, failureClass] of [
      [1, "transient"],
      [2, "permanent"],
    ] as const) {
      const context = stepContext({ attempt, model: () => answered(" \n") });
      const outcome = await executeAgent(firstTurn(config({ message: "hi" })), context);
      expect(outcome).toMatchObject({ kind: "failed", error: { code: "empty_output", class: failureClass }, model: emptyReport });
    }
  });

  it("tries a call that the provider found empty once more too, and no more often", async () => {
    const error = { code: "empty_output", class: "transient", message: "Mistral answered without any text." } as const;
    for (const [attempt, failureClass] of [
      [1, "transient"],
      [2, "permanent"],
    ] as const) {
      const context = stepContext({ attempt, model: () => ({ ok: false, error: { error, report: emptyReport } }) });
      const outcome = await executeAgent(firstTurn(config({ message: "hi" })), context);
      expect(outcome).toMatchObject({ kind: "failed", error: { ...error, class: failureClass }, model: emptyReport });
    }
  });

  it("leaves other failures of a call as they are, however often they came", async () => {
    const error = { code: "provider_error", class: "transient", message: "Mistral failed." } as const;
    const context = stepContext({ attempt: 4, model: () => ({ ok: false, error: { error } }) });
    expect(await executeAgent(firstTurn(config({ message: "hi" })), context)).toMatchObject({ error });
  });

  it("accepts an answer without words that made a file", async () => {
    const report = { ...emptyReport, files: [{ fileId: "f", name: "sunset.png", mime: "image/png", bytes: 9 }] };
    const context = stepContext({ model: () => ({ ok: true, value: { text: "", json: undefined, calls: [], report } }) });
    expect(await executeAgent(firstTurn(config({ message: "paint" })), context)).toMatchObject({
      kind: "succeeded",
      output: "",
    });
  });

  it("calls no model with nothing to ask, with a variable that has no value, or with too much", async () => {
    const context = stepContext({});
    expect(await executeAgent(firstTurn(config()), context)).toMatchObject({ error: { code: "empty_message" } });
    const missing = config({ message: "{{ input.topic }}" });
    expect(await executeAgent(firstTurn(missing), context)).toMatchObject({ error: { code: "undefined_reference" } });
    const long = "x".repeat(limits.promptBytes.value);
    const inputs = received({ File: long });
    expect(await executeAgent(firstTurn(config({ instructions: "!" }), inputs), context)).toMatchObject({
      error: { code: "prompt_too_large", class: "limit", message: expect.stringContaining("1000001 bytes; at most 1000000") },
    });
    expect(context.turns).toEqual([]);
  });

  it("hands on a failure with what the model reported before it", async () => {
    const error = { code: "rate_limited", class: "transient", message: "Wait." } as const;
    const context = stepContext({ model: () => err({ error, report: emptyReport }) });
    const outcome = await executeAgent(firstTurn(config({ message: "hi" })), context);
    expect(outcome).toEqual({ kind: "failed", error, model: emptyReport });
  });
});
