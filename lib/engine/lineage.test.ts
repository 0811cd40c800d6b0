import { expect, it } from "vitest";
import { lineage } from "./lineage";
import { stateAlong } from "./state-values";
import { planOf, TestRun } from "./testing/plan";

//      ┌─► b ─┐
//  a ──┤      ├─► d
//      └─► c ─┘
const diamond = ["a>b", "a>c", "b>d", "c>d"];

it("carries branches in edge order, and what they share once, whatever finished first", () => {
  const run = new TestRun(planOf(diamond));
  for (const path of ["a", "c", "b"]) run.succeed(path);
  expect(lineage(run.index, run.state, ["b>d", "c>d"])).toEqual(["a", "b", "c"]);
});

it("leaves out a branch that was skipped", () => {
  const run = new TestRun(planOf(["r.left>b", "r.right>c", "b>d", "c>d"]));
  run.succeed("r", ["left"]);
  run.succeed("b");
  expect(lineage(run.index, run.state, run.state.steps.get("d")?.from ?? [])).toEqual(["r", "b"]);
});

it("replays each branch's writes through the variable's reducer, and a write before the fork once", () => {
  const run = new TestRun(planOf(diamond));
  const write = (path: string, value: number) =>
    run.record({
      type: "step_succeeded",
      at: 0,
      path,
      attempt: 1,
      ports: ["out"],
      output: { inline: null },
      writes: [
        { variable: "sum", value },
        { variable: "seen", value: path },
      ],
    });
  write("a", 1);
  write("c", 4);
  write("b", 2);
  const state = [
    { name: "sum", type: "number" as const, initial: 0, reducer: "add" as const },
    { name: "seen", type: "list" as const, initial: [], reducer: "append" as const },
  ];
  const values = stateAlong(state, run.state, lineage(run.index, run.state, ["b>d", "c>d"]));
  expect(values).toEqual({ sum: 7, seen: ["a", "b", "c"] });
});
