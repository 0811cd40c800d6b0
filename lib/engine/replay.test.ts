import { describe, expect, it } from "vitest";
import type { RunEvent } from "./events";
import type { RerunScope } from "./replay";
import { bodyOfNodes, planOf, TestRun } from "./testing/plan";

/** A new run that begins with what of `run` still holds, and what it then decides. */
function rerun(run: TestRun, scope: RerunScope): TestRun {
  const journal = run.journal.map((event, at): RunEvent => ({ ...event, seq: at + 1 }));
  return run.again(journal, scope);
}

const startedAnew = (run: TestRun) =>
  run.journal.flatMap((event) => (event.type === "step_started" && event.reused !== true ? [event.path] : []));
const kept = (run: TestRun) => run.journal.flatMap((event) => (event.type === "step_succeeded" && event.reused ? [event.path] : []));

describe("resuming a failed run", () => {
  it("keeps every completed step, tries again what failed and what was in flight, and leaves the old run alone", () => {
    const run = new TestRun(planOf(["a>b", "b>c", "a>d", "d>c"]));
    run.succeed("a");
    run.succeed("b");
    run.fail("d");
    const before = JSON.stringify(run.journal);
    const again = rerun(run, { is: "resume" });
    expect(kept(again)).toEqual(["a", "b"]);
    expect(startedAnew(again)).toEqual(["d"]);
    again.succeed("d");
    expect(again.running()).toEqual(["c"]);
    expect(JSON.stringify(run.journal)).toBe(before);
  });

  it("goes on inside a container: lanes that ended stand, the others run", () => {
    const run = new TestRun(planOf(["team>z"], { bodies: { team: [bodyOfNodes("l", ["l1"]), bodyOfNodes("m", ["m1"])] } }));
    run.spawn("team", [{ body: "l" }, { body: "m" }]);
    run.succeed("team[0].l1");
    run.fail("team[1].m1");
    const again = rerun(run, { is: "resume" });
    expect(startedAnew(again)).toEqual(["team[1].m1"]);
    again.succeed("team[1].m1");
    expect(again.journal.at(-1)).toMatchObject({ type: "step_resumed", path: "team", turn: 1 });
  });

  it("repeats only the last turn of a step whose turns before stand", () => {
    const run = new TestRun(planOf(["lead>z"], { called: ["w"] }));
    run.spawn("lead", [{ node: "w", as: "call" }]);
    run.succeed("lead.call[0].w");
    run.fail("lead");
    const again = rerun(run, { is: "resume" });
    expect(startedAnew(again)).toEqual([]);
    expect(again.journal.at(-1)).toMatchObject({ type: "step_resumed", path: "lead", turn: 1 });
  });

  it("keeps a failure that was handled, a skip, and what a join cancelled", () => {
    const join = { wait: "count", count: 1, cancelRest: true } as const;
    const run = new TestRun(planOf(["r.error>h", "r>n", "s>x", "s>y", "x>j", "y>j", "j>k"], { handling: ["r"], joins: { j: join } }));
    run.record({
      type: "step_failed",
      at: 0,
      path: "r",
      attempt: 1,
      handled: true,
      error: { code: "e", class: "permanent", message: "E." },
    });
    run.succeed("s");
    run.succeed("x");
    run.succeed("j");
    run.fail("k");
    const again = rerun(run, { is: "resume" });
    expect(startedAnew(again).toSorted()).toEqual(["h", "k"]);
    expect(again.phase("n")).toBe("skipped");
    expect(again.phase("y")).toBe("cancelled");
  });
});

describe("rerunning from a step", () => {
  it("keeps what does not depend on it", () => {
    const run = new TestRun(planOf(["a>b", "a>c", "b>d", "c>e"]));
    for (const path of ["a", "b", "c", "d", "e"]) run.succeed(path);
    const again = rerun(run, { is: "from", path: "b" });
    expect(kept(again)).toEqual(["a", "c", "e"]);
    expect(startedAnew(again)).toEqual(["b"]);
  });

  it("keeps earlier iterations and sibling lanes, and drops later iterations and what follows the container", () => {
    const run = new TestRun(planOf(["again>z"], { bodies: { again: [bodyOfNodes("body", ["w"])] } }));
    for (let turn = 0; turn < 3; turn += 1) {
      run.spawn("again", [{ body: "body" }]);
      run.succeed(`again[${turn}].w`);
    }
    run.succeed("again");
    run.succeed("z");
    const again = rerun(run, { is: "from", path: "again[1].w" });
    expect(kept(again)).toEqual(["again[0].w"]);
    expect(startedAnew(again)).toEqual(["again[1].w"]);
    expect(again.begun("again")).toEqual([0, 1]);

    const lanes = new TestRun(planOf(["team>z"], { bodies: { team: [bodyOfNodes("l", ["l1", "l2"]), bodyOfNodes("m", ["m1"])] } }));
    lanes.spawn("team", [{ body: "l" }, { body: "m" }]);
    for (const path of ["team[0].l1", "team[0].l2", "team[1].m1", "team", "z"]) lanes.succeed(path);
    const relaned = rerun(lanes, { is: "from", path: "team[0].l2" });
    expect(kept(relaned)).toEqual(["team[0].l1", "team[1].m1"]);
    expect(startedAnew(relaned)).toEqual(["team[0].l2"]);
  });

  it("drops the siblings that were given what it came to, with all that they led to", () => {
    const run = new TestRun(planOf(["lead>z"], { called: ["w"] }));
    run.spawn("lead", [
      { node: "w", as: "call" },
      { node: "w", as: "call" },
      { node: "w", as: "call", after: [0] },
      { node: "w", as: "call", after: [2] },
    ]);
    for (const number of [0, 1, 2, 3]) run.succeed(`lead.call[${number}].w`);
    run.succeed("lead");
    const again = rerun(run, { is: "from", path: "lead.call[0].w" });
    expect(kept(again)).toEqual(["lead.call[1].w"]);
    expect(startedAnew(again)).toEqual(["lead.call[0].w"]);
    again.succeed("lead.call[0].w");
    expect(again.running()).toEqual(["lead.call[2].w"]);
  });

  it("keeps what was handled before it, and in one conversation drops what was handled after it", () => {
    const carried = (carry: "so_far" | "nothing") => {
      const run = new TestRun(
        planOf(["a>z"], { bodies: { on: [bodyOfNodes("body", ["h"])] }, shapes: { on: { is: "scope", by: "events" } } }),
      );
      run.listen("on", "data", null, carry);
      for (const data of [0, 1, 2])
        run.record({ type: "event_emitted", at: 0, name: "data", data: { inline: data }, from: null, depth: 0, to: ["on"] });
      for (const number of [0, 1, 2]) run.succeed(`on[${number}].h`);
      for (const path of ["a", "z", "on"]) run.succeed(path);
      return rerun(run, { is: "from", path: "on[1].h" });
    };
    expect(startedAnew(carried("nothing"))).toEqual(["on[1].h"]);
    expect(kept(carried("nothing"))).toEqual(["on[0].h", "on[2].h", "a", "z"]);
    expect(kept(carried("so_far"))).toEqual(["on[0].h", "a", "z"]);
    expect(startedAnew(carried("so_far")).toSorted()).toEqual(["on[1].h", "on[2].h"]);
  });

  it("drops what other handlers said after it in a conversation they share, and what followed from that", () => {
    const scope = { is: "scope", by: "events" } as const;
    const bodies = { on: [bodyOfNodes("body", ["h"])], other: [bodyOfNodes("body", ["k"])] };
    const run = new TestRun(planOf(["other>after"], { bodies, shapes: { on: scope, other: scope } }));
    run.listen("on", "data", null, "so_far", "desk");
    run.listen("other", "news", 100, "so_far", "desk");
    for (const [name, to] of [
      ["news", "other"],
      ["data", "on"],
      ["news", "other"],
    ] as const)
      run.record({ type: "event_emitted", at: 0, name, data: { inline: 0 }, from: null, depth: 0, to: [to] });
    for (const path of ["other[0].k", "on[0].h", "other[1].k"]) run.succeed(path);
    run.record({ type: "run_recovered", at: 100, epoch: 2, interrupted: [] }, 100);
    for (const path of ["other", "after", "on"]) run.succeed(path);
    expect(run.end()).toMatchObject({ status: "succeeded" });
    const again = rerun(run, { is: "from", path: "on[0].h" });
    expect(kept(again)).toEqual(["other[0].k"]);
    expect(startedAnew(again)).toEqual(["on[0].h"]);
    again.succeed("on[0].h");
    expect(again.running()).toEqual(["other[1].k"]);
  });
});
