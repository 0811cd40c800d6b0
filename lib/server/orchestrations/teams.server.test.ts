import { beforeEach, describe, expect, it } from "vitest";
import { withLiveRuns } from "../../../scripts/vitest/live-runs";
import {
  askedOf,
  carried,
  messageOf,
  order,
  outputOf,
  type PlayedRun,
  playerOf,
  requestOf,
  template,
  textOf,
  treeOf,
  withNode,
} from "../../../scripts/vitest/played-run";
import { heldUntil, lastMessage, later, saysJson, schemaName } from "../../../scripts/vitest/scripted-model";
import { standingIn } from "../../document/testing";
import type { Prompt } from "../../simulator/answer/prompt";

const live = withLiveRuns();
const play = playerOf(live);

beforeEach(() => live.simulator().reset());

/** Paths of requests from the one after `first` on, up to `last`. */
function between(run: PlayedRun, first: string, last: string): readonly string[] {
  const paths = order(run);
  return paths.slice(paths.indexOf(first) + 1, paths.lastIndexOf(last));
}

describe("a manager and its workers", () => {
  const document = template("manager-workers");
  const task = (id: string, worker: string, text: string, after: readonly string[] = []) => ({ id, worker, task: text, after: [...after] });
  const isPlanning = (prompt: Prompt) => schemaName(prompt) === "plan";

  it("asks the workers of its plan side by side, a dependent one after what it waits for, and answers with all they brought", async () => {
    const held = heldUntil(3, ({ instructions }) => /^You (?:search the web|calculate in Python)/.test(instructions));
    live.simulator().setScript(held.script);
    const run = await play(document);
    expect(held.most()).toBe(3);
    const workers = [
      "manager.call[0].search_worker",
      "manager.call[1].search_worker",
      "manager.call[2].code_worker",
      "manager.call[3].writer",
    ];
    expect(between(run, "manager", "manager").slice(0, 3).toSorted()).toEqual(workers.slice(0, 3));
    expect(between(run, "manager", "manager").slice(3)).toEqual(workers.slice(3));
    expect(treeOf(run)).toEqual(["answer", "manager", ...workers, "request"].map((step) => `${step} succeeded`));

    const plan = outputOfPlan(run);
    expect(plan.map(({ worker }) => worker)).toEqual(["search_worker", "search_worker", "code_worker", "writer"]);
    workers.forEach((path, index) => {
      const asked = askedOf(run, path);
      expect(asked.body).toMatchObject(requestOf(document, path.split(".").at(-1) ?? ""));
      expect(carried(asked)).toEqual(["message.input"]);
      expect(messageOf(asked)).toContain(plan[index]?.task);
    });
    for (const earlier of workers.slice(0, 3)) expect(messageOf(askedOf(run, workers[3] ?? ""))).toContain(textOf(run, earlier));

    expect(run.asked.filter(({ step }) => step === "manager").map(({ turn }) => turn)).toEqual([0, 1]);
    const review = messageOf(askedOf(run, "manager", 1));
    for (const [index, path] of workers.entries()) {
      expect(review).toMatch(new RegExp(`## ${index + 1}\\. (?:Search worker|Code worker|Writer): `));
      expect(review).toContain(textOf(run, path));
    }
    expect(outputOf(run, "answer")).toBe(outputOf(run, "manager"));
  });

  it("tells the manager who its workers are and what they are good at, and lets it choose among no others", async () => {
    const run = await play(document);
    const { body } = askedOf(run, "manager", 0);
    expect(body.model).toBe("mistral-large-latest");
    expect(body.instructions).toContain("- search_worker: Search worker. Searches the web for facts, prices and rules");
    expect(body).toMatchObject({
      completion_args: {
        response_format: {
          json_schema: {
            schema: {
              properties: {
                subtasks: { maxItems: 10, items: { properties: { worker: { enum: ["search_worker", "code_worker", "writer"] } } } },
              },
            },
          },
        },
      },
    });
  });

  it("goes on without a worker that fails, and is told of it", async () => {
    live.simulator().setFaults([{ match: { bodyIncludes: "You calculate in Python" }, fault: "guardrail_403" }]);
    const run = await play(document);
    expect(run.view.status).toBe("succeeded");
    expect(treeOf(run)).toContain("manager.call[2].code_worker failed");
    expect(messageOf(askedOf(run, "manager", -1))).toContain("There is no result: it failed. A guardrail blocked this input");
  });

  it("gives work to a container as to an agent: all of it runs, and its results go back", async () => {
    const panel = {
      id: "panel",
      type: "parallel",
      typeVersion: 1,
      title: "Panel",
      position: { x: 0, y: 2_000 },
      size: { width: 400, height: 400 },
      config: {
        lanes: [
          { id: "pro", title: "For" },
          { id: "con", title: "Against" },
        ],
      },
    };
    const lanes = ["pro", "con"].map((lane) => {
      const agent = { model: "mistral-small-latest", instructions: `You argue ${lane}.`, message: "{{ task }}" };
      return standingIn("panel", { ...panel, id: lane, type: "agent", title: lane, size: undefined, config: agent }, lane);
    });
    const edge = { id: "manager.workers>panel.in", source: "manager", sourcePort: "workers", target: "panel", targetPort: "in" };
    const withPanel = { ...document, nodes: [...document.nodes, panel, ...lanes], edges: [...document.edges, edge] };
    live
      .simulator()
      .setScript((prompt) =>
        isPlanning(prompt) ? saysJson({ note: "Argue.", subtasks: [task("a", "panel", "Heat pumps?")] }) : undefined,
      );
    const run = await play(withPanel);
    expect(order(run)).toHaveLength(4);
    for (const path of ["manager.call[0].panel[0].pro", "manager.call[0].panel[1].con"]) {
      expect(messageOf(askedOf(run, path))).toBe("Heat pumps?");
      expect(messageOf(askedOf(run, "manager", -1))).toContain(textOf(run, path));
    }
    expect(treeOf(run)).toContain("manager.call[0].panel succeeded");
  });
});

describe("a task that falls into smaller ones", () => {
  const document = template("recursive");
  const isAssessment = (prompt: Prompt) => schemaName(prompt) === "assessment";
  const execute = saysJson({ action: "execute", subtasks: [], why: "Small." });
  const split = (...subtasks: readonly string[]) => saysJson({ action: "split", subtasks: [...subtasks], why: "They differ." });
  /** The first task falls into Plan and Build, Build into Walls and Roof. */
  const house = (prompt: Prompt) => {
    if (!isAssessment(prompt)) return undefined;
    const asked = lastMessage(prompt);
    return asked === "House" ? split("Plan", "Build") : asked === "Build" ? split("Walls", "Roof") : execute;
  };

  it("assesses every task, does the small ones with its tools, siblings side by side, and puts results together upwards", async () => {
    const held = heldUntil(2, (prompt) => isAssessment(prompt) && ["Walls", "Roof"].includes(lastMessage(prompt)), house);
    live.simulator().setScript(held.script);
    const run = await play(document, { task: "House" });
    expect(held.most()).toBe(2);
    const [plan, build, walls, roof] = [
      "solve.task[0].solve",
      "solve.task[1].solve",
      "solve.task[1].solve.task[0].solve",
      "solve.task[1].solve.task[1].solve",
    ] as const;
    expect(treeOf(run)).toEqual(["request", "result", "solve", plan, build, walls, roof].map((step) => `${step} succeeded`));
    // Two requests each: assessed, then done or put together.
    expect(order(run).toSorted()).toEqual(["solve", plan, build, walls, roof].flatMap((path) => [path, path]).toSorted());
    for (const [path, said] of [
      [plan, "Plan"],
      [walls, "Walls"],
      [roof, "Roof"],
    ] as const) {
      const [assessed, done] = [askedOf(run, path, 0), askedOf(run, path, 1)];
      expect(assessed.body).toMatchObject({ model: "mistral-medium-latest", completion_args: { temperature: 0 } });
      expect(assessed.body.tools).toBeUndefined();
      expect(done.body.tools).toMatchObject([{ type: "web_search" }, { type: "code_interpreter" }]);
      for (const asked of [assessed, done]) {
        expect(messageOf(asked)).toBe(said);
        expect(carried(asked)).toEqual(["message.input"]);
      }
    }
    const last = (path: string) => messageOf(askedOf(run, path, -1));
    expect(last(build)).toBe(
      `The task:\n\nBuild\n\n# Results of its subtasks\n\n## 1. Walls\n\n${outputOf(run, walls)}\n\n## 2. Roof\n\n${outputOf(run, roof)}`,
    );
    expect(last("solve")).toBe(
      `The task:\n\nHouse\n\n# Results of its subtasks\n\n## 1. Plan\n\n${outputOf(run, plan)}\n\n## 2. Build\n\n${outputOf(run, build)}`,
    );
    expect(order(run).at(-1)).toBe("solve");
    expect(outputOf(run, "result")).toBe(outputOf(run, "solve"));
  });

  it("does a task on the last level as it is, without assessing it, and says so", async () => {
    live.simulator().setScript(house);
    const run = await play(withNode(document, "solve", { maxDepth: 1 }), { task: "House" });
    expect(order(run).toSorted()).toEqual(["solve", "solve", "solve.task[0].solve", "solve.task[1].solve"]);
    expect(run.view.steps.get("solve.task[1].solve")?.because).toBe("done as it is: level 1 is the last");
  });

  it("goes on with the rest when one subtree is cancelled, and asks nothing more in that subtree", async () => {
    const { cancelRun } = await import("../services/run-inbox");
    const started = later<string>();
    const build = "solve.task[1].solve";
    live.simulator().setScript(async (prompt) => {
      if (lastMessage(prompt) !== "Walls") return house(prompt);
      await cancelRun(live.actor(), await started.promise, build);
      return later<undefined>().promise;
    });
    const run = await play(document, { task: "House" }, started.resolve);
    expect(run.view.status).toBe("succeeded");
    expect(treeOf(run)).toEqual(
      expect.arrayContaining([
        `${build} cancelled`,
        `${build}.task[0].solve cancelled`,
        "solve.task[0].solve succeeded",
        "solve succeeded",
      ]),
    );
    expect(run.asked.filter(({ step }) => step === build)).toHaveLength(1);
    expect(messageOf(askedOf(run, "solve", -1))).toContain("## 2. Build\n\nThere is no result: it was cancelled.");
  });
});

type Subtask = { readonly worker: string; readonly task: string };

/** What the manager planned, as its first answer said it. */
function outputOfPlan({ journal }: PlayedRun): readonly Subtask[] {
  const spawned = journal.find((event) => event.type === "step_spawned");
  const entries = spawned?.type === "step_spawned" ? spawned.model?.entries : undefined;
  const answer = entries !== undefined && "inline" in entries ? entries.inline.at(-1) : undefined;
  if (answer?.type !== "message.output" || typeof answer.content !== "string") throw new Error("The manager said no plan.");
  return JSON.parse(answer.content).subtasks;
}
