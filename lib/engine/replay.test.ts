import { describe, expect, it } from "vitest";
import { changedNodes } from "../compile/changed-nodes";
import type { Plan } from "../compile/plan";
import type { RunEvent } from "./events";
import { type RerunScope, reusedJournal } from "./replay";
import { bodyOfNodes, planOf, TestRun } from "./testing/plan";

/** A new run that begins with what of `run` still holds, and what it then decides. */
function rerun(run: TestRun, scope: RerunScope): TestRun {
  return run.again(numbered(run), scope);
}

/** The same of another plan. */
function rerunOn(plan: Plan, run: TestRun, scope: RerunScope): TestRun {
  return new TestRun(plan, 1_000, 1_000, reusedJournal(run.index, numbered(run), scope, changedNodes(run.index.plan, plan)));
}

const numbered = (run: TestRun) => run.journal.map((event, at): RunEvent => ({ ...event, seq: at + 1 }));

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

describe("rerunning on another plan", () => {
  const changing = (plan: Plan, id: string): Plan => ({
    ...plan,
    nodes: plan.nodes.map((node) => (node.id === id ? { ...node, config: { changed: true } } : node)),
  });

  it("keeps nothing of a container that was changed, however deep in it the chosen step stands", () => {
    const bodies = { outer: [bodyOfNodes("body", ["inner"])], inner: [bodyOfNodes("body", ["x"])] };
    const plan = planOf(["a>outer", "outer>z"], { bodies });
    const run = new TestRun(plan);
    run.succeed("a");
    for (const path of ["outer", "outer[0].inner"]) run.spawn(path, [{ body: "body" }]);
    for (const path of ["outer[0].inner[0].x", "outer[0].inner", "outer", "z"]) run.succeed(path);
    const again = rerunOn(changing(plan, "x"), run, { is: "from", path: "outer[0].inner[0].x" });
    expect(kept(again)).toEqual(["a"]);
    expect(startedAnew(again)).toEqual(["outer"]);
    again.spawn("outer", [{ body: "body" }]);
    expect(again.running()).toEqual(["outer[0].inner"]);
  });

  describe("with somebody who listens until nothing else goes on", () => {
    const parts = { bodies: { on: [bodyOfNodes("body", ["h"])] }, shapes: { on: { is: "scope", by: "events" } } } as const;
    const plan = planOf(["on>after", "after>more"], { ...parts, alone: ["source", "other"] });
    /** A whole run in which `source` emits an event of that name. */
    function played(name: string): TestRun {
      const run = new TestRun(plan);
      run.listen("on", "news");
      run.emit("source", name);
      run.succeed("other");
      if (name === "news") run.succeed("on[0].h");
      for (const path of ["on", "after", "more"]) run.succeed(path);
      expect(run.end()).toMatchObject({ status: "succeeded" });
      return run;
    }

    it("runs anew what follows from handlers that lost an event, on the same plan too", () => {
      const run = played("news");
      for (const again of [rerunOn(changing(plan, "source"), run, { is: "resume" }), rerun(run, { is: "from", path: "source" })]) {
        expect(kept(again)).toEqual(["other"]);
        expect(startedAnew(again)).toEqual(["on", "source"]);
      }
    });

    it("lets it hear what a changed or an added step emits, and keeps what it handled before", () => {
      const unheard = rerunOn(changing(plan, "source"), played("else"), { is: "resume" });
      unheard.emit("source", "news");
      expect(unheard.running()).toEqual(["on[0].h"]);

      const added = planOf(["on>after", "after>more"], { ...parts, alone: ["source", "other", "late"] });
      const heard = rerunOn(added, played("news"), { is: "resume" });
      expect(kept(heard)).toEqual(["source", "other", "on[0].h"]);
      heard.emit("late", "news");
      expect(heard.running()).toEqual(["on[1].h"]);
      for (const path of ["on[1].h", "on"]) heard.succeed(path);
      expect(heard.running()).toEqual(["after"]);
    });

    it("keeps its end where only what follows from it runs anew", () => {
      expect(kept(rerunOn(changing(plan, "more"), played("news"), { is: "resume" }))).toEqual([
        "source",
        "other",
        "on[0].h",
        "on",
        "after",
      ]);
    });
  });
});
