import { expect, it } from "vitest";
import type { Plan } from "../compile/plan";
import { lineage } from "./lineage";
import { stateAlong } from "./state-values";
import { bodyOfNodes, planOf, TestRun } from "./testing/plan";

//      ┌─► b ─┐
//  a ──┤      ├─► d
//      └─► c ─┘
const diamond = ["a>b", "a>c", "b>d", "c>d"];

const behind = (run: TestRun, path: string, isConversation = false): readonly string[] => {
  const step = run.state.steps.get(path);
  if (step === undefined) throw new Error(`${path} has not begun`);
  return lineage(run.index, run.state, step, { isConversation }).map(({ path: at, turn }) => (turn === 0 ? at : `${at}#${turn}`));
};

it("carries branches in edge order, and what they share once, whatever finished first", () => {
  const run = new TestRun(planOf(diamond));
  for (const path of ["a", "c", "b"]) run.succeed(path);
  expect(behind(run, "d")).toEqual(["a", "b", "c"]);
});

it("leaves out a branch that was skipped", () => {
  const run = new TestRun(planOf(["r.left>b", "r.right>c", "b>d", "c>d"]));
  run.succeed("r", ["left"]);
  run.succeed("b");
  expect(behind(run, "d")).toEqual(["r", "b"]);
});

it("shows a lane what lies behind its container, and a later step the lanes by number", () => {
  const run = new TestRun(planOf(["a>team", "team>z"], { bodies: { team: [bodyOfNodes("left", ["l"]), bodyOfNodes("right", ["r"])] } }));
  run.succeed("a");
  run.spawn("team", [{ body: "left" }, { body: "right" }]);
  run.succeed("team[1].r");
  expect(behind(run, "team[0].l")).toEqual(["a"]);
  run.succeed("team[0].l");
  run.succeed("team");
  expect(behind(run, "z")).toEqual(["a", "team", "team[0].l", "team[1].r", "team#1"]);
});

it("carries one iteration on into the next, and keeps what a called node says to itself", () => {
  const loop = new TestRun(planOf(["a>again", "again>z"], { bodies: { again: [bodyOfNodes("body", ["w"])] } }));
  loop.succeed("a");
  loop.spawn("again", [{ body: "body", carry: "so_far" }]);
  loop.succeed("again[0].w");
  loop.spawn("again", [{ body: "body", carry: "so_far" }]);
  expect(behind(loop, "again[1].w")).toEqual(["a", "again", "again[0].w", "again#1"]);

  const team = new TestRun(planOf(["a>lead", "lead>z"], { called: ["worker"] }));
  team.succeed("a");
  team.spawn("lead", [{ node: "worker", as: "call", carry: "nothing" }]);
  expect(behind(team, "lead.call[0].worker", true)).toEqual([]);
  expect(behind(team, "lead.call[0].worker")).toEqual(["a"]);
  team.succeed("lead.call[0].worker");
  expect(behind(team, "lead", true)).toEqual(["a", "lead"]);
});

const write = (run: TestRun, path: string, writes: readonly { readonly variable: string; readonly value: number | string }[]) =>
  run.record({ type: "step_succeeded", at: 0, path, attempt: 1, ports: ["out"], output: { inline: null }, writes: [...writes] });

const withState = (plan: Plan, state: Plan["state"]): Plan => ({ ...plan, state });

it("replays each branch's writes through the variable's reducer, and a write before the fork once", () => {
  const run = new TestRun(
    withState(planOf(diamond), [
      { name: "sum", type: "number", initial: 0, reducer: "add" },
      { name: "seen", type: "list", initial: [], reducer: "append" },
    ]),
  );
  const both = (path: string, value: number) =>
    write(run, path, [
      { variable: "sum", value },
      { variable: "seen", value: path },
    ]);
  both("a", 1);
  both("c", 4);
  both("b", 2);
  const d = run.state.steps.get("d");
  const read = d && stateAlong(run.index, run.state, lineage(run.index, run.state, d));
  expect(read).toEqual({ values: { sum: 7, seen: ["a", "b", "c"] }, conflict: null });
});

it("names the two steps that wrote different values side by side where only one is allowed", () => {
  const conflicts = (first: number, second: number) => {
    const run = new TestRun(withState(planOf(diamond), [{ name: "plan", type: "number", initial: 0, reducer: "conflict" }]));
    write(run, "a", [{ variable: "plan", value: 9 }]);
    write(run, "b", [{ variable: "plan", value: first }]);
    write(run, "c", [{ variable: "plan", value: second }]);
    const d = run.state.steps.get("d");
    return d && stateAlong(run.index, run.state, lineage(run.index, run.state, d)).conflict;
  };
  expect(conflicts(1, 1)).toBeNull();
  expect(conflicts(1, 2)).toEqual({ variable: "plan", paths: ["b", "c"] });
});
