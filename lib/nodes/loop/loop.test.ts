import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../shared/json";
import { limits } from "../../shared/limits";
import { ended, firstTurn, stepContext, turnAfter } from "../testing";
import { loopNode } from "./definition";
import { executeLoop } from "./executor.server";

const config = (parts: JsonObject = {}) => loopNode.config.parse({ until: "nodes.critic.output.score >= 8", ...parts });
const context = () => stepContext({ bodies: [{ id: "body", title: "" }] });

/** An iteration that ended with a critic's score. */
function iteration(number: number, score: JsonValue) {
  const output = { score };
  const values = { iteration: number, previous: null };
  return ended(number - 1, {
    output,
    values,
    scope: { ...values, input: {}, state: {}, nodes: { critic: { output }, writer: { output: `draft ${number}` } } },
  });
}

const iterated = (scores: readonly JsonValue[], parts: JsonObject = {}) =>
  executeLoop(
    turnAfter(
      firstTurn(config(parts)),
      scores.map((score, index) => iteration(index + 1, score)),
    ),
    context(),
  );

describe("a Loop", () => {
  it("says how it ends", () => {
    expect(loopNode.describe(config())).toBe("Loop · until it fits, at most 3 times");
    expect(loopNode.describe(config({ until: "", most: 1 }))).toBe("Loop · once");
  });

  it("always has a cap", () => {
    expect(loopNode.config.parse({}).most).toBe(3);
    expect(loopNode.config.safeParse({ most: limits.loopIterations.hard + 1 }).success).toBe(false);
  });

  it("starts with one iteration, which receives what the Loop received", async () => {
    expect(await executeLoop(firstTurn(config()), context())).toEqual({
      kind: "spawned",
      children: [{ title: "Iteration 1", runs: { body: "body" }, values: { iteration: 1, previous: null }, carry: "so_far" }],
      policy: { atOnce: 1, onFailure: "stop" },
    });
  });

  it("goes on with what the last iteration came to while its condition does not hold", async () => {
    expect(await iterated([5, 7])).toMatchObject({
      kind: "spawned",
      children: [{ title: "Iteration 3", values: { iteration: 3, previous: { score: 7 } }, input: { score: 7 }, carry: "so_far" }],
    });
  });

  it("ends once the condition holds, with the output of the last iteration", async () => {
    expect(await iterated([5, 8])).toEqual({ kind: "succeeded", ports: ["out"], output: { score: 8 }, because: "done after 2 iterations" });
  });

  it("gives what its output says, read inside the last iteration", async () => {
    expect(await iterated([9], { output: "nodes.writer.output" })).toMatchObject({ output: "draft 1", because: "done after 1 iteration" });
    expect(await iterated([9], { output: "nodes.writer.output.text" })).toMatchObject({ kind: "failed", error: { code: "no_value" } });
    expect(await iterated([9], { output: "nodes.writer.output +" })).toMatchObject({
      error: { message: expect.stringContaining("Goes on with: ") },
    });
  });

  it("may look at the number of the iteration and at the one before", async () => {
    expect(await iterated([1, 1], { until: "iteration == 2" })).toMatchObject({ kind: "succeeded" });
    expect(await iterated([1], { until: "previous != null" })).toMatchObject({ kind: "spawned" });
  });

  it("stops at its cap and says so, or fails when asked to", async () => {
    expect(await iterated([5, 6, 7])).toEqual({
      kind: "succeeded",
      ports: ["out"],
      output: { score: 7 },
      because: "stopped after 3 iterations",
    });
    expect(await iterated([5, 6, 7], { onCap: "fail" })).toMatchObject({
      kind: "failed",
      error: { code: "loop_not_done", class: "limit" },
    });
    expect(await iterated([5, 6, 8], { onCap: "fail" })).toMatchObject({ kind: "succeeded" });
  });

  it("repeats as often as allowed without a condition, which is no failure", async () => {
    expect(await iterated([9, 9], { until: "" })).toMatchObject({ kind: "spawned" });
    expect(await iterated([9, 9, 9], { until: "" })).toEqual({ kind: "succeeded", ports: ["out"], output: { score: 9 } });
  });

  it("fails for good when the condition can't be worked out", async () => {
    const outcome = await iterated(["high"]);
    expect(outcome).toMatchObject({ kind: "failed", error: { class: "permanent", message: expect.stringContaining("Until: ") } });
  });

  it("takes what is not there yet for a condition that does not hold", async () => {
    expect(await iterated([1], { until: "nodes.critic.output.done" })).toMatchObject({ kind: "spawned" });
  });

  it("starts nothing when it may repeat more often than this server allows", async () => {
    const parts = { most: limits.loopIterations.value + 1 };
    expect(await executeLoop(firstTurn(config(parts)), context())).toMatchObject({ kind: "failed", error: { class: "limit" } });
    expect(loopNode.check?.(config(parts))).toMatchObject([{ severity: "warning", field: "most" }]);
    expect(await executeLoop(firstTurn(config({ most: limits.loopIterations.value })), context())).toMatchObject({ kind: "spawned" });
  });

  it("is refused when it could only fail", () => {
    expect(loopNode.check?.(config({ until: " ", onCap: "fail" }))).toMatchObject([{ code: "missing_condition", severity: "error" }]);
  });
});
