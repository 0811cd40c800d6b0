import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../shared/json";
import { ok } from "../../shared/result";
import type { ModelCall } from "../contract";
import { answered, boundNode, emptyReport, ended, firstTurn, stepContext } from "../testing";
import { agentNode } from "./definition";
import { executeAgent } from "./executor.server";

const lookup = boundNode(
  "lookup",
  { title: "Price list" },
  {
    description: "The price of an article.",
    parameters: [
      { key: "article", label: "Article", type: "text", required: true },
      { key: "year", label: "", type: "number", required: false },
      { key: "currency", label: "", type: "choice", required: false, options: ["EUR", "USD"] },
    ],
  },
);
const expert = boundNode("expert", { title: "Tax expert", purpose: "Knows the law." });

const config = agentNode.config.parse({ ...agentNode.defaults, message: "What does a chair cost?" });
const call = (id: string, name: string, given: JsonValue): ModelCall => ({ id, name, arguments: given });
const calling = (...calls: readonly ModelCall[]) => ok({ text: "", json: undefined, calls, report: emptyReport });

/** Answers in the order given. */
function clerk(answers: readonly ReturnType<typeof answered>[], parts: Parameters<typeof stepContext>[0] = {}) {
  const open = [...answers];
  return stepContext({ nodeId: "clerk", bound: { tools: [lookup, expert] }, model: () => open.shift() ?? answered("none"), ...parts });
}

describe("functions of bound nodes", () => {
  it("are offered by the node's id with what its settings declare, or with one text", async () => {
    const context = clerk([answered("20 euros")]);
    await executeAgent(firstTurn(config), context);
    expect(context.turns[0]?.tools).toEqual([
      {
        type: "function",
        name: "lookup",
        description: "The price of an article.",
        parameters: {
          type: "object",
          properties: {
            article: { type: "string", description: "Article" },
            year: { type: "number" },
            currency: { type: "string", enum: ["EUR", "USD"] },
          },
          required: ["article"],
          additionalProperties: false,
        },
      },
      expect.objectContaining({ name: "expert", description: "Tax expert: Knows the law." }),
    ]);
  });

  it("run as steps, and the next turn answers every call once, whatever became of it", async () => {
    const called = clerk([
      calling(
        call("a", "lookup", { article: "chair", year: "2024" }),
        call("b", "lookup", { currency: "EUR" }),
        call("c", "expert", { input: "VAT on chairs?" }),
        call("d", "weather", {}),
      ),
    ]);
    const outcome = await executeAgent(firstTurn(config), called);
    if (outcome.kind !== "spawned") throw new Error("It was expected to call its tools.");
    expect(outcome.children).toMatchObject([
      { title: "Price list", runs: { node: "lookup", as: "call" }, input: { article: "chair", year: 2024 }, carry: "nothing" },
      { title: "Tax expert", runs: { node: "expert", as: "call" }, input: "VAT on chairs?" },
    ]);
    expect(outcome.policy.onFailure).toBe("settle");

    const context = clerk([answered("It costs 20 euros.")]);
    const failure = { code: "broken", class: "permanent" as const, message: "The office is closed." };
    const children = [ended(0, { output: { price: 20 } }), ended(1, { error: failure })];
    const turn = { ...firstTurn(config), turn: 1, resumed: { by: "children" as const }, children, memory: outcome.memory ?? null };
    expect(await executeAgent(turn, context)).toMatchObject({ kind: "succeeded", output: "It costs 20 euros." });
    expect(context.turns[0]).toMatchObject({ isNextTurn: true, message: "" });
    expect(context.turns[0]?.functionResults).toEqual([
      { id: "a", result: "20" },
      { id: "c", result: "It failed: The office is closed." },
      { id: "b", result: "Nothing was done. article: This is needed: fill it in." },
      { id: "d", result: expect.stringMatching(/no function “weather”.*lookup, expert/) },
    ]);
  });

  it("are capped by turn and by step before any of them runs", async () => {
    const many = Array.from({ length: 3 }, (_, index) => call(`c${index}`, "lookup", { article: "x" }));
    const limited = clerk([calling(...many)], { limits: { toolCallsAtOnce: 2 } });
    expect(await executeAgent(firstTurn(config), limited)).toMatchObject({ kind: "failed", error: { code: "limit_tool_calls" } });

    const memory = { request: "?", calls: [], refused: [], asked: 1, called: 9 };
    const turn = { ...firstTurn(config), turn: 1, resumed: { by: "children" as const }, memory };
    const spent = clerk([calling(...many)], { limits: { toolCalls: 10 } });
    expect(await executeAgent(turn, spent)).toMatchObject({ kind: "failed", error: { code: "limit_tool_calls" } });
    const tired = clerk([calling(call("x", "weather", {}))], { limits: { agentTurns: 2 } });
    expect(await executeAgent(turn, tired)).toMatchObject({ kind: "failed", error: { code: "limit_agent_turns" } });
  });
});
