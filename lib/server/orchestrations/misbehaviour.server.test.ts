import { beforeEach, describe, expect, it } from "vitest";
import { withKinds, withLiveRuns } from "../../../scripts/vitest/live-runs";
import {
  type Asked,
  askedOf,
  messageOf,
  order,
  outputOf,
  type PlayedRun,
  playerOf,
  template,
  treeOf,
  withNode,
} from "../../../scripts/vitest/played-run";
import { callsFunctions, lastMessage, says, saysJson, schemaName } from "../../../scripts/vitest/scripted-model";
import type { WorkflowDocument } from "../../document/schema";
import { documentOf, nodeOf } from "../../document/testing";
import type { JsonObject, JsonValue } from "../../shared/json";
import { limits } from "../../shared/limits";
import type { Script } from "../../simulator/call";

const live = withLiveRuns();
const play = playerOf(live);
const tell = (script: Script) => live.simulator().setScript(script);

beforeEach(() => live.simulator().reset());

/** How a run failed, its sentence checked: a person can read it and nothing of the machine shows. */
function failureOf({ view }: PlayedRun) {
  expect(view.status).toBe("failed");
  expect(view.error?.message).toMatch(/^[A-Z“].*[.!?]$/s);
  expect(view.error?.message).not.toMatch(/\bat .*:\d+|undefined|\[object|\n/);
  return view.error;
}

const results = ({ body }: Asked) => (body.inputs ?? []).filter(({ type }) => type === "function.result");

/** input ──► desk ──► output, and agents that the desk may hand over to, who may hand over to each other. */
function desk(config: JsonObject = {}, colleagues: readonly string[] = []): WorkflowDocument {
  const agent = (id: string, more: JsonObject) => nodeOf(id, { model: "mistral-small-latest", instructions: `You are ${id}.`, ...more });
  const drawn = documentOf(
    ["input", agent("desk", config), "output", ...colleagues.map((id) => agent(id, {}))],
    ["input>desk", "desk>output"],
  );
  const everyone = ["desk", ...colleagues];
  const handoffs = everyone.flatMap((source) =>
    everyone
      .filter((target) => target !== source)
      .map((target) => ({ id: `${source}.handoffs>${target}.in`, source, sourcePort: "handoffs", target, targetPort: "in" })),
  );
  const field = { key: "question", label: "Question", type: "text", required: true };
  return withKinds(
    { ...drawn, edges: [...drawn.edges, ...handoffs], sampleInput: { question: "Who pays?" } },
    {
      input: { type: "input", config: { fields: [field] } },
      output: { type: "output", config: { format: "markdown", value: "" } },
    },
  );
}

describe("a manager", () => {
  const document = template("manager-workers");
  const task = (worker: string, text = "Work.", id = "a") => ({ id, worker, task: text, after: [] });
  const many = (count: number) => Array.from({ length: count }, (_, index) => task("writer", `Part ${index}.`, `t${index}`));

  const once = 2;
  const twice = 1 + limits.repairCalls.value;

  it.each<[string, JsonValue, string, number]>([
    ["names an unknown worker", [task("lawyer")], "“subtasks.0.worker” must be equal to one of the allowed values", twice],
    ["gives work to itself", [task("manager")], "“subtasks.0.worker” must be equal to one of the allowed values", twice],
    ["gives out more than it may", many(300), "“subtasks” must NOT have more than 10 items", twice],
    ["plans nothing", [], "“subtasks” must NOT have fewer than 1 items", twice],
    ["waits for itself", [{ ...task("writer"), after: ["a"] }], "Subtask a waits for itself.", once],
    [
      "waits in a circle",
      [
        { ...task("writer"), after: ["b"] },
        { ...task("writer", "b", "b"), after: ["a"] },
      ],
      "a, b wait for each other",
      once,
    ],
    [
      "gives the same task three times",
      [task("writer", "Work.", "a"), task("writer", "work.", "b"), task("writer", "Work. ", "c")],
      "writer would get the same task a third time",
      once,
    ],
  ])("that %s is told so, and fails before any worker is paid", async (_, subtasks, reason, requests) => {
    tell((prompt) => (schemaName(prompt) === "plan" ? saysJson({ note: "", subtasks }) : undefined));
    const run = await play(document);
    expect(failureOf(run)).toMatchObject({
      code: "invalid_plan",
      class: "permanent",
      path: "manager",
      message: expect.stringContaining(reason),
    });
    expect(order(run)).toEqual(Array.from({ length: requests }, () => "manager"));
    expect(messageOf(askedOf(run, "manager", -1))).toContain(reason);
    expect(treeOf(run)).toEqual(["manager failed", "request succeeded"]);
  });

  it("that never says JSON is asked to repair it twice, then fails with what it said", async () => {
    tell(() => says("I would rather talk about {the plan"));
    const run = await play(document);
    expect(failureOf(run)).toMatchObject({ code: "invalid_plan", path: "manager" });
    expect(run.view.error?.raw).toContain("{the plan");
    expect(order(run)).toHaveLength(1 + limits.repairCalls.value);
  });

  it("that always wants more is cut off after its rounds and has to answer with what there is", async () => {
    let round = 0;
    tell((prompt) => {
      const asked = schemaName(prompt);
      if (asked !== "plan" && asked !== "review") return undefined;
      round += 1;
      const subtasks = [task("writer", `Round ${round}.`)];
      return saysJson(asked === "plan" ? { note: "", subtasks } : { done: false, answer: "", subtasks });
    });
    const run = await play(document);
    expect(run.view.status).toBe("succeeded");
    expect(order(run)).toEqual(["manager", "manager.call[0].writer", "manager", "manager.call[1].writer", "manager"]);
    expect(schemaOf(askedOf(run, "manager", -1))).toBeUndefined();
  });

  it("that asks for something impossible after the results keeps them, and answers in words", async () => {
    tell((prompt) => {
      if (schemaName(prompt) === "plan") return saysJson({ note: "", subtasks: [task("writer")] });
      if (schemaName(prompt) === "review") return saysJson({ done: false, answer: "", subtasks: [task("lawyer")] });
      return undefined;
    });
    const run = await play(document);
    expect(run.view.status).toBe("succeeded");
    expect(run.view.steps.get("manager")?.because).toContain("its further plan could not be carried out");
    expect(order(run).filter((step) => step !== "manager")).toEqual(["manager.call[0].writer"]);
  });
});

describe("a decomposition that explodes", () => {
  it("costs no more tasks than it may have in all, and two requests for each", async () => {
    tell((prompt) => {
      if (schemaName(prompt) !== "assessment") return undefined;
      const subtasks = Array.from({ length: 2 }, (_, index) => `${lastMessage(prompt)}.${index}`);
      return saysJson({ action: "split", subtasks, why: "More." });
    });
    const run = await play(withNode(template("recursive"), "solve", { maxTasks: 7, maxDepth: 4, maxBreadth: 2 }), { task: "T" });
    expect(run.view.status).toBe("succeeded");
    const tasks = [...run.view.steps.keys()].filter((path) => path.endsWith("solve"));
    expect(tasks).toHaveLength(7);
    // Three were split (assessed, put together), four had no share left (done, without being assessed).
    expect(order(run)).toHaveLength(3 * 2 + 4);
  });

  it("into a thousand parts is no split: the task is done as it is, with two requests", async () => {
    const subtasks = Array.from({ length: 1_000 }, (_, index) => `Part ${index}`);
    tell((prompt) => (schemaName(prompt) === "assessment" ? saysJson({ action: "split", subtasks, why: "More." }) : undefined));
    const run = await play(template("recursive"), { task: "T" });
    expect(run.view.status).toBe("succeeded");
    expect([...run.view.steps.keys()].filter((path) => path.includes(".task["))).toEqual([]);
    expect(order(run).length).toBeLessThanOrEqual(2 + limits.repairCalls.value);
  });

  it("into itself ends at once", async () => {
    tell((prompt) => (schemaName(prompt) === "assessment" ? saysJson({ action: "split", subtasks: ["T", "T"], why: "" }) : undefined));
    const run = await play(template("recursive"), { task: "T" });
    expect(order(run)).toEqual(["solve", "solve"]);
    expect(run.view.status).toBe("succeeded");
  });
});

describe("agents that hand over", () => {
  const transfer = (to: string, reason: string) => callsFunctions([`transfer_to_${to}`, { reason }]);

  it("to each other with nothing new are stopped as a loop, on the third request", async () => {
    tell(({ instructions }) => transfer(instructions.includes("You are desk") ? "second" : "desk", "Not mine."));
    const run = await play(desk({}, ["second"]));
    expect(failureOf(run)).toMatchObject({ code: "handoff_loop", message: expect.stringContaining("DESK → SECOND → DESK → SECOND") });
    expect(order(run)).toEqual(["desk", "desk.hop[0].second", "desk.hop[0].second.hop[0].desk"]);
  });

  it("with something new each time are stopped at the cap", async () => {
    let hop = 0;
    tell(({ instructions }) => {
      hop += 1;
      return transfer(instructions.includes("You are desk") ? "second" : "desk", `News ${hop}.`);
    });
    const run = await play(desk({}, ["second"]));
    expect(failureOf(run)).toMatchObject({ code: "limit_handoffs", class: "limit" });
    expect(order(run)).toHaveLength(limits.handoffHops.value + 1);
  });

  it("to somebody who is not there are told so once; then the answer stands, and says so", async () => {
    tell(() => says("HANDOFF: LEGAL"));
    const run = await play(desk({}, ["second"]));
    expect(run.view.status).toBe("succeeded");
    expect(order(run)).toEqual(["desk", "desk"]);
    expect(messageOf(askedOf(run, "desk", 1))).toContain("Nobody called “LEGAL” is here, so nothing was handed over.");
    expect(run.view.steps.get("desk")?.because).toContain("to whom it can't hand over");
  });
});

describe("a model that calls functions", () => {
  it("that are not wired to it gets told, and nothing is done, whatever it calls", async () => {
    let asked = 0;
    tell(() => {
      asked += 1;
      return asked === 1 ? callsFunctions(["send_email", { to: "all" }], ["Transfer_To_Second", {}]) : says("I could not.");
    });
    const run = await play(desk({}, ["second"]));
    expect(outputOf(run, "desk")).toBe("I could not.");
    expect(treeOf(run)).toEqual(["desk succeeded", "input succeeded", "output succeeded"]);
    const refusals = results(askedOf(run, "desk", 1));
    expect(refusals).toMatchObject([
      {
        result: expect.stringContaining("There is no function “send_email”, so nothing was done. These can be called: transfer_to_second."),
      },
      { result: expect.stringContaining("There is no function “Transfer_To_Second”") },
    ]);
  });

  it("of another agent's gets told, though that one may use it: nothing runs", async () => {
    const base = desk({}, ["second"]);
    const lookup = { ...nodeOf("prices"), type: "transform", config: { mode: "expression", template: "", expression: "{ price: 20 }" } };
    const wired = { id: "second.tools>prices.in", source: "second", sourcePort: "tools", target: "prices", targetPort: "in" };
    let asked = 0;
    tell(() => {
      asked += 1;
      return asked === 1 ? callsFunctions(["prices", { input: "chair" }]) : says("I don't know.");
    });
    const run = await play({ ...base, nodes: [...base.nodes, lookup], edges: [...base.edges, wired] });
    expect(run.view.status).toBe("succeeded");
    expect([...run.view.steps.keys()].filter((path) => path.includes("prices"))).toEqual([]);
    expect(askedOf(run, "desk", 0).body.tools?.map((tool) => tool.function?.name)).toEqual(["transfer_to_second"]);
    expect(results(askedOf(run, "desk", 1))).toMatchObject([{ result: expect.stringContaining("There is no function “prices”") }]);
  });

  it("and is cut off in the middle of it calls nothing, and is not asked again", async () => {
    tell(() => ({ ...callsFunctions(["transfer_to_second", { reason: "Pay" }]), finish: "length" }));
    const run = await play(desk({ api: "chat" }, ["second"]));
    expect(failureOf(run)).toMatchObject({ code: "answer_cut", class: "permanent", path: "desk" });
    expect(order(run)).toEqual(["desk"]);
    expect([...run.view.steps.keys()].filter((path) => path.includes("second"))).toEqual([]);
  });

  it("for ever is asked no more often than a step may ask", async () => {
    tell(() => callsFunctions(["send_email", {}]));
    const run = await play(desk());
    expect(failureOf(run)).toMatchObject({ code: "limit_agent_turns", class: "limit" });
    expect(order(run)).toHaveLength(limits.agentTurns.value);
  });

  it("a thousand at once is asked once", async () => {
    tell(() => callsFunctions(...Array.from({ length: 1_000 }, () => ["send_email", {}] as const)));
    const run = await play(desk());
    expect(failureOf(run)).toMatchObject({ code: "limit_tool_calls", class: "limit" });
    expect(order(run)).toEqual(["desk"]);
  });

  it("many in every turn is stopped as soon as it called more than a step may, before it is asked again", async () => {
    tell(() => callsFunctions(...Array.from({ length: limits.toolCallsAtOnce.value }, () => ["send_email", {}] as const)));
    const run = await play(desk());
    expect(failureOf(run)).toMatchObject({ code: "limit_tool_calls" });
    expect(order(run)).toHaveLength(Math.ceil((limits.toolCalls.value + 1) / limits.toolCallsAtOnce.value));
  });
});

describe("an answer", () => {
  const schema = { type: "object", properties: { size: { type: "number" } }, required: ["size"], additionalProperties: false };
  const inJson = { output: "json", schemaName: "size", schema };

  it("that should be JSON is asked for anew twice, in the same conversation; then the step fails with what was said", async () => {
    tell(() => says('Sure: {"size": "big", "size'));
    const run = await play(desk(inJson));
    expect(failureOf(run)).toMatchObject({ code: "output_invalid", class: "permanent", path: "desk" });
    expect(run.view.error?.raw).toContain('{"size": "big"');
    expect(run.asked.map(({ appendedTo }) => appendedTo === null)).toEqual([true, false, false]);
    expect(order(run)).toHaveLength(1 + limits.repairCalls.value);
  });

  it.each([['```json\n{"size": 3}\n```'], ['Here you are: {"size": 3}. Anything else?']])(
    "that holds its JSON in other words is read without asking again: %j",
    async (text) => {
      tell(() => says(text));
      const run = await play(desk(inJson));
      expect(outputOf(run, "desk")).toEqual({ size: 3 });
      expect(order(run)).toHaveLength(1);
    },
  );

  it("that comes right when it is asked for anew is taken", async () => {
    let asked = 0;
    tell(() => {
      asked += 1;
      return asked === 1 ? says("Three.") : saysJson({ size: 3 });
    });
    const run = await play(desk(inJson));
    expect(outputOf(run, "desk")).toEqual({ size: 3 });
    expect(order(run)).toHaveLength(2);
  });

  it("whose state can't be used is asked for anew twice, and none of the state is written", async () => {
    tell(() => says('STATE: {"count": 5, "status": {"deep": true}}\nRESULT: Done.'));
    const run = await play(template("explicit-state"));
    expect(failureOf(run)).toMatchObject({ code: "state_invalid", path: "intake" });
    expect(order(run)).toEqual(["intake", "intake", "intake"]);
    expect([...run.view.steps.values()].flatMap(({ writes }) => writes)).toEqual([]);
  });

  it("of a classifier that fits no category takes the way that is drawn for it", async () => {
    tell((prompt) => (schemaName(prompt) === "classification" ? says("philosophy") : undefined));
    const run = await play(template("conditional-pipeline"));
    expect(run.view.status).toBe("succeeded");
    expect(run.view.steps.get("classifier")?.because).toBe("Classifier found no match: otherwise");
    expect(order(run).at(-1)).toBe("clarify");
    expect(order(run)).toHaveLength(1 + limits.repairCalls.value + 1);
  });
});

function schemaOf({ body }: Asked): JsonValue | undefined {
  const args: JsonObject = { ...body.completion_args };
  return args.response_format;
}
