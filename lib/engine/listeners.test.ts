import { describe, expect, it } from "vitest";
import { nextWakeAt } from "./due";
import { lineage } from "./lineage";
import { listenersFor } from "./listeners";
import { bodyOfNodes, planOf, TestRun } from "./testing/plan";

describe("events", () => {
  const eventPlan = () =>
    planOf(["emit>z"], {
      bodies: { on_data: [bodyOfNodes("body", ["handle"])], on_failed: [bodyOfNodes("body", ["mourn"])] },
      shapes: { on_data: { is: "scope", by: "events" }, on_failed: { is: "scope", by: "events" } },
    });
  const emitted = (run: TestRun) => run.journal.filter((event) => event.type === "event_emitted");

  it("run every handler of their name, wait for handlers that are about to listen, and end when nothing is going on", () => {
    const run = new TestRun(eventPlan());
    run.emit("emit", "data", "unknown");
    expect(emitted(run)).toEqual([]);
    run.listen("on_data", "data");
    run.listen("on_failed", "step.failed");
    expect(emitted(run)).toMatchObject([
      { name: "data", to: ["on_data"], depth: 0 },
      { name: "unknown", to: [] },
    ]);
    expect(run.running()).toContain("on_data[0].handle");
    run.succeed("on_data[0].handle");
    expect(run.running()).toEqual(["z"]);
    run.succeed("z");
    expect(run.running().toSorted()).toEqual(["on_data", "on_failed"]);
    run.succeed("on_data");
    run.succeed("on_failed");
    expect(run.end()).toMatchObject({ status: "succeeded" });
  });

  it("tell handlers of step.failed before the failure ends the run", () => {
    const run = new TestRun(eventPlan());
    run.listen("on_data", "data");
    run.listen("on_failed", "step.failed");
    run.fail("emit");
    expect(emitted(run)).toMatchObject([{ name: "step.failed", from: "emit", to: ["on_failed"] }]);
    expect(run.phase("on_data")).toBe("cancelled");
    expect(run.running()).toEqual(["on_failed[0].mourn"]);
    expect(run.end()).toBeNull();
    run.succeed("on_failed[0].mourn");
    expect(run.end()).toMatchObject({ status: "failed", error: { path: "emit" } });
  });

  it("stop at ten deep, and say so", () => {
    const run = new TestRun(eventPlan());
    run.listen("on_data", "data");
    run.listen("on_failed", "step.failed");
    run.emit("emit", "data");
    for (let handled = 0; run.state.steps.has(`on_data[${handled}].handle`); handled += 1) run.emit(`on_data[${handled}].handle`, "data");
    expect(emitted(run).at(-1)).toMatchObject({ depth: 11, to: [], because: expect.stringContaining("10 deep") });
    expect(run.begun("on_data")).toHaveLength(11);
  });

  it("are heard until the time that is set: what came by then is finished, nothing later is taken, and nothing is due any more", () => {
    const run = new TestRun(eventPlan());
    run.listen("on_data", "data", 500);
    run.listen("on_failed", "step.failed");
    run.emit("emit", "data");
    run.succeed("z");
    expect(nextWakeAt(run.state, 0)).toBe(500);
    expect(listenersFor(run.state, "data", 499)).toEqual(["on_data"]);
    expect(listenersFor(run.state, "data", 500)).toEqual([]);
    expect(nextWakeAt(run.state, 500)).toBeNull();
    run.record({ type: "event_emitted", at: 501, name: "data", data: { inline: 1 }, from: null, depth: 0, to: [] }, 501);
    expect(run.running()).toEqual(["on_data[0].handle"]);
    run.record({ type: "step_succeeded", at: 600, path: "on_data[0].handle", attempt: 1, ports: ["out"], output: { inline: null } }, 600);
    expect(run.running()).toContain("on_data");
  });

  it("are heard until another event has come: it holds the run open, comes from anywhere, and closes after what came before it", () => {
    const run = new TestRun(eventPlan());
    run.listen("on_data", "data", "closed");
    run.listen("on_failed", "step.failed");
    run.emit("emit", "data");
    run.succeed("z");
    run.crash();
    expect(nextWakeAt(run.state, 0)).toBeNull();
    run.emit("on_data[0].handle", "data", "closed", "data");
    expect(emitted(run).map(({ name, to }) => [name, to])).toEqual([
      ["data", ["on_data"]],
      ["data", ["on_data"]],
      ["closed", []],
      ["data", []],
    ]);
    expect(run.running()).toEqual(["on_data[1].handle"]);
    run.succeed("on_data[1].handle");
    expect(run.running()).toContain("on_data");
  });

  it("are handled by turns, in their order, where handlers of different names share a conversation", () => {
    const run = new TestRun(eventPlan());
    run.listen("on_data", "data", null, "so_far", "desk");
    run.listen("on_failed", "worry", null, "so_far", "desk");
    run.emit("emit", "worry", "data", "data", "worry");
    run.succeed("z");
    const spoken: string[] = [];
    for (let [speaker, ...others] = run.running(); speaker?.includes("[") === true; [speaker, ...others] = run.running()) {
      expect(others).toEqual([]);
      spoken.push(speaker);
      if (speaker === "on_data[0].handle") run.fail(speaker);
      else run.succeed(speaker);
      run.crash();
    }
    expect(spoken).toEqual(["on_failed[0].mourn", "on_data[0].handle", "on_data[1].handle", "on_failed[1].mourn"]);
    expect(run.running().toSorted()).toEqual(["on_data", "on_failed"]);
    const reader = { frame: "on_failed[1]", nodeId: "mourn", from: [], turn: 0 };
    const said = lineage(run.index, run.state, reader, { isConversation: true }).map(({ path }) => path);
    expect(said).toEqual(["on_failed[0].mourn", "on_data[1].handle"]);
  });

  it("do not wait for a turn of whoever was cancelled", () => {
    const run = new TestRun(eventPlan());
    run.listen("on_data", "data", null, "so_far", "desk");
    run.listen("on_failed", "worry", null, "so_far", "desk");
    run.emit("emit", "data", "data", "worry");
    run.record({ type: "cancel_requested", at: 0, by: "local", path: "on_data" });
    expect(run.running()).toContain("on_failed[0].mourn");
    run.fail("z");
    expect(run.end()).toMatchObject({ status: "failed" });
  });

  it("that end a handler are handled by it if it hears them", () => {
    const run = new TestRun(eventPlan());
    run.listen("on_data", "*", "closed");
    run.listen("on_failed", "step.failed");
    run.emit("emit", "closed");
    expect(run.running()).toContain("on_data[0].handle");
    expect(listenersFor(run.state, "data", 0)).toEqual([]);
  });

  it("of handlers of step.failed are handed on, and those that come too late are recorded with the reason", () => {
    const run = new TestRun(eventPlan());
    run.listen("on_data", "data");
    run.listen("on_failed", "step.failed");
    run.fail("emit");
    run.emit("on_failed[0].mourn", "data");
    expect(emitted(run).at(-1)).toMatchObject({ name: "data", from: "on_failed[0].mourn", to: [] });
    expect(run.end()).toMatchObject({ status: "failed" });

    const cancelled = new TestRun(eventPlan());
    cancelled.emit("emit", "data");
    cancelled.record({ type: "cancel_requested", at: 0, by: "me" });
    expect(emitted(cancelled)).toMatchObject([{ name: "data", to: [], because: "the run was cancelled" }]);
    expect(cancelled.end()).toMatchObject({ status: "cancelled" });
  });
});
