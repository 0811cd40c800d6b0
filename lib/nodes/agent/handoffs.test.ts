import { describe, expect, it } from "vitest";
import type { Entry } from "../../shared/conversation";
import type { JsonObject, JsonValue } from "../../shared/json";
import { limits } from "../../shared/limits";
import { ok } from "../../shared/result";
import type { ModelCall, ModelTurn } from "../contract";
import { answered, boundNode, emptyReport, ended, firstTurn, received, stepContext, turnAfter } from "../testing";
import { agentNode } from "./definition";
import { executeAgent } from "./executor.server";

const billing = boundNode("billing", { title: "Billing support", purpose: "Invoices and refunds." });
const technical = boundNode("technical", { title: "Technical support" });
const config = (parts: JsonObject = {}) => agentNode.config.parse({ ...agentNode.defaults, message: "I was charged twice", ...parts });
const transferTo = (nodeId: string, given: JsonValue = { reason: "A double charge." }): ModelCall => ({
  id: "abcdefgh1",
  name: `transfer_to_${nodeId}`,
  arguments: given,
});
const calling = (...calls: readonly ModelCall[]): ReturnType<typeof answered> =>
  ok({ text: "", json: undefined, calls, report: emptyReport });

/** Answers in the order given, the last one for ever. */
function frontDesk(answers: readonly ReturnType<typeof answered>[], parts: Parameters<typeof stepContext>[0] = {}) {
  let asked = 0;
  const model = () => {
    asked += 1;
    return answers[Math.min(asked, answers.length) - 1] ?? answered("none");
  };
  return stepContext({ nodeId: "front", title: "Front desk", bound: { handoffs: [billing, technical] }, model, ...parts });
}

describe("handing over", () => {
  it("offers one function for each agent it is wired to, none for itself, and none without wires", async () => {
    const context = frontDesk([answered("Hello")], { bound: { handoffs: [billing, boundNode("front")] } });
    await executeAgent(firstTurn(config({ tools: [{ type: "web_search" }] })), context);
    expect(context.turns[0]?.tools).toMatchObject([
      { type: "web_search" },
      {
        type: "function",
        name: "transfer_to_billing",
        description: expect.stringContaining("Billing support: Invoices and refunds."),
        parameters: { required: ["reason"], additionalProperties: false },
      },
    ]);
    const alone = stepContext({ model: () => answered("Hello") });
    await executeAgent(firstTurn(config()), alone);
    expect(alone.turns[0]?.tools).toEqual([]);
  });

  it("starts one hop that gets the reason, the request and all that was said", async () => {
    const context = frontDesk([calling(transferTo("billing"))]);
    expect(await executeAgent(firstTurn(config()), context)).toMatchObject({
      kind: "spawned",
      children: [
        {
          title: "Billing support",
          runs: { node: "billing", as: "hop" },
          input: "Front desk hands this over to you. The reason: A double charge.\n\nThe request:\n\nI was charged twice",
          carry: "so_far",
          values: { hops: [{ node: "front" }] },
        },
      ],
      policy: { atOnce: 1, onFailure: "stop" },
      because: "Front desk handed over to Billing support: A double charge.",
      model: emptyReport,
    });
  });

  it("gives the hop's output as its own", async () => {
    const step = turnAfter(firstTurn(config()), [ended(0, { title: "Billing support", output: "You get it back." })]);
    expect(await executeAgent(step, frontDesk([]))).toEqual({
      kind: "succeeded",
      ports: ["out"],
      output: "You get it back.",
      because: "Front desk handed over to Billing support",
    });
  });

  it("answers by itself when it calls nobody", async () => {
    expect(await executeAgent(firstTurn(config()), frontDesk([answered("Dogs are welcome.")]))).toMatchObject({
      kind: "succeeded",
      output: "Dogs are welcome.",
    });
  });

  it.each([
    ["HANDOFF: Billing support the customer paid twice", "billing", "the customer paid twice"],
    ["HANDOFF: BILLING", "billing", ""],
    ["**Handoff: technical** – it crashes", "technical", "it crashes"],
    ["Let me see.\n\nHANDOFF: [technical_support] It crashes.", "technical", "It crashes."],
    ["handoff: billing\nThe customer paid twice.", "billing", "The customer paid twice."],
  ])("understands %j", async (text, node, reason) => {
    for (const handoffBy of ["tool", "text"]) {
      const outcome = await executeAgent(firstTurn(config({ handoffBy })), frontDesk([answered(text)]));
      expect(outcome).toMatchObject({ kind: "spawned", children: [{ runs: { node }, input: expect.stringContaining(reason) }] });
    }
  });

  it("tells a model without functions whom it may hand over to, unless its author did", async () => {
    const said = async (parts: JsonObject): Promise<ModelTurn | undefined> => {
      const context = frontDesk([answered("Hello")]);
      await executeAgent(firstTurn(config(parts)), context);
      return context.turns[0];
    };
    const byText = await said({ handoffBy: "text", instructions: "Greet." });
    expect(byText?.tools).toEqual([]);
    expect(byText?.instructions).toMatch(/^Greet\.\n\n[\s\S]*HANDOFF: NAME reason[\s\S]*- Billing support: Invoices and refunds\./);
    expect((await said({ handoffBy: "text", instructions: "Say HANDOFF: BILLING if needed." }))?.instructions).toBe(
      "Say HANDOFF: BILLING if needed.",
    );
    // An existing agent takes no instructions and no functions: its message says it.
    const existing = await said({ agentId: "ag_1" });
    expect(existing).toMatchObject({ instructions: "", tools: [], message: expect.stringContaining("HANDOFF: NAME reason") });
  });

  it("leaves it to Mistral only between existing agents, and says what happened there", async () => {
    expect(agentNode.check?.(config({ handoffBy: "server" }))).toMatchObject([{ code: "server_handoff_needs_agent", field: "handoffBy" }]);
    const entry: Entry = {
      type: "agent.handoff",
      previous_agent_id: "ag_1",
      previous_agent_name: "Front",
      next_agent_id: "ag_2",
      next_agent_name: "Billing",
    };
    const answer = ok({ text: "Done. HANDOFF: billing", json: undefined, calls: [], report: { ...emptyReport, entries: [entry] } });
    const context = frontDesk([answer]);
    expect(await executeAgent(firstTurn(config({ agentId: "ag_1", handoffBy: "server" })), context)).toMatchObject({
      kind: "succeeded",
      because: "Mistral handed over to Billing",
    });
    expect(context.turns[0]?.message).toBe("I was charged twice");
  });
});

describe("a model that misbehaves", () => {
  it("is told once that nobody has the name it gave, then its answer stands, with a note", async () => {
    const context = frontDesk([answered("HANDOFF: LEGAL a lawsuit"), answered("HANDOFF: LEGAL again")]);
    expect(await executeAgent(firstTurn(config()), context)).toMatchObject({
      kind: "succeeded",
      output: "HANDOFF: LEGAL again",
      because: "it named LEGAL again, to whom it can't hand over, so its answer stands",
    });
    expect(context.turns).toHaveLength(2);
    expect(context.turns[1]?.message).toMatch(/Nobody called “LEGAL a lawsuit”.*Billing support, Technical support/);
    expect(context.turns[1]?.after).toEqual({ conversationId: null, entries: [] });
  });

  it("gets an error back for a function that is not wired, and can still do the right thing", async () => {
    const wrong = { id: "zzzzzzzz1", name: "Transfer_To_Billing", arguments: {} };
    const context = frontDesk([calling(wrong), calling(transferTo("billing"))]);
    expect(await executeAgent(firstTurn(config()), context)).toMatchObject({ kind: "spawned" });
    expect(context.turns[1]).toMatchObject({
      message: "",
      functionResults: [{ id: "zzzzzzzz1", result: expect.stringContaining("There is no function “Transfer_To_Billing”") }],
    });
  });

  it("makes no call whose arguments were cut off", async () => {
    const context = frontDesk([calling(transferTo("billing", '{"reason": "the cust')), answered("I can't.")]);
    expect(await executeAgent(firstTurn(config()), context)).toMatchObject({ kind: "succeeded", output: "I can't." });
    expect(context.turns[1]?.functionResults).toMatchObject([{ result: expect.stringContaining("could not be read as JSON") }]);
  });

  it("is stopped after too many calls, at once or one after the other", async () => {
    const call = (index: number): ModelCall => ({ id: `call${index}`, name: "send_email", arguments: {} });
    const many = Array.from({ length: limits.toolCallsAtOnce.value + 1 }, (_, index) => call(index));
    const atOnce = frontDesk([calling(...many)]);
    expect(await executeAgent(firstTurn(config()), atOnce)).toMatchObject({
      kind: "failed",
      error: { code: "limit_tool_calls", class: "limit" },
    });
    expect(atOnce.turns).toHaveLength(1);

    const forEver = frontDesk([calling(call(1))]);
    expect(await executeAgent(firstTurn(config()), forEver)).toMatchObject({ kind: "failed", error: { code: "limit_agent_turns" } });
    expect(forEver.turns).toHaveLength(limits.agentTurns.value);
  });
});

/** Agents that hand over as told, each in a step of its own inside the one before. */
async function chainOf(route: readonly string[], reasonOf: (hop: number) => string, stateOf: (hop: number) => JsonObject = () => ({})) {
  const team = ["a", "b", "c"].map((id) => boundNode(id, { title: id.toUpperCase() }));
  let scope: JsonObject = {};
  for (const [hop, node] of route.entries()) {
    const next = route[hop + 1];
    if (next === undefined) return { hop, outcome: undefined };
    const context = stepContext({
      nodeId: node,
      title: node.toUpperCase(),
      scope: { ...scope, state: stateOf(hop) },
      bound: { handoffs: team },
      model: () => calling(transferTo(next, { reason: reasonOf(hop) })),
    });
    const outcome = await executeAgent(firstTurn(config({ message: "" }), received({ Request: "help" })), context);
    if (outcome.kind !== "spawned") return { hop, outcome };
    scope = outcome.children[0]?.values ?? {};
  }
  return { hop: route.length, outcome: undefined };
}

describe("handing over again and again", () => {
  const pingPong = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? "a" : "b"));

  it("ends as a loop once control comes back with nothing new", async () => {
    const { hop, outcome } = await chainOf(pingPong, () => "not mine");
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "handoff_loop", message: expect.stringContaining("A → B → A → B") } });
    expect(hop).toBe(2);
  });

  it("ends as a loop around a longer circle, too", async () => {
    const circle = Array.from({ length: 40 }, (_, index) => ["a", "b", "c"][index % 3] ?? "a");
    const { hop, outcome } = await chainOf(circle, () => "not mine");
    expect(outcome).toMatchObject({ error: { code: "handoff_loop" } });
    expect(hop).toBe(4);
  });

  it("ends at the cap when every hop brings something new", async () => {
    const { hop, outcome } = await chainOf(pingPong, (count) => `news ${count}`);
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "limit_handoffs", class: "limit" } });
    expect(hop).toBe(limits.handoffHops.value);
  });

  it("counts a changed state as something new", async () => {
    const { hop } = await chainOf(
      pingPong.slice(0, 8),
      () => "not mine",
      (count) => ({ seen: count }),
    );
    expect(hop).toBe(7);
  });

  it("tells everyone on the way what the person asked first", async () => {
    const chain = [{ node: "front", title: "Front desk", digest: "x", said: [], request: "I was charged twice" }];
    const context = frontDesk([calling(transferTo("technical"))], { scope: { hops: chain }, nodeId: "billing", title: "Billing support" });
    const inputs = received({ Front: "Front desk hands this over to you." });
    expect(await executeAgent(firstTurn(config({ message: "" }), inputs), context)).toMatchObject({
      kind: "spawned",
      children: [{ input: expect.stringMatching(/^Billing support hands this over to you\.[\s\S]*The request:\n\nI was charged twice$/) }],
    });
  });
});
