import { describe, expect, it } from "vitest";
import { nextWakeAt } from "./due";
import type { RunEventBody, WaitUntilRecord } from "./events";
import { bodyOfNodes, planOf, TestRun } from "./testing/plan";

const lanes = (...ids: readonly string[]) => ids.map((id) => bodyOfNodes(id, [`${id}1`]));
const typesAt = (run: TestRun, path: string) =>
  run.journal.flatMap((event) => ("path" in event && event.path === path ? [event.type] : []));
const endOf = (run: TestRun, frame: string) =>
  run.journal.find(
    (event): event is Extract<RunEventBody, { type: "frame_finished" }> => event.type === "frame_finished" && event.frame === frame,
  );

describe("children", () => {
  const team = () => {
    const run = new TestRun(planOf(["a>team", "team>z"], { bodies: { team: lanes("l", "m", "r") } }));
    run.succeed("a");
    return run;
  };

  it("run side by side up to their limit, each place given to the next in order, and resume their step once all have ended", () => {
    const run = team();
    run.spawn("team", [{ body: "l" }, { body: "m" }, { body: "r" }], { atOnce: 2 });
    expect(run.running()).toEqual(["team[0].l1", "team[1].m1"]);
    run.succeed("team[1].m1");
    expect(run.running()).toEqual(["team[0].l1", "team[2].r1"]);
    run.succeed("team[0].l1");
    expect(run.phase("team")).toBe("spawned");
    run.succeed("team[2].r1");
    expect(run.journal.at(-1)).toMatchObject({ type: "step_resumed", path: "team", turn: 1, by: { by: "children" } });
    run.succeed("team");
    expect(run.running()).toEqual(["z"]);
  });

  it("follow the flow inside their body: a skipped branch is skipped in its lane only", () => {
    const body = { id: "body", title: "", nodes: ["r", "x", "y"], exits: ["x", "y"] };
    const run = new TestRun(planOf(["r.left>x", "r.right>y"], { bodies: { each: [body] } }));
    run.spawn("each", [{ body: "body" }, { body: "body" }]);
    run.succeed("each[0].r", ["left"], "r chose left");
    run.succeed("each[1].r", ["right"]);
    expect(run.running()).toEqual(["each[0].x", "each[1].y"]);
    expect(run.state.steps.get("each[0].y")).toMatchObject({ phase: "skipped", skipped: { text: "r chose left" } });
  });

  it("stop together at the first failure, which is the step's", () => {
    const run = team();
    run.spawn("team", [{ body: "l" }, { body: "m" }, { body: "r" }], { atOnce: 2 });
    run.fail("team[0].l1");
    expect(endOf(run, "team[0]")).toMatchObject({ status: "failed" });
    expect(typesAt(run, "team[1].m1")).toEqual(["step_started", "step_cancelled"]);
    expect(run.begun("team")).toEqual([0, 1]);
    expect(run.end()).toMatchObject({ status: "failed", error: { path: "team", code: "broken", message: "l: It broke." } });
  });

  it("settle one by one when their step wants to see what each came to", () => {
    const run = team();
    run.spawn("team", [{ body: "l" }, { body: "m" }], { onFailure: "settle" });
    run.fail("team[0].l1");
    expect(run.phase("team")).toBe("spawned");
    run.succeed("team[1].m1");
    expect(run.running()).toEqual(["team"]);
  });

  it("fail their step as soon as too few can still succeed, and leave by its error port when that is wired", () => {
    const plan = planOf(["team>z", "team.error>rescue"], { bodies: { team: lanes("l", "m", "r") }, handling: ["team"] });
    const run = new TestRun(plan);
    run.spawn("team", [{ body: "l" }, { body: "m" }, { body: "r" }], { onFailure: "settle", atLeast: 2 });
    run.fail("team[0].l1");
    expect(run.phase("team")).toBe("spawned");
    run.fail("team[2].r1");
    expect(run.phase("team[1].m1")).toBe("cancelled");
    expect(run.running()).toEqual(["rescue"]);
    expect(run.state.steps.get("z")?.skipped).toEqual({ nodeId: "team", text: "TEAM failed" });
    run.succeed("rescue");
    expect(run.end()).toMatchObject({ status: "succeeded" });
  });

  it("give their place back before the turn that follows them takes one, so that turn waits for a place too", () => {
    const run = new TestRun(planOf(["a>x", "a>y"], { bodies: { team: lanes("l") } }), 2);
    run.spawn("team", [{ body: "l" }]);
    run.succeed("a");
    expect(run.running()).toEqual(["team[0].l1", "x"]);
    run.succeed("team[0].l1");
    expect(run.running()).toEqual(["x", "y"]);
    run.succeed("x");
    expect(run.running()).toEqual(["team", "y"]);
  });

  it("wait for the ones they need, and end with them when those fail", () => {
    const run = new TestRun(planOf(["lead>z"], { called: ["w", "v"] }));
    run.spawn(
      "lead",
      [
        { node: "w", as: "call" },
        { node: "v", as: "call" },
        { node: "w", as: "call", after: [0, 1] },
        { node: "v", as: "call", after: [2] },
      ],
      { onFailure: "settle" },
    );
    expect(run.begun("lead")).toEqual([0, 1]);
    run.succeed("lead.call[0].w");
    expect(run.begun("lead")).toEqual([0, 1]);
    run.succeed("lead.call[1].v");
    expect(run.running()).toEqual(["lead.call[2].w"]);
    run.fail("lead.call[2].w");
    expect(endOf(run, "lead.call[3]")).toMatchObject({ status: "cancelled", error: { code: "needs_failed" } });
    expect(run.running()).toEqual(["lead"]);
  });

  it("nest, and a failure inside travels outwards to the first step that handles it", () => {
    const plan = planOf(["outer.error>rescue"], {
      bodies: { outer: [bodyOfNodes("body", ["inner"])], inner: [bodyOfNodes("body", ["leaf"])] },
      handling: ["outer"],
    });
    const run = new TestRun(plan);
    run.spawn("outer", [{ body: "body" }]);
    run.spawn("outer[0].inner", [{ body: "body" }]);
    run.fail("outer[0].inner[0].leaf");
    expect(run.phase("outer[0].inner")).toBe("failed");
    expect(run.phase("outer")).toBe("failed");
    expect(run.running()).toEqual(["rescue"]);
  });

  it("may be spawned again in a later turn, numbered on", () => {
    const run = new TestRun(planOf(["again>z"], { bodies: { again: [bodyOfNodes("body", ["w"])] } }));
    run.spawn("again", [{ body: "body" }]);
    run.succeed("again[0].w");
    run.spawn("again", [{ body: "body" }]);
    expect(run.running()).toEqual(["again[1].w"]);
    run.succeed("again[1].w");
    expect(run.journal.at(-1)).toMatchObject({ type: "step_resumed", turn: 2 });
  });

  it("let a node call itself", () => {
    const run = new TestRun(planOf(["solve>z"]));
    run.spawn("solve", [{ node: "solve", as: "task" }]);
    run.spawn("solve.task[0].solve", [{ node: "solve", as: "task" }]);
    expect(run.running()).toEqual(["solve.task[0].solve.task[0].solve"]);
    run.succeed("solve.task[0].solve.task[0].solve");
    run.succeed("solve.task[0].solve");
    run.succeed("solve");
    expect(run.running()).toEqual(["z"]);
  });

  it("end with their step when the run is cancelled, what is inside first", () => {
    const run = team();
    run.spawn("team", [{ body: "l" }, { body: "m" }], { atOnce: 1 });
    run.record({ type: "cancel_requested", at: 0, by: "local" });
    expect(run.journal.slice(-4).map((event) => ("path" in event ? event.path : "frame" in event ? event.frame : event.type))).toEqual([
      "team[0].l1",
      "team[0]",
      "team",
      "run_finished",
    ]);
  });

  it("can be cancelled one by one, and the others go on", () => {
    const run = new TestRun(planOf(["solve>z"]));
    run.spawn(
      "solve",
      [
        { node: "solve", as: "task" },
        { node: "solve", as: "task" },
      ],
      { onFailure: "settle" },
    );
    run.record({ type: "cancel_requested", at: 0, by: "local", path: "solve.task[0].solve" });
    expect(endOf(run, "solve.task[0]")).toMatchObject({ status: "cancelled" });
    expect(run.running()).toEqual(["solve.task[1].solve"]);
  });

  it("are not begun again by a crash; only what was in flight is", () => {
    const run = team();
    run.spawn("team", [{ body: "l" }, { body: "m" }]);
    run.succeed("team[0].l1");
    run.crash();
    expect(run.running()).toEqual(["team[1].m1"]);
    expect(run.state.steps.get("team[1].m1")).toMatchObject({ attempt: 2 });
    run.succeed("team[1].m1");
    run.crash();
    expect(run.state.steps.get("team")).toMatchObject({ phase: "running", turn: 1, attempt: 2 });
  });

  it("do not begin when they would give the run more steps than it may have", () => {
    const run = new TestRun(planOf(["team>z"], { bodies: { team: lanes("l", "m", "r") } }), 1_000, 3);
    run.spawn("team", [{ body: "l" }, { body: "m" }, { body: "r" }]);
    expect(run.end()).toMatchObject({ status: "failed", error: { path: "team", code: "too_many_steps", class: "limit" } });
  });
});

describe("waiting", () => {
  const waitingRun = (at: number | null) => {
    const run = new TestRun(planOf(["ask>z", "side>y"]));
    run.record({ type: "step_waiting", at: 0, path: "ask", attempt: 1, turn: 0, until: { for: "decision", ask: {}, at } });
    return run;
  };

  it("holds the run open, not the rest of it back, and says when it is due", () => {
    const run = waitingRun(900);
    run.succeed("side");
    run.succeed("y");
    expect(run.end()).toBeNull();
    expect(nextWakeAt(run.state, 0)).toBe(900);
    expect(nextWakeAt(waitingRun(null).state, 0)).toBeNull();
  });

  it("ends at its time, or with what came first", () => {
    const run = waitingRun(900);
    run.record({ type: "run_recovered", at: 900, epoch: 2, interrupted: [] }, 900);
    expect(run.journal.at(-1)).toMatchObject({ type: "step_resumed", path: "ask", by: { by: "time" } });
  });

  it("for a person is superseded when its iteration, its lane or its run is left; waiting for a time is just cancelled", () => {
    const wait = (run: TestRun, path: string, until: WaitUntilRecord) =>
      run.record({ type: "step_waiting", at: 0, path, attempt: 1, turn: 0, until });
    const superseded = (run: TestRun) =>
      run.journal.flatMap((event) => (event.type === "step_cancelled" && event.superseded ? [[event.path, event.because]] : []));
    const decision = { for: "decision", ask: {}, at: null } as const;

    const looping = new TestRun(planOf(["loop>z"], { bodies: { loop: [bodyOfNodes("body", ["ask", "side", "delay"])] } }));
    looping.spawn("loop", [{ body: "body" }]);
    wait(looping, "loop[0].ask", decision);
    wait(looping, "loop[0].delay", { for: "time", at: 900 });
    looping.fail("loop[0].side");
    expect(superseded(looping)).toEqual([["loop[0].ask", "another step failed"]]);
    expect(looping.phase("loop[0].delay")).toBe("cancelled");

    const joined = new TestRun(planOf(["ask>j", "quick>j", "j>z"], { joins: { j: { wait: "count", count: 1, cancelRest: true } } }));
    wait(joined, "ask", decision);
    joined.succeed("quick");
    expect(superseded(joined)).toEqual([["ask", "J had all it waits for"]]);

    const cancelled = waitingRun(null);
    cancelled.record({ type: "cancel_requested", at: 0, by: "local" });
    expect(superseded(cancelled)).toEqual([["ask", "the run was cancelled"]]);
  });

  it("is not repeated by a crash", () => {
    const run = waitingRun(null);
    run.crash();
    expect(run.phase("ask")).toBe("waiting");
  });
});
