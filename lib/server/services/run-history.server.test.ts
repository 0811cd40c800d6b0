import { afterAll, beforeAll, expect, it } from "vitest";
import { withTestDatabase } from "../../../scripts/vitest/test-database";
import type { WorkflowDocument } from "../../document/schema";
import { documentOf, edgeOf, nodeOf } from "../../document/testing";
import { textOfEntry } from "../../projection/history";
import type { JsonObject } from "../../shared/json";
import { type Simulator, startSimulator } from "../../simulator/server";
import { type Actor, localActor } from "../access";
import { forgetProcessWide } from "../runtime";
import { startWorker, stopWorker } from "../worker";
import { type HistoryQuery, readHistory } from "./run-history";
import { findRun, isFinished, readAttempts, startRun } from "./runs";
import { createWorkflow } from "./workflows";

withTestDatabase();
let simulator: Simulator;
let actor: Actor;

beforeAll(async () => {
  simulator = await startSimulator({ pace: 0 });
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
  await startWorker();
  actor = await localActor();
});

afterAll(async () => {
  await stopWorker();
  forgetProcessWide("worker");
  await simulator.close();
});

/** topic ─► writer ─► editor ─► answer */
function pipeline(editor: JsonObject, writer: JsonObject = {}): WorkflowDocument {
  const ids = ["topic", "writer", "editor", "answer"];
  const drawn = documentOf(ids, ["topic>writer", "writer>editor", "editor>answer"]);
  const agent = { model: "mistral-small-latest", instructions: "Answer in one sentence.", message: "Write about {{input.topic}}." };
  const parts: Readonly<Record<string, { type: string; title: string; config: JsonObject }>> = {
    topic: {
      type: "input",
      title: "Topic",
      config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] },
    },
    writer: { type: "agent", title: "Writer", config: { ...agent, ...writer } },
    editor: { type: "agent", title: "Editor", config: { ...agent, message: "Make it shorter.", ...editor } },
    answer: { type: "output", title: "Answer", config: { format: "markdown", value: "" } },
  };
  return { ...drawn, nodes: drawn.nodes.map((node) => ({ ...node, ...parts[node.id] })) };
}

async function ran(document: WorkflowDocument): Promise<string> {
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  const started = await startRun(actor, { workflowId: made.value.workflowId, input: { topic: "tides" }, trigger: "api" });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const { runId } = started.value;
  await expect.poll(async () => isFinished((await findRun(actor, runId))?.status ?? "queued"), { timeout: 20_000 }).toBe(true);
  return runId;
}

async function historyOf(runId: string, query: HistoryQuery = {}) {
  const history = await readHistory(actor, runId, query);
  if (!history.ok) throw new Error(history.error.message);
  return history.value.entries;
}

const texts = (entries: Awaited<ReturnType<typeof historyOf>>) =>
  entries.map(({ agent, role, entry }) => [agent, role, textOfEntry(entry)]);

it("lists what a step's model saw and said: what was carried first, then its own, in the order of time", async () => {
  const runId = await ran(pipeline({ context: "carry" }));
  const entries = await historyOf(runId, { path: "editor" });
  expect(texts(entries)).toEqual([
    ["Writer", "user", "Write about tides."],
    ["Writer", "assistant", expect.stringMatching(/\w/)],
    ["Editor", "user", "Make it shorter."],
    ["Editor", "assistant", expect.stringMatching(/\w/)],
  ]);
  expect(entries.map(({ isCarried, path, type }) => [path, type, isCarried])).toEqual([
    ["writer", "message.input", true],
    ["writer", "message.output", true],
    ["editor", "message.input", false],
    ["editor", "message.output", false],
  ]);
  const times = entries.map(({ at }) => Date.parse(at ?? ""));
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

it("lists before the answer exactly what was sent", async () => {
  const runId = await ran(pipeline({ context: "carry" }));
  const [attempt] = await readAttempts(actor, runId, "editor");
  const sent = attempt?.exchanges[0]?.requestBody as { inputs: readonly { content: unknown }[] };
  const seen = (await historyOf(runId, { path: "editor" })).slice(0, -1).map(({ entry }) => ("content" in entry ? entry.content : null));
  expect(seen).toEqual(sent.inputs.map(({ content }) => content));
});

it("leaves out what a step with a fresh conversation did not see", async () => {
  const runId = await ran(pipeline({ context: "fresh" }));
  expect((await historyOf(runId, { path: "editor" })).map(({ path }) => path)).toEqual(["editor", "editor"]);
});

it("lists what a router asked and was answered as said aside, and nobody who comes after it carries that", async () => {
  const drawn = pipeline({ context: "carry" });
  const router = {
    model: "mistral-small-latest",
    mode: "model",
    branches: [
      { id: "sea", label: "Sea", description: "The sea", when: "" },
      { id: "land", label: "Land", description: "The land", when: "" },
    ],
  };
  const runId = await ran({
    ...drawn,
    nodes: [...drawn.nodes, { ...nodeOf("route"), type: "router", title: "Route", config: router }],
    edges: [
      ...documentOf([], ["topic>writer", "writer>route", "editor>answer"]).edges,
      ...["sea", "land", "otherwise"].map((port) => ({ ...edgeOf("route>editor"), id: `route_${port}`, sourcePort: port })),
    ],
  });
  const whole = await historyOf(runId);
  const ofRouter = whole.filter(({ path }) => path === "route");
  expect(ofRouter.map(({ role, isAside }) => [role, isAside])).toEqual([
    ["user", true],
    ["assistant", true],
  ]);
  expect(await historyOf(runId, { path: "route" })).toEqual(ofRouter);
  expect(whole.filter(({ isAside }) => isAside)).toEqual(ofRouter);
  expect((await historyOf(runId, { path: "editor" })).map(({ path }) => path)).toEqual(["writer", "writer", "editor", "editor"]);
});

it("of a whole run lists every entry once, with the step that said it", async () => {
  const runId = await ran(pipeline({ context: "carry" }));
  expect((await historyOf(runId)).map(({ path, role, isCarried }) => [path, role, isCarried])).toEqual([
    ["writer", "user", false],
    ["writer", "assistant", false],
    ["editor", "user", false],
    ["editor", "assistant", false],
  ]);
});

it("keeps what was sent in a try that failed, with its number", async () => {
  const runId = await ran(pipeline({}, { instructions: "Answer. [simulate: guardrail]" }));
  expect((await historyOf(runId, { path: "writer" })).map(({ role, attempt }) => [role, attempt])).toEqual([["user", 1]]);
});

it("is the same as the provider keeps it, when that is asked", async () => {
  const runId = await ran(pipeline({ context: "carry" }));
  const ours = await historyOf(runId, { path: "editor" });
  const kept = await historyOf(runId, { path: "editor", source: "provider" });
  expect(kept.map(({ role, type, entry }) => [role, type, textOfEntry(entry)])).toEqual(
    ours.map(({ role, type, entry }) => [role, type, textOfEntry(entry)]),
  );
  expect(new Set(kept.map(({ conversationId }) => conversationId))).toEqual(new Set([ours.at(-1)?.conversationId]));
  expect(kept.every(({ at }) => !Number.isNaN(Date.parse(at ?? "")))).toBe(true);
});

it("says what there is not: a run, a step, a conversation at the provider", async () => {
  const runId = await ran(pipeline({}));
  const refusals = [
    await readHistory(actor, "nothing", {}),
    await readHistory({ ...actor, workspaceId: "elsewhere" }, runId, {}),
    await readHistory(actor, runId, { path: "nobody" }),
    await readHistory(actor, runId, { path: "topic", source: "provider" }),
  ];
  expect(refusals.map((answer) => (answer.ok ? "ok" : answer.error.code))).toEqual([
    "not_found",
    "not_found",
    "no_such_step",
    "no_conversation",
  ]);
  expect(await historyOf(runId, { path: "topic" })).toEqual([]);
});
