import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { receivedText } from "../received";
import { ended, firstTurn, received, stepContext, turnAfter } from "../testing";
import { parallelNode } from "./definition";
import { executeParallel } from "./executor.server";

const lanes = [
  { id: "tech", title: "Technology" },
  { id: "market", title: "Market" },
  { id: "third", title: "" },
];
const config = (parts: JsonObject = {}) => parallelNode.config.parse({ lanes, ...parts });
const context = () => stepContext({ bodies: parallelNode.container?.lanes?.(config()) ?? [] });
const step = (parts: JsonObject = {}) => firstTurn(config(parts), received({ Topic: "AI" }));
const failure = { code: "model_refused", class: "permanent" as const, message: "The model said no." };

describe("a Parallel's card", () => {
  it("says how many lanes there are, and how many run at once where that is fewer", () => {
    expect(parallelNode.describe(config())).toBe("Parallel · 3 lanes");
    expect(parallelNode.describe(config({ atOnce: 2 }))).toBe("Parallel · 3 lanes, 2 at once");
    expect(parallelNode.describe(config({ lanes: lanes.slice(0, 1), atOnce: 4 }))).toBe("Parallel · 1 lane");
  });

  it("takes 1 to 16 lanes", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `lane_${index}` }));
    const takes = (count: number) => parallelNode.config.safeParse({ lanes: many(count) }).success;
    expect([0, 1, 16, 17].map(takes)).toEqual([false, true, true, false]);
  });

  it.each([
    [{ lanes: [{ id: "a" }, { id: "a" }] }, "duplicate_lane", "lanes.1.id"],
    [{ onFailure: "at_least", atLeast: 4 }, "at_least_too_many", "atLeast"],
  ])("finds in %j: %s", (parts, code, field) => {
    expect(parallelNode.check?.(config(parts))).toMatchObject([{ code, field, severity: "error" }]);
  });
});

describe("a Parallel", () => {
  it("starts every lane at once in its first turn, each with what came before the container", async () => {
    expect(await executeParallel(step(), context())).toEqual({
      kind: "spawned",
      children: [
        { title: "Technology", runs: { body: "tech" }, values: { index: 0, lane: "Technology" }, carry: "behind" },
        { title: "Market", runs: { body: "market" }, values: { index: 1, lane: "Market" }, carry: "behind" },
        { title: "Lane 3", runs: { body: "third" }, values: { index: 2, lane: "Lane 3" }, carry: "behind" },
      ],
      policy: { atOnce: 16, onFailure: "stop" },
    });
  });

  it.each([
    [{ atOnce: 2 }, { atOnce: 2, onFailure: "stop" }],
    [{ onFailure: "settle" }, { atOnce: 16, onFailure: "settle" }],
    [
      { onFailure: "at_least", atLeast: 2 },
      { atOnce: 16, onFailure: "settle", atLeast: 2 },
    ],
  ])("runs its lanes as %j says", async (parts, policy) => {
    expect(await executeParallel(step(parts), context())).toMatchObject({ policy });
  });

  it("then lists what each lane came to, in the order of the lanes", async () => {
    const results = [ended(1, { title: "Market", output: "large" }), ended(0, { title: "Technology", output: "new" })];
    expect(await executeParallel(turnAfter(step(), results), context())).toEqual({
      kind: "succeeded",
      ports: ["out"],
      output: [
        { index: 0, name: "Technology", status: "succeeded", output: "new" },
        { index: 1, name: "Market", status: "succeeded", output: "large" },
      ],
    });
  });

  it("says which lane failed and why, and how many did not", async () => {
    const results = [ended(0, { title: "Technology", output: "new" }), ended(1, { title: "Market", error: failure })];
    const outcome = await executeParallel(turnAfter(step({ onFailure: "settle" }), results), context());
    expect(outcome).toMatchObject({
      output: [{ status: "succeeded" }, { index: 1, name: "Market", status: "failed", error: { code: "model_refused" } }],
      because: "1 of 2 lanes succeeded",
    });
  });

  it("gives only the outputs of what succeeded when asked to", async () => {
    const results = [ended(0, { output: { a: 1 } }), ended(1, { error: failure }), ended(2, { output: null })];
    const outcome = await executeParallel(turnAfter(step({ onFailure: "settle", output: "outputs" }), results), context());
    expect(outcome).toMatchObject({ output: [{ a: 1 }, null] });
  });

  it("comes to a list that an agent with an empty message reads as numbered sections", async () => {
    const results = [ended(0, { title: "Technology", output: "It is new." }), ended(1, { title: "Market", error: failure })];
    const outcome = await executeParallel(turnAfter(step({ onFailure: "settle" }), results), context());
    const text = outcome.kind === "succeeded" ? receivedText(received({ Team: outcome.output })) : "";
    expect(text).toBe("## 1. Technology\n\nIt is new.\n\n## 2. Market\n\nThere is no result: The model said no.");
  });
});
