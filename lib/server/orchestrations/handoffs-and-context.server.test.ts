import { beforeEach, describe, expect, it } from "vitest";
import { withKinds, withLiveRuns } from "../../../scripts/vitest/live-runs";
import {
  askedOf,
  carried,
  messageOf,
  order,
  outputOf,
  playerOf,
  requestOf,
  template,
  textOf,
  treeOf,
  withNode,
} from "../../../scripts/vitest/played-run";
import { callsFunctions, says } from "../../../scripts/vitest/scripted-model";
import type { WorkflowDocument } from "../../document/schema";
import { documentOf, nodeOf } from "../../document/testing";
import type { JsonObject } from "../../shared/json";

const live = withLiveRuns();
const play = playerOf(live);

beforeEach(() => live.simulator().reset());

describe("a front desk that hands over", () => {
  const document = template("handoffs");
  const colleagues = ["technical", "billing", "sales"] as const;

  it.each([
    ["My API returns 500 errors", "technical", "Technical support"],
    ["Why was I charged twice?", "billing", "Billing support"],
    ["What features are in the Pro plan?", "sales", "Sales"],
  ])("passes %j on to %s with the reason and what the customer said, and gives that answer as its own", async (message, to, title) => {
    const run = await play(document, { message });
    const hop = `front_desk.hop[0].${to}`;
    expect(order(run)).toEqual(["front_desk", hop]);
    expect(treeOf(run)).toEqual(["customer", "front_desk", hop, "reply"].map((step) => `${step} succeeded`));

    const desk = askedOf(run, "front_desk");
    expect(desk.body).toMatchObject({ ...requestOf(document, "front_desk"), completion_args: { temperature: 0.3 } });
    expect(desk.body.tools?.map((tool) => tool.function?.name)).toEqual(colleagues.map((name) => `transfer_to_${name}`));

    const handed = askedOf(run, hop);
    expect(handed.body).toMatchObject(requestOf(document, to));
    expect(carried(handed)).toEqual(["message.input", "message.input"]);
    expect(handed.body.inputs?.[0]?.content).toBe(message);
    expect(messageOf(handed)).toMatch(/^Customer service hands this over to you\. The reason: .+\n\nThe request:\n\n/s);
    expect(messageOf(handed)).toContain(`The request:\n\n${message}`);
    expect(run.journal.find((event) => event.type === "step_spawned")).toMatchObject({
      path: "front_desk",
      because: expect.stringContaining(`Customer service handed over to ${title}: `),
    });
    expect(run.view.steps.get("front_desk")?.because).toBe(`Customer service handed over to ${title}`);
    expect(textOf(run, "reply")).toBe(textOf(run, hop));
  });

  it("answers by itself what belongs to nobody else", async () => {
    const run = await play(document, { message: "Are dogs allowed in the shop?" });
    expect(order(run)).toEqual(["front_desk"]);
    expect(run.view.steps.size).toBe(3);
  });

  it("understands a line HANDOFF: NAME, and offers no functions where that is the way", async () => {
    live.simulator().setScript(({ instructions }) => {
      if (instructions.startsWith("You are customer service")) return says("HANDOFF: BILLING\nThe customer paid twice.");
      return says("You get it back.");
    });
    const run = await play(withNode(document, "front_desk", { handoffBy: "text" }));
    expect(askedOf(run, "front_desk").body.tools).toBeUndefined();
    expect(askedOf(run, "front_desk").body.instructions).toMatch(/HANDOFF: NAME reason\n- Technical support: .*\n- Billing support: /);
    expect(messageOf(askedOf(run, "front_desk.hop[0].billing"))).toContain("The reason: The customer paid twice.");
    expect(outputOf(run, "reply")).toBe("You get it back.");
  });

  it("hears what was said on the whole way when it is handed over twice", async () => {
    const onwards = {
      id: "technical.handoffs>billing.in",
      source: "technical",
      sourcePort: "handoffs",
      target: "billing",
      targetPort: "in",
    };
    live.simulator().setScript(({ instructions }) => {
      if (instructions.startsWith("You are customer service"))
        return callsFunctions(["transfer_to_technical", { reason: "It may be an error." }]);
      if (instructions.startsWith("You give technical support"))
        return callsFunctions(["transfer_to_billing", { reason: "No error, an invoice." }]);
      return undefined;
    });
    const run = await play({ ...document, edges: [...document.edges, onwards] });
    const last = "front_desk.hop[0].technical.hop[0].billing";
    expect(order(run)).toEqual(["front_desk", "front_desk.hop[0].technical", last]);
    const said = askedOf(run, last).body.inputs?.map(({ content }) => content);
    expect(said).toEqual([
      "Why was I charged twice?",
      "Customer service hands this over to you. The reason: It may be an error.\n\nThe request:\n\nWhy was I charged twice?",
      "Technical support hands this over to you. The reason: No error, an invoice.\n\nThe request:\n\nWhy was I charged twice?",
    ]);
  });
});

describe("what an agent sees of the conversation", () => {
  const keeper = "You keep the log.";
  const agent = (id: string, config: JsonObject) =>
    nodeOf(id, { model: "mistral-small-latest", instructions: keeper, message: `${id} asks.`, ...config });

  /** input ──► first ──► second ──► one of each mode, one after the other. */
  function modes(): WorkflowDocument {
    const ids = ["first", "second", "goes_on", "carries", "sees_last", "starts"];
    const config: { readonly [id: string]: JsonObject } = {
      second: { instructions: "You doubt.", context: "carry" },
      goes_on: { context: "continue" },
      carries: { context: "carry" },
      sees_last: { context: "last" },
      starts: { context: "fresh" },
    };
    const line = ["input", ...ids, "output"];
    const arrows = line.slice(1).map((id, index): `${string}>${string}` => `${line[index]}>${id}`);
    return withKinds(documentOf(["input", ...ids.map((id) => agent(id, config[id] ?? {})), "output"], arrows), {
      input: { type: "input", config: { fields: [] } },
      output: { type: "output", config: { format: "markdown", value: "" } },
    });
  }

  it("is all of it, its own part of it, the last answer, or nothing, as its mode says", async () => {
    const { readHistory } = await import("../services/run-history");
    const run = await play(modes());
    const first = run.view.steps.get("first")?.model?.conversationId;
    const turn = ["message.input", "message.output"];
    expect(run.asked.map((asked) => [asked.step, asked.appendedTo, carried(asked)])).toEqual([
      ["first", null, ["message.input"]],
      ["second", null, [...turn, "message.input"]],
      // Continued, not begun anew: the first one's conversation, with nothing but the new message sent.
      ["goes_on", first, ["message.input"]],
      ["carries", null, [...turn, ...turn, ...turn, "message.input"]],
      ["sees_last", null, ["message.input"]],
      ["starts", null, ["message.input"]],
    ]);
    expect(askedOf(run, "goes_on").body.instructions).toBeUndefined();
    expect(messageOf(askedOf(run, "sees_last"))).toBe(`sees_last asks.\n\n${outputOf(run, "carries")}`);
    expect(messageOf(askedOf(run, "starts"))).toBe("starts asks.");
    expect(JSON.stringify(askedOf(run, "second").body.inputs)).toContain(JSON.stringify(textOf(run, "first")).slice(1, 40));

    const kept = await readHistory(live.actor(), run.runId, { path: "goes_on", source: "provider" });
    if (!kept.ok) throw new Error(kept.error.message);
    expect(kept.value.entries.map(({ type }) => type)).toEqual([...turn, ...turn]);
    const whole = await readHistory(live.actor(), run.runId, {});
    if (!whole.ok) throw new Error(whole.error.message);
    expect(whole.value.entries.map(({ path, role, type }) => [path, role, type])).toEqual(
      ["first", "second", "goes_on", "carries", "sees_last", "starts"].flatMap((path) => [
        [path, "user", "message.input"],
        [path, "assistant", "message.output"],
      ]),
    );
  });
});
