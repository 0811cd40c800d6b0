import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { JsonObject, JsonValue } from "../../shared/json";
import { ok } from "../../shared/result";
import { functionsOf } from "../bound-functions";
import type { ModelCall, Resumption, StepOutcome } from "../contract";
import type { BoundNode } from "../execution";
import { answered, boundNode, emptyReport, ended, firstTurn, stepContext, turnAfter, turnResumed } from "../testing";
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

describe("calls that a person has to allow", () => {
  const guarded = boundNode(
    "book",
    { title: "Book a room" },
    {
      description: "Books a room.",
      parameters: [
        { key: "room", label: "Room", type: "text", required: true },
        { key: "nights", label: "", type: "number", required: false },
      ],
      askFirst: true,
    },
  );
  const parts = { title: "Desk", bound: { tools: [lookup, guarded] } };
  const booking = (id: string, given: JsonValue) => call(id, "book", given);

  /** The outcome of the turn after one that waited, when a person decides so. */
  async function decidedOn(outcome: StepOutcome, decision: JsonObject, answers: Parameters<typeof clerk>[0] = []) {
    if (outcome.kind !== "waiting") throw new Error(`It was expected to wait, not: ${outcome.kind}`);
    const context = clerk(answers, parts);
    const turn = turnResumed(firstTurn(config), { by: "decision", person: "ada", decision }, outcome.memory);
    return { outcome: await executeAgent(turn, context), asked: context.turns };
  }
  const askOf = (outcome: StepOutcome) => {
    if (outcome.kind !== "waiting" || outcome.until.for !== "decision") throw new Error(`It asks nobody: ${outcome.kind}`);
    return outcome.until.ask;
  };
  const start = (...calls: readonly ModelCall[]) => executeAgent(firstTurn(config), clerk([calling(...calls)], parts));

  it("are shown with their arguments, keep what the answer cost, and run with the others once allowed", async () => {
    const first = await start(call("a", "lookup", { article: "bed" }), booking("b", { room: "12", nights: "2" }));
    expect(first).toMatchObject({ kind: "waiting", until: { at: null }, model: emptyReport });
    expect(askOf(first)).toMatchObject({
      title: "May Desk call Book a room?",
      body: expect.stringContaining("Books a room."),
      fields: [{ key: "room", label: "Room", type: "text", required: true }, { key: "nights" }],
      values: { room: "12", nights: "2" },
    });
    const { outcome, asked } = await decidedOn(first, { approve: true, values: { room: "12", nights: "2" } });
    expect(asked).toEqual([]);
    expect(outcome).toMatchObject({
      kind: "spawned",
      children: [
        { runs: { node: "lookup" }, input: { article: "bed" } },
        { runs: { node: "book" }, input: { room: "12", nights: 2 } },
      ],
      memory: { calls: [{ callId: "a" }, { callId: "b" }], pending: [] },
    });
    expect(JSON.stringify(outcome)).not.toContain("changed");
  });

  it("run with the arguments as the person left them, and the model is told so", async () => {
    const { outcome } = await decidedOn(await start(booking("b", { room: "12" })), { approve: true, values: { room: "14", nights: "" } });
    if (outcome.kind !== "spawned") throw new Error(outcome.kind);
    expect(outcome.children).toMatchObject([{ input: { room: "14" } }]);
    const told = clerk([answered("Room 14 it is.")], parts);
    await executeAgent(turnAfter(firstTurn(config), [ended(0, { output: "Booked." })], outcome.memory), told);
    expect(told.turns[0]?.functionResults).toEqual([
      { id: "b", result: 'A person changed the arguments before it ran, to {"room":"14"}. What came of it:\nBooked.' },
    ]);
  });

  it("are asked about one by one; one that is refused is answered, and nothing of it runs", async () => {
    const first = await start(booking("a", { room: "12" }), booking("b", { room: "13" }));
    const { outcome: second } = await decidedOn(first, { approve: false, comment: "Too dear." });
    expect(askOf(second)).toMatchObject({ values: { room: "13" } });
    const { outcome, asked } = await decidedOn(second, { approve: false }, [answered("Then not.")]);
    expect(outcome).toMatchObject({ kind: "succeeded", output: "Then not." });
    expect(asked).toMatchObject([
      {
        isNextTurn: true,
        functionResults: [
          { id: "a", result: "A person refused this call: Too dear." },
          { id: "b", result: "A person refused this call. Nothing was done." },
        ],
      },
    ]);
  });

  it("are asked about again when they could not run like that, and nobody is asked about one that can't run at all", async () => {
    const { outcome } = await decidedOn(await start(booking("b", { room: "12" })), { approve: true, values: { room: " " } });
    expect(askOf(outcome)).toMatchObject({ problem: "It can't be approved like this. Look at: Room." });
    expect((await decidedOn(outcome, { approve: true })).outcome).toMatchObject({ kind: "spawned" });
    const told = clerk([calling(booking("b", {})), answered("Which room?")], parts);
    expect(await executeAgent(firstTurn(config), told)).toMatchObject({ kind: "succeeded" });
  });

  it("are refused when nobody decides in time; each has its own time, and one that is asked about again no more of it", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 5_000 });
    onTestFinished(() => void vi.useRealTimers());
    const signature = { description: "Books a room.", parameters: [], askFirst: true, decideHours: 0.5 };
    const timed = { ...parts, bound: { tools: [boundNode("book", { title: "Book a room" }, signature)] } };
    const resumeAt = async (now: number, outcome: StepOutcome, resumed: Resumption, context = clerk([], timed)) => {
      if (outcome.kind !== "waiting") throw new Error(`It was expected to wait, not: ${outcome.kind}`);
      vi.setSystemTime(now);
      return executeAgent(turnResumed(firstTurn(config), resumed, outcome.memory), context);
    };
    const calls = calling(booking("a", { input: "room 12" }), booking("b", { input: "room 13" }));
    const first = await executeAgent(firstTurn(config), clerk([calls], timed));
    expect(first).toMatchObject({ until: { at: 1_805_000 } });
    expect(askOf(first).body).toContain("Without a decision in time it is refused.");

    const unfit = { by: "decision", person: "ada", decision: { approve: true, values: { input: " " } } } as const;
    const again = await resumeAt(900_000, first, unfit);
    expect(again).toMatchObject({ until: { at: 1_805_000, ask: { problem: expect.any(String) } } });

    const second = await resumeAt(1_805_000, again, { by: "time" });
    expect(second).toMatchObject({ until: { at: 3_605_000, ask: { values: { input: "room 13" } } } });
    const allowed = { by: "decision", person: "ada", decision: { approve: true } } as const;
    expect(await resumeAt(2_000_000, second, allowed)).toMatchObject({ kind: "spawned", children: [{ input: "room 13" }] });

    const told = clerk([answered("Nobody allowed it.")], timed);
    expect(await resumeAt(3_605_000, second, { by: "time" }, told)).toMatchObject({ kind: "succeeded", output: "Nobody allowed it." });
    const undecided = "Nobody allowed this call in time, so it is refused. Nothing was done.";
    expect(told.turns).toMatchObject([
      {
        functionResults: [
          { id: "a", result: undecided },
          { id: "b", result: undecided },
        ],
      },
    ]);
  });

  it("show the arguments of a function that a node offers itself as JSON", async () => {
    const input = (given: JsonObject) => ({ tool: "delete", arguments: given });
    const offered = [{ name: "delete", description: "", parameters: {}, input, asksFirst: true }];
    const functions = functionsOf({ nodeId: "files", title: "Files", purpose: "", offered, signature: undefined });
    const server: BoundNode = { ...guarded, nodeId: "files", title: "Files", functions };
    const mcp = { ...parts, bound: { tools: [server] } };
    const first = await executeAgent(firstTurn(config), clerk([calling(call("a", "files__delete", { path: "/a" }))], mcp));
    expect(askOf(first)).toMatchObject({ fields: [{ key: "arguments", type: "json" }], values: { arguments: { path: "/a" } } });
    if (first.kind !== "waiting") throw new Error(first.kind);
    const decided = (values: JsonObject) => {
      const decision = { approve: true, values };
      return executeAgent(turnResumed(firstTurn(config), { by: "decision", person: "ada", decision }, first.memory), clerk([], mcp));
    };
    expect(await decided({ arguments: '{"path": "/b"}' })).toMatchObject({
      children: [{ input: { tool: "delete", arguments: { path: "/b" } } }],
    });
    expect(askOf(await decided({ arguments: "[1]" }))).toMatchObject({ problem: expect.stringContaining("JSON object") });
  });
});
