import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../shared/json";
import { err } from "../../shared/result";
import type { StepOutcome } from "../contract";
import { answered, boundNode, emptyReport, ended, firstTurn, received, stepContext, turnAfter } from "../testing";
import { managerNode } from "./definition";
import { readPlan } from "./delegations";
import { executeManager } from "./executor.server";

const workers = [
  boundNode("coder", { title: "Code worker", purpose: "Calculates." }),
  boundNode("searcher", { title: "Search worker", purpose: "Searches." }),
];
const config = (parts: JsonObject = {}) => managerNode.config.parse({ ...managerNode.defaults, ...parts });
const goal = received({ Request: "Compare heating costs" });

type Answer = ReturnType<typeof answered>;
const json = (value: JsonValue): Answer => answered(JSON.stringify(value), value);
const task = (id: string, worker: string, text: string, after: readonly string[] = []) => ({ id, worker, task: text, after });
const planOf = (...subtasks: readonly ReturnType<typeof task>[]) => json({ note: "A plan.", subtasks });

/** Answers in the order given, the last one for ever. */
function manager(answers: readonly Answer[], bound = workers) {
  let asked = 0;
  const model = () => {
    asked += 1;
    return answers[Math.min(asked, answers.length) - 1] ?? answered("");
  };
  return stepContext({ nodeId: "manager", title: "Manager", bound: { workers: bound }, model });
}

const spawned = (outcome: StepOutcome) => {
  if (outcome.kind !== "spawned") throw new Error(`expected children, not ${JSON.stringify(outcome)}`);
  return outcome;
};

describe("planning", () => {
  it("asks for subtasks of the workers it is wired to, and starts exactly those", async () => {
    const context = manager([
      planOf(task("a", "searcher", "Find prices"), task("b", "Code worker", "Add them up", ["a"]), task("c", "SEARCHER", "Find grants")),
    ]);
    const outcome = await executeManager(firstTurn(config({ atOnce: 3, instructions: "Be thrifty." }), goal), context);
    expect(outcome).toMatchObject({
      kind: "spawned",
      children: [
        {
          title: "Search worker: Find prices",
          runs: { node: "searcher", as: "call" },
          input: "Find prices",
          values: { task: "Find prices" },
          carry: "nothing",
        },
        { runs: { node: "coder", as: "call" }, after: [0] },
        { runs: { node: "searcher", as: "call" } },
      ],
      policy: { atOnce: 3, onFailure: "settle" },
      because: "3 subtasks for 2 workers",
      model: emptyReport,
    });
    expect(spawned(outcome).children[0]).not.toHaveProperty("after");
    const [turn] = context.turns;
    expect(turn?.message).toBe("Compare heating costs");
    expect(turn?.instructions).toMatch(/- coder: Code worker\. Calculates\.\n- searcher: Search worker\. Searches\.[\s\S]*Be thrifty\.$/);
    expect(turn?.outputSchema?.schema).toMatchObject({
      properties: { subtasks: { maxItems: 20, minItems: 1, items: { properties: { worker: { enum: ["coder", "searcher"] } } } } },
    });
  });

  it("needs somebody to give work to, and something to plan", async () => {
    expect(await executeManager(firstTurn(config(), goal), manager([], []))).toMatchObject({ error: { code: "no_workers" } });
    expect(await executeManager(firstTurn(config(), goal), manager([], [boundNode("manager")]))).toMatchObject({
      error: { code: "no_workers" },
    });
    expect(await executeManager(firstTurn(config()), manager([]))).toMatchObject({ error: { code: "empty_message" } });
  });

  it.each([
    ["an unknown worker", planOf(task("a", "lawyer", "Sue")), "no worker “lawyer” for subtask a; there are: coder, searcher"],
    ["itself as a worker", planOf(task("a", "Manager", "Plan")), "Subtask a is given to the manager itself"],
    [
      "subtasks that wait for each other",
      planOf(task("a", "coder", "x", ["b"]), task("b", "coder", "y", ["a"])),
      "a, b wait for each other",
    ],
    ["a subtask that waits for itself", planOf(task("a", "coder", "x", ["a"])), "a waits for itself"],
    ["a subtask that waits for nobody", planOf(task("a", "coder", "x", ["z"])), "waits for z, which is not in the plan"],
    ["two subtasks of one name", planOf(task("a", "coder", "x"), task("a", "coder", "y")), "Two subtasks have the id a"],
    ["too many subtasks", planOf(...["a", "b", "c", "d"].map((id) => task(id, "coder", id))), "4 subtasks; 3 may still be given out"],
    [
      "the same task three times",
      planOf(...["a", "b", "c"].map((id) => task(id, "coder", "Count  again"))),
      "coder would get the same task a third time",
    ],
    ["no task", planOf(task("a", "coder", " ")), "Subtask a has no task"],
    ["no subtasks", planOf(), "no subtasks"],
    ["something else", json(["x"]), "no subtasks"],
  ])("sends %s back once, then gives up before anybody works", async (_, bad, reason) => {
    const context = manager([bad]);
    expect(await executeManager(firstTurn(config({ most: 3 }), goal), context)).toMatchObject({
      kind: "failed",
      error: { code: "invalid_plan", class: "permanent", message: expect.stringContaining(reason) },
      model: emptyReport,
    });
    expect(context.turns).toHaveLength(2);
    expect(context.turns[1]?.message).toContain(reason);

    const better = manager([bad, planOf(task("a", "coder", "Count"))]);
    expect(await executeManager(firstTurn(config({ most: 3 }), goal), better)).toMatchObject({
      kind: "spawned",
      because: "1 subtask for 1 worker",
    });
  });

  it("calls JSON that never came right an invalid plan, with what was said", async () => {
    const error = { code: "output_invalid", class: "permanent" as const, message: "No JSON.", raw: "{{{" };
    const context = stepContext({ nodeId: "manager", bound: { workers }, model: () => err({ error, report: emptyReport }) });
    expect(await executeManager(firstTurn(config(), goal), context)).toMatchObject({
      error: { code: "invalid_plan", raw: "{{{" },
      model: emptyReport,
    });
  });

  it("finds the circle in a plan of any size quickly", () => {
    const chain = Array.from({ length: 50 }, (_, index) => task(`t${index}`, "coder", `Part ${index}`, [`t${(index + 1) % 50}`]));
    const read = readPlan({ subtasks: chain }, { workers, self: { nodeId: "m", title: "M" }, remaining: 50, given: [] });
    expect(read).toMatchObject({ ok: false, error: [expect.stringContaining("wait for each other")] });
  });
});

describe("after the results", () => {
  const planned = async (parts: JsonObject = {}) => {
    const step = firstTurn(config(parts), goal);
    const { memory } = spawned(
      await executeManager(step, manager([planOf(task("a", "searcher", "Find prices"), task("b", "coder", "Add them up"))])),
    );
    const children = [
      ended(0, { title: "Search worker: Find prices", output: "Gas costs 9 cents." }),
      ended(1, { title: "Code worker: Add them up", error: { code: "timeout", class: "transient", message: "It took too long." } }),
    ];
    return { step, memory, children, after: turnAfter(step, children, memory) };
  };

  it("shows the manager every result and every failure, and gives its answer", async () => {
    const { after } = await planned();
    const context = manager([json({ done: true, answer: "Gas is cheaper.", subtasks: [] })]);
    expect(await executeManager(after, context)).toMatchObject({
      kind: "succeeded",
      ports: ["out"],
      output: "Gas is cheaper.",
      because: "Manager put the results together",
    });
    expect(context.turns[0]?.message).toBe(
      "The goal:\n\nCompare heating costs\n\n# What your workers brought\n\n## 1. Search worker: Find prices\n\nGas costs 9 cents.\n\n## 2. Code worker: Add them up\n\nThere is no result: it failed. It took too long.",
    );
  });

  it("lets it ask for more while rounds are left, counting on from the children before", async () => {
    const { after } = await planned();
    const more = json({ done: false, answer: "", subtasks: [task("x", "coder", "Add again"), task("y", "searcher", "Check", ["x"])] });
    const outcome = spawned(await executeManager(after, manager([more])));
    expect(outcome.children).toMatchObject([{ runs: { node: "coder" } }, { after: [2] }]);
    expect(outcome.memory).toMatchObject({ goal: "Compare heating costs", round: 2, given: [{}, {}, {}, {}] });
  });

  it("asks for plain words in the last round, so nothing is delegated for ever", async () => {
    const { step, children, memory } = await planned({ rounds: 1 });
    const context = manager([answered("Gas is cheaper.")]);
    expect(await executeManager(turnAfter(step, children, memory), context)).toMatchObject({
      kind: "succeeded",
      output: "Gas is cheaper.",
    });
    expect(context.turns[0]?.outputSchema).toBeUndefined();

    let turn = firstTurn(config({ rounds: 5 }), goal);
    let calls = 0;
    for (let round = 0; ; round += 1) {
      const never = manager([json({ done: false, answer: "", note: "", subtasks: [task("a", "coder", `Again ${round}`)] })]);
      const outcome = await executeManager(turn, never);
      calls += never.turns.length;
      if (outcome.kind !== "spawned") {
        expect(outcome.kind).toBe("succeeded");
        break;
      }
      turn = turnAfter(turn, [...turn.children, ended(round, { output: "Done." })], outcome.memory);
    }
    expect(calls).toBe(6);
  });

  it("keeps what was paid for when a further plan is impossible", async () => {
    const { after } = await planned();
    const again = json({ done: false, answer: "", subtasks: [task("a", "lawyer", "Sue")] });
    const context = manager([again, again, answered("Gas is cheaper.")]);
    expect(await executeManager(after, context)).toMatchObject({
      kind: "succeeded",
      output: "Gas is cheaper.",
      because: "Manager put the results together; its further plan could not be carried out",
    });
  });

  it("counts repeats over all rounds", async () => {
    const { after } = await planned();
    const same = json({ done: false, answer: "", subtasks: [task("a", "coder", "Add them up"), task("b", "coder", "add them up")] });
    const context = manager([same, json({ done: true, answer: "Enough.", subtasks: [] })]);
    expect(await executeManager(after, context)).toMatchObject({ output: "Enough." });
    expect(context.turns[1]?.message).toContain("a third time");
  });

  it("fails without asking when nobody brought anything and no round is left", async () => {
    const { step, children, memory } = await planned({ rounds: 1 });
    const failed = children.map((child) => ({
      ...child,
      status: "failed" as const,
      error: { code: "x", class: "permanent" as const, message: "No." },
    }));
    const context = manager([answered("Made up.")]);
    expect(await executeManager(turnAfter(step, failed, memory), context)).toMatchObject({
      kind: "failed",
      error: { code: "workers_failed" },
    });
    expect(context.turns).toEqual([]);
  });

  it("fails with a name of its own on an empty answer", async () => {
    const { step, children, memory } = await planned({ rounds: 1 });
    expect(await executeManager(turnAfter(step, children, memory), manager([answered(" ")]))).toMatchObject({
      error: { code: "empty_output" },
    });
  });
});
