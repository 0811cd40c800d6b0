import { describe, expect, it } from "vitest";
import { decide } from "./decide";
import { overflowOf } from "./overflow";
import { bodyOfNodes, planOf, TestRun } from "./testing/plan";

const limits = { events: 10, bytes: 1_000 };
const full = overflowOf({ events: 10, bytes: 0 }, limits);

describe("a run whose record is full", () => {
  it("is one that has reached a limit, which is named with what was reached", () => {
    expect(overflowOf({ events: 9, bytes: 999 }, limits)).toBeNull();
    expect(full).toMatchObject({
      code: "run_too_large",
      class: "limit",
      message: expect.stringContaining("10 events, and the limit is 10"),
    });
    expect(overflowOf({ events: 1, bytes: 1_234 }, limits)?.message).toContain("1234 bytes, and the limit is 1000");
  });

  it("ends with everything that was open, and no error port can keep it going", () => {
    const run = new TestRun(
      planOf(["a>each", "each.error>mend", "each>z"], { bodies: { each: [bodyOfNodes("body", ["x"])] }, handling: ["each"] }),
    );
    run.succeed("a");
    run.spawn("each", [{ body: "body" }, { body: "body" }]);
    const events = decide(run.index, run.state, { now: 0, stepsAtOnce: 10, overflow: full });
    expect(events.flatMap((event) => ("path" in event ? [`${event.type} ${event.path}`] : []))).toEqual([
      "step_cancelled each[0].x",
      "step_cancelled each[1].x",
      "step_cancelled each",
    ]);
    expect(events.at(-1)).toMatchObject({ type: "run_finished", status: "failed", error: { code: "run_too_large" } });
  });

  it("still succeeds when nothing was left to do", () => {
    const run = new TestRun(planOf(["a>z"]));
    run.succeed("a");
    run.succeed("z");
    expect(run.end()).toMatchObject({ status: "succeeded" });
    expect(decide(run.index, run.state, { now: 0, stepsAtOnce: 10, overflow: full })).toEqual([]);
  });
});
