import { describe, expect, it } from "vitest";
import { decide } from "./decide";
import { planOf, TestRun } from "./testing/plan";

describe("starting", () => {
  //      ┌─► b ─┐
  //  a ──┤      ├─► d
  //      └─► c ─┘
  it("starts everything that is ready at once and a join only after all its branches", () => {
    const run = new TestRun(planOf(["a>b", "a>c", "b>d", "c>d"]));
    run.succeed("a");
    expect(run.running()).toEqual(["b", "c"]);
    run.succeed("c");
    expect(run.phase("d")).toBe("pending");
    run.succeed("b");
    expect(run.journal.at(-1)).toMatchObject({ type: "step_started", path: "d", from: ["b>d", "c>d"] });
  });

  it("keeps to the number of steps at once and starts the next when one ends", () => {
    const run = new TestRun(planOf(["a>b", "a>c", "a>d"]), 2);
    run.succeed("a");
    expect(run.running()).toEqual(["b", "c"]);
    run.succeed("b");
    expect(run.running()).toEqual(["c", "d"]);
  });
});

describe("choices and skipping", () => {
  const triage = () => new TestRun(planOf(["r.left>a", "r.right>b", "b>c", "a>m", "c>m"]));

  it("skips what a choice did not take, all the way to the next join, and says who chose", () => {
    const run = triage();
    run.succeed("r", ["left"], "R chose left");
    expect(["b", "c"].map((id) => run.phase(id))).toEqual(["skipped", "skipped"]);
    expect(run.state.steps.get("c")?.skipped).toEqual({ nodeId: "r", text: "R chose left" });
  });

  it("runs a join with the branch that was taken", () => {
    const run = triage();
    run.succeed("r", ["left"]);
    run.succeed("a");
    expect(run.journal.at(-1)).toMatchObject({ type: "step_started", path: "m", from: ["a>m"] });
  });

  it("succeeds without outputs when every way to them was skipped", () => {
    const run = new TestRun(planOf(["r.left>a"]));
    run.succeed("r", []);
    expect(run.end()).toMatchObject({ status: "succeeded", outputs: {} });
  });
});

describe("joins", () => {
  it("fires any at the first taken edge, once, and ignores the later ones", () => {
    const run = new TestRun(planOf(["s>a", "s>b", "a>j", "b>j"], { joins: { j: { wait: "count", count: 1, cancelRest: false } } }));
    run.succeed("s");
    run.succeed("b");
    expect(run.journal.at(-1)).toMatchObject({ path: "j", from: ["b>j"] });
    run.succeed("a");
    expect(run.journal.filter((event) => event.type === "step_started" && event.path === "j")).toHaveLength(1);
  });

  it("is skipped as soon as its count can't be reached any more", () => {
    const run = new TestRun(planOf(["r.x>a", "r.y>b", "a>j", "b>j"], { joins: { j: { wait: "count", count: 2, cancelRest: false } } }));
    run.succeed("r", ["x"]);
    expect(run.phase("j")).toBe("skipped");
  });

  it("cancels the rest only where it leads nowhere but into this join", () => {
    const arrows = ["s>a", "s>b", "s>c", "a>j", "b>j", "c>j", "c>elsewhere"];
    const run = new TestRun(planOf(arrows, { joins: { j: { wait: "count", count: 1, cancelRest: true } } }));
    run.succeed("s");
    run.succeed("a");
    expect(["b", "c"].map((id) => run.phase(id))).toEqual(["cancelled", "running"]);
  });
});

describe("cancel the rest", () => {
  const first = { wait: "count", count: 1, cancelRest: true } as const;

  it("never starts a step that the firing join has no more use for", () => {
    const run = new TestRun(planOf(["s>a", "s>b", "a>j", "b>j"], { joins: { j: first } }), 1);
    run.succeed("s");
    run.succeed("a");
    expect(run.journal.some((event) => event.type === "step_started" && event.path === "b")).toBe(false);
    expect(run.running()).toEqual(["j"]);
  });

  it("gives the join the place of a step it cancels", () => {
    const run = new TestRun(planOf(["s>a", "s>b", "s>c", "a>j", "b>j", "c>j"], { joins: { j: first } }), 2);
    run.succeed("s");
    run.succeed("a");
    expect(run.running()).toEqual(["j"]);
    run.succeed("j");
    expect(run.end()).toMatchObject({ status: "succeeded", outputs: { j: { inline: "j" } } });
  });

  it("does not take a run for stuck when it looks again before the join has a place", () => {
    const run = new TestRun(planOf(["s>a", "s>b", "a>j", "b>j"], { joins: { j: first } }), 1);
    run.succeed("s");
    run.succeed("a");
    run.record({ type: "run_recovered", at: 0, epoch: 1, interrupted: [] });
    expect(run.end()).toBeNull();
    expect(run.phase("j")).toBe("running");
  });

  it("cancels nothing for a join that was skipped", () => {
    const run = new TestRun(planOf(["r.x>a", "r.y>b", "a>j", "b>j"], { joins: { j: { ...first, count: 2 } } }));
    run.succeed("r", ["x"]);
    run.crash();
    expect([run.phase("j"), run.phase("a")]).toEqual(["skipped", "running"]);
  });

  it("gives the join exactly the inputs that had arrived, however late the rest is", () => {
    const run = new TestRun(planOf(["s>a", "s>b", "s>c", "a>j", "b>j", "c>j"], { joins: { j: { ...first, count: 2 } } }));
    run.succeed("s");
    run.succeed("c");
    run.succeed("a");
    expect(run.journal.find((event) => event.type === "step_started" && event.path === "j")).toMatchObject({ from: ["a>j", "c>j"] });
    expect(run.phase("b")).toBe("cancelled");
  });
});

describe("failure, cancel and the end", () => {
  it("starts nothing after a failure, cancels what is in flight, and keeps what was finished", () => {
    const run = new TestRun(planOf(["s>a", "s>b", "a>c", "s>done"]));
    run.succeed("s");
    run.succeed("done");
    run.fail("a");
    expect(run.phase("b")).toBe("cancelled");
    expect(run.end()).toMatchObject({ status: "failed", error: { code: "broken", path: "a" }, outputs: { done: { inline: "done" } } });
    expect(run.phase("c")).toBe("pending");
  });

  it("starts nothing after a cancel and cancels what is in flight", () => {
    const run = new TestRun(planOf(["a>b"]));
    run.record({ type: "cancel_requested", at: 0, by: "local" });
    expect(run.phase("a")).toBe("cancelled");
    expect(run.phase("b")).toBe("pending");
    expect(run.end()).toMatchObject({ status: "cancelled" });
  });

  it("waits for a retry until it is due and then makes the next attempt with the same inputs", () => {
    const run = new TestRun(planOf(["s>a"]));
    run.succeed("s");
    const error = { code: "rate_limited", class: "transient" as const, message: "Too many requests." };
    run.record({ type: "step_retry_scheduled", at: 0, path: "a", attempt: 1, error, retryAt: 500 }, 499);
    expect(run.phase("a")).toBe("retrying");
    expect(run.end()).toBeNull();
    run.record({ type: "run_recovered", at: 500, epoch: 2, interrupted: [] }, 500);
    expect(run.journal.at(-1)).toMatchObject({ type: "step_started", path: "a", attempt: 2, from: ["s>a"] });
  });

  it("counts failed attempts across a crash, and an interrupted one not among them", () => {
    const run = new TestRun(planOf(["s>a"]));
    run.succeed("s");
    const error = { code: "rate_limited", class: "transient" as const, message: "Too many requests." };
    run.record({ type: "step_retry_scheduled", at: 0, path: "a", attempt: 1, error, retryAt: 500 }, 500);
    run.crash();
    expect(run.state.steps.get("a")).toMatchObject({ phase: "running", attempt: 3, failures: 1 });
  });

  it("cancels what waits for a retry when another step fails, and ends with the first failure", () => {
    const run = new TestRun(planOf(["s>a", "s>b"]));
    run.succeed("s");
    const error = { code: "rate_limited", class: "transient" as const, message: "Too many requests." };
    run.record({ type: "step_retry_scheduled", at: 0, path: "a", attempt: 1, error, retryAt: 500 });
    run.fail("b");
    expect(run.phase("a")).toBe("cancelled");
    expect(run.end()).toMatchObject({ status: "failed", error: { path: "b" } });
  });

  it("starts nothing again after a crash that met a cancel", () => {
    const run = new TestRun(planOf(["a>b"]));
    run.record({ type: "cancel_requested", at: 0, by: "local" });
    run.crash();
    expect(run.phase("a")).toBe("cancelled");
    expect(run.end()).toMatchObject({ status: "cancelled" });
  });

  it("says once of a ready step that the run's limit holds it back, and starts it when a place is free", () => {
    const run = new TestRun(planOf(["s>a", "s>b", "s>c"]), 1);
    run.succeed("s");
    expect(run.journal.filter((event) => event.type === "step_held").map((event) => "path" in event && event.path)).toEqual(["b", "c"]);
    run.succeed("a");
    expect(run.running()).toEqual(["b"]);
    expect(run.journal.filter((event) => event.type === "step_held")).toHaveLength(2);
  });

  it("does not end before calls that were told to stop have settled", () => {
    const run = new TestRun(planOf(["a>b"]));
    run.record({ type: "cancel_requested", at: 0, by: "local" });
    run.record({ type: "step_cancelled", at: 0, path: "a", because: "the run was cancelled" });
    const open = { ...run.state, isFinished: false };
    expect(decide(run.index, open, { now: 0, stepsAtOnce: 1, isSettling: true })).toEqual([]);
    expect(decide(run.index, open, { now: 0, stepsAtOnce: 1 })).toMatchObject([{ type: "run_finished", status: "cancelled" }]);
  });

  it("ends only once", () => {
    const run = new TestRun(planOf(["a>b"]));
    run.succeed("a");
    run.succeed("b");
    const length = run.journal.length;
    run.record({ type: "cancel_requested", at: 0, by: "local" });
    expect(run.journal.slice(length).map((event) => event.type)).toEqual(["cancel_requested"]);
  });
});

describe("a crash", () => {
  it("tries again what was in flight and repeats nothing that was completed", () => {
    const run = new TestRun(planOf(["a>b", "b>c"]));
    run.succeed("a");
    run.crash();
    expect(run.journal.at(-1)).toMatchObject({ type: "step_started", path: "b", attempt: 2, from: ["a>b"] });
    run.succeed("b");
    run.succeed("c");
    expect(run.end()).toMatchObject({ status: "succeeded" });
    expect(run.journal.filter((event) => event.type === "step_started" && event.path === "a")).toHaveLength(1);
  });
});
