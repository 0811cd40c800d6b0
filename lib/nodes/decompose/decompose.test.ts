import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../shared/json";
import { err, ok } from "../../shared/result";
import type { ModelTurn, StepOutcome } from "../contract";
import type { ChildResult } from "../execution";
import { answered, emptyReport, ended, firstTurn, received, stepContext, turnAfter } from "../testing";
import { sharesOf } from "./assessment";
import { decomposeNode } from "./definition";
import { executeDecompose } from "./executor.server";

const config = (parts: JsonObject = {}) => decomposeNode.config.parse({ ...decomposeNode.defaults, ...parts });
const task = received({ Request: "Launch a shop" });
type Answer = ReturnType<typeof answered>;
const json = (value: JsonValue): Answer => answered(JSON.stringify(value), value);
const split = (...subtasks: readonly string[]) => json({ action: "split", subtasks: [...subtasks], why: "They differ." });
const execute = json({ action: "execute", subtasks: [], why: "Small." });

function solver(model: (turn: ModelTurn) => Answer, scope: JsonObject = {}) {
  return stepContext({ nodeId: "solve", title: "Solver", scope, model });
}
const isAssessment = (turn: ModelTurn) => turn.outputSchema !== undefined;

describe("one task", () => {
  it("is assessed aside and then done with the tools, in one turn", async () => {
    const context = solver((turn) => (isAssessment(turn) ? execute : answered("Done.")));
    const outcome = await executeDecompose(firstTurn(config({ tools: [{ type: "web_search" }], execute: "Be thorough." }), task), context);
    expect(outcome).toMatchObject({ kind: "succeeded", ports: ["out"], output: "Done.", because: "Small.", model: emptyReport });
    expect(context.turns).toMatchObject([
      { isAside: true, tools: [], message: "Launch a shop", outputSchema: { schema: { properties: { subtasks: { maxItems: 8 } } } } },
      { instructions: "Be thorough.", tools: [{ type: "web_search" }], message: "Launch a shop" },
    ]);
  });

  it("is split into steps of the same node, which know their depth and their share", async () => {
    const outcome = await executeDecompose(
      firstTurn(config({ maxTasks: 20 }), task),
      solver(() => split("Find a name", "Build a site", "Tell people")),
    );
    expect(outcome).toMatchObject({
      kind: "spawned",
      children: [
        {
          title: "Find a name",
          runs: { node: "solve", as: "task" },
          input: "Find a name",
          values: { task: "Find a name", depth: 1, budget: 6 },
          carry: "nothing",
        },
        { values: { depth: 1, budget: 5 } },
        { values: { depth: 1, budget: 5 } },
      ],
      policy: { onFailure: "settle" },
      because: "split into 3: They differ.",
    });
  });

  it("takes a subtask from its values, whatever the node's own task says", async () => {
    const context = solver((turn) => (isAssessment(turn) ? execute : answered("Named.")), { task: "Find a name", depth: 1, budget: 5 });
    await executeDecompose(firstTurn(config({ message: "Launch {{ input.what }}" }), received({ Solver: "ignored" })), context);
    expect(context.turns.map((turn) => turn.message)).toEqual(["Find a name", "Find a name"]);
  });

  it.each([
    ["the last level", { depth: 4, budget: 9 }, "done as it is: level 4 is the last"],
    ["no share left", { depth: 1, budget: 1 }, "done as it is: its share of the 64 tasks is used up"],
  ])("is done as it is on %s, without being assessed", async (_, place, because) => {
    const context = solver(() => answered("Done."), { task: "Find a name", ...place });
    expect(await executeDecompose(firstTurn(config(), task), context)).toMatchObject({ kind: "succeeded", output: "Done.", because });
    expect(context.turns).toHaveLength(1);
  });

  it.each([
    ["into itself", split("Launch a shop", "Launch a shop")],
    ["into one", split("Sell")],
    ["into nothing", split()],
    ["into more than allowed", split(...Array.from({ length: 300 }, (_, index) => `Part ${index}`))],
    ["in a way nobody understands", json("split!")],
  ])("that is split %s is done as it is", async (_, assessment) => {
    const context = solver((turn) => (isAssessment(turn) ? assessment : answered("Done.")));
    expect(await executeDecompose(firstTurn(config(), task), context)).toMatchObject({ kind: "succeeded", output: "Done." });
  });

  it("whose assessment never is JSON is done as it is, and says so", async () => {
    const error = { code: "output_invalid", class: "permanent" as const, message: "No JSON." };
    const context = solver((turn) => (isAssessment(turn) ? err({ error, report: emptyReport }) : answered("Done.")));
    expect(await executeDecompose(firstTurn(config(), task), context)).toMatchObject({
      kind: "succeeded",
      because: "done as it is: it was not split in a way that can be used",
    });
  });

  it("fails with what happened to its calls, or without anything to do", async () => {
    const error = { code: "rate_limited", class: "transient" as const, message: "Wait." };
    expect(
      await executeDecompose(
        firstTurn(config(), task),
        solver(() => err({ error })),
      ),
    ).toEqual({ kind: "failed", error });
    expect(
      await executeDecompose(
        firstTurn(config()),
        solver(() => execute),
      ),
    ).toMatchObject({ error: { code: "empty_message" } });
    const empty = solver((turn) => (isAssessment(turn) ? execute : answered(" ")));
    expect(await executeDecompose(firstTurn(config(), task), empty)).toMatchObject({ error: { code: "empty_output" }, model: emptyReport });
  });
});

describe("putting together", () => {
  const resumedWith = (children: readonly ChildResult[]) =>
    turnAfter(firstTurn(config(), task), children, { task: "Launch a shop", why: "x" });

  it("shows all results in order, and names what is missing", async () => {
    const context = solver(() => answered("The shop is open."));
    const children = [
      ended(1, { title: "b", values: { task: "Build a site" }, status: "cancelled" }),
      ended(0, { title: "a", values: { task: "Find a name" }, output: "Mira's" }),
    ];
    expect(await executeDecompose(resumedWith(children), context)).toMatchObject({
      kind: "succeeded",
      output: "The shop is open.",
      because: "put 2 results together",
    });
    expect(context.turns[0]?.message).toBe(
      "The task:\n\nLaunch a shop\n\n# Results of its subtasks\n\n## 1. Find a name\n\nMira's\n\n## 2. Build a site\n\nThere is no result: it was cancelled.",
    );
  });

  it("makes nothing up when every subtask failed", async () => {
    const error = { code: "x", class: "permanent" as const, message: "No key." };
    const context = solver(() => answered("Made up."));
    expect(await executeDecompose(resumedWith([ended(0, { error }), ended(1, { error })]), context)).toMatchObject({
      kind: "failed",
      error: { code: "subtasks_failed", message: expect.stringContaining("No key.") },
    });
    expect(context.turns).toEqual([]);
  });
});

/** Runs a whole tree with a model that always splits as far as it is let. */
async function growTree(caps: { readonly maxDepth: number; readonly maxBreadth: number; readonly maxTasks: number }) {
  const counts = { tasks: 0, deepest: 0, calls: 0 };
  const greedy = (turn: ModelTurn): Answer => {
    counts.calls += 1;
    const properties = Object(turn.outputSchema?.schema.properties);
    const most = properties.subtasks?.maxItems ?? 0;
    return isAssessment(turn)
      ? split(...Array.from({ length: most }, (_, index) => `${turn.message}.${index}`))
      : ok({ ...emptyAnswer, text: "Done." });
  };
  const run = async (scope: JsonObject): Promise<StepOutcome> => {
    counts.tasks += 1;
    counts.deepest = Math.max(counts.deepest, Number(scope.depth ?? 0));
    const step = firstTurn(config(caps), task);
    const outcome = await executeDecompose(step, solver(greedy, scope));
    if (outcome.kind !== "spawned") return outcome;
    const children: ChildResult[] = [];
    for (const [index, child] of outcome.children.entries()) {
      const ran = await run(child.values);
      children.push(ended(index, { output: ran.kind === "succeeded" ? ran.output : null, values: child.values }));
    }
    return executeDecompose(turnAfter(step, children, outcome.memory), solver(greedy, scope));
  };
  const outcome = await run({});
  return { ...counts, outcome };
}
const emptyAnswer = { json: undefined, calls: [], report: emptyReport };

describe("a tree that would explode", () => {
  it.each([
    { maxDepth: 6, maxBreadth: 16, maxTasks: 256 },
    { maxDepth: 4, maxBreadth: 8, maxTasks: 64 },
    { maxDepth: 1, maxBreadth: 2, maxTasks: 3 },
    { maxDepth: 6, maxBreadth: 2, maxTasks: 256 },
    { maxDepth: 2, maxBreadth: 16, maxTasks: 10 },
  ])("stays within %o", async (caps) => {
    const { tasks, deepest, calls, outcome } = await growTree(caps);
    expect(outcome.kind).toBe("succeeded");
    expect(tasks).toBeLessThanOrEqual(caps.maxTasks);
    expect(deepest).toBeLessThanOrEqual(caps.maxDepth);
    // Each task is assessed and then done or put together: two calls at most.
    expect(calls).toBeLessThanOrEqual(2 * caps.maxTasks);
    expect(tasks).toBeGreaterThan(1);
  });

  it("hands out exactly what is left", () => {
    for (const [budget, count] of [
      [23, 3],
      [2, 2],
      [5, 8],
      [63, 8],
    ] as const) {
      expect(sharesOf(budget, count).reduce((sum, share) => sum + share, 0)).toBe(Math.max(0, budget - count));
    }
  });
});
