import { afterAll, beforeAll, expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import type { WorkflowDocument } from "../document/schema";
import { documentOf, edgeOf } from "../document/testing";
import type { RunEvent } from "../engine/events";
import type { JsonValue } from "../shared/json";
import type { RecordedRequest } from "../simulator/recorder";
import { type Simulator, startSimulator } from "../simulator/server";
import { forgetProcessWide, processWide } from "./runtime";

withTestDatabase();
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ pace: 0 });
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
  const { startWorker } = await import("./worker");
  await startWorker();
});

afterAll(async () => {
  const { stopWorker } = await import("./worker");
  await stopWorker();
  forgetProcessWide("worker");
  await simulator.close();
});

/** An input `topic`, agents one after another with these instructions and settings, and an output. */
function pipeline(agents: readonly { readonly instructions: string; readonly config?: Record<string, JsonValue> }[]): WorkflowDocument {
  const ids = ["topic", ...agents.map((_, index) => `agent_${index + 1}`), "answer"];
  const drawn = documentOf(
    ids,
    ids.slice(1).map((id, index): `${string}>${string}` => `${ids[index]}>${id}`),
  );
  const nodes = drawn.nodes.map((node): WorkflowDocument["nodes"][number] => {
    if (node.id === "topic") {
      return { ...node, type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] } };
    }
    if (node.id === "answer") return { ...node, type: "output", config: { format: "markdown", value: "" } };
    const agent = agents[Number(node.id.slice("agent_".length)) - 1];
    const config = {
      model: "mistral-small-latest",
      message: "Write about {{input.topic}}.",
      instructions: agent?.instructions ?? "",
      ...agent?.config,
    };
    return { ...node, type: "agent", config };
  });
  return { ...drawn, nodes };
}

async function start(document: WorkflowDocument): Promise<string> {
  const { localActor } = await import("./access");
  const { createWorkflow } = await import("./services/workflows");
  const { startRun } = await import("./services/runs");
  const actor = await localActor();
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  const started = await startRun(actor, { workflowId: made.value.workflowId, input: { topic: "tides" }, trigger: "api" });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return started.value.runId;
}

/** Waits until a step of a run is in flight. */
async function underway(runId: string, path: string): Promise<void> {
  await expect
    .poll(async () => (await journalOf(runId)).some((event) => event.type === "step_started" && event.path === path), { timeout: 10_000 })
    .toBe(true);
}

/** The large text itself, 30 × 3,900 characters and what joins them, made by a transform in the place of an agent. */
function withLargeOutput(document: WorkflowDocument, id: string): WorkflowDocument {
  const template = `{{ join(split("${"x".repeat(3_900)}", ""), "${"y".repeat(30)}") }}`;
  const config = { mode: "template", template, expression: "" };
  return { ...document, nodes: document.nodes.map((node) => (node.id === id ? { ...node, type: "transform", config } : node)) };
}

const largeText = "x".repeat(3_900).split("").join("y".repeat(30));

type AgentBody = {
  readonly instructions?: string;
  readonly inputs?: readonly { readonly type: string; readonly content: string }[];
  readonly tools?: readonly { readonly type: string }[];
  readonly completion_args?: { readonly temperature?: number };
};

/** What was sent to an agent. The tests wrote its instructions, so the body is a conversation's. */
const bodyOf = (request: RecordedRequest | undefined): AgentBody => (request?.body ?? {}) as AgentBody;

const sentWith = (instructions: string): readonly RecordedRequest[] =>
  simulator.requests().filter((request) => bodyOf(request).instructions?.startsWith(instructions));

async function journalOf(runId: string): Promise<readonly RunEvent[]> {
  const { readJournal } = await import("./journal");
  return readJournal(runId);
}

/** The journal once the run is over. */
async function ended(runId: string): Promise<readonly RunEvent[]> {
  await expect.poll(async () => (await journalOf(runId)).at(-1)?.type, { timeout: 20_000 }).toBe("run_finished");
  return journalOf(runId);
}

const endOf = (journal: readonly RunEvent[]) => journal.at(-1);

it("numbers events without a gap, ends once, and says how many steps were done", async () => {
  const runId = await start(pipeline([{ instructions: "Answer briefly." }]));
  const journal = await ended(runId);
  expect(journal.map((event) => event.seq)).toEqual(journal.map((_, index) => index + 1));
  expect(endOf(journal)).toMatchObject({ type: "run_finished", status: "succeeded" });
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT status, steps_done, owner FROM run WHERE id = $1", [runId]);
  expect(rows[0]).toMatchObject({ status: "succeeded", steps_done: 3, owner: null });
});

it("sends an agent its instructions, its message and the entries so far", async () => {
  simulator.reset();
  await ended(
    await start(
      pipeline([{ instructions: "First voice." }, { instructions: "Second voice.", config: { message: "Shorten it.", temperature: 0.2 } }]),
    ),
  );
  const bodies = simulator
    .requests()
    .map((request) => request.body as { instructions?: string; inputs?: { type: string; content: string }[] });
  expect(bodies).toHaveLength(2);
  expect(bodies[0]).toMatchObject({ instructions: "First voice.", inputs: [{ type: "message.input", content: "Write about tides." }] });
  expect(bodies[1]).toMatchObject({ instructions: "Second voice.", completion_args: { temperature: 0.2 } });
  expect(bodies[1]?.inputs?.map((entry) => entry.type)).toEqual(["message.input", "message.output", "message.input"]);
  expect(bodies[1]?.inputs?.at(-1)?.content).toBe("Shorten it.");
});

it("tries a transient failure again, keeps every attempt, and succeeds", async () => {
  const runId = await start(pipeline([{ instructions: "Answer. [simulate: 503 x1]" }]));
  const journal = await ended(runId);
  expect(journal.filter((event) => event.type === "step_retry_scheduled")).toHaveLength(1);
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT attempt, status FROM step_attempt WHERE run_id = $1 ORDER BY attempt", [runId]);
  expect(rows).toEqual([
    { attempt: 1, status: "failed" },
    { attempt: 2, status: "succeeded" },
  ]);
});

it("fails a run on a permanent failure, starts nothing after it, and keeps what was finished", async () => {
  const journal = await ended(
    await start(pipeline([{ instructions: "Answer." }, { instructions: "No. [simulate: guardrail]" }, { instructions: "Never." }])),
  );
  const end = endOf(journal);
  expect(end).toMatchObject({ status: "failed", error: { path: "agent_2", class: "permanent" } });
  const message = end?.type === "run_finished" ? end.error?.message : undefined;
  expect(message).toMatch(/^[A-Z].*\.$/);
  expect(message).not.toMatch(/\n|at .*:\d+|\{/);
  expect(journal.some((event) => event.type === "step_succeeded" && event.path === "agent_1")).toBe(true);
  expect(journal.some((event) => event.type === "step_started" && event.path === "agent_3")).toBe(false);
});

it("cancels a call in flight within a second and records nothing after the end", async () => {
  const { localActor } = await import("./access");
  const { cancelRun } = await import("./services/run-inbox");
  const runId = await start(pipeline([{ instructions: "Answer. [simulate: slow 30s]" }]));
  await expect
    .poll(async () => (await journalOf(runId)).some((event) => event.type === "step_started" && event.path === "agent_1"))
    .toBe(true);
  const askedAt = Date.now();
  const asked = await Promise.all([cancelRun(await localActor(), runId), cancelRun(await localActor(), runId)]);
  expect(asked.some((answer) => answer.ok)).toBe(true);
  const journal = await ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "cancelled" });
  expect((endOf(journal)?.at ?? Number.POSITIVE_INFINITY) - askedAt).toBeLessThan(1_000);
  expect(journal.filter((event) => event.type === "run_finished")).toHaveLength(1);
});

it("hears a cancel that comes while the run is being claimed", async () => {
  const { cancelRun } = await import("./services/run-inbox");
  const { queueWorkflowRun } = await import("./services/queue-run");
  const { createWorkflow } = await import("./services/workflows");
  const { localActor } = await import("./access");
  const { wakeRun } = await import("./worker");
  const actor = await localActor();
  const cancelled = await Promise.all(
    Array.from({ length: 5 }, async (_, index) => {
      // A version that this process has not driven yet, so that its plan is still to be read after the claim.
      const made = await createWorkflow(actor, { document: pipeline([{ instructions: `Answer ${index}. [simulate: slow 30s]` }]) });
      if (!made.ok) throw new Error(made.error.message);
      const runId = `cancelled-while-claimed-${index}`;
      await queueWorkflowRun(actor, { runId, workflowId: made.value.workflowId, input: { topic: "tides" }, trigger: "api" });
      await Promise.all([wakeRun(runId), cancelRun(actor, runId)]);
      // The answer alone would take longer than is waited for here.
      return endOf(await ended(runId));
    }),
  );
  for (const end of cancelled) expect(end).toMatchObject({ status: "cancelled" });
});

it("gives a later step an output that is too large for its event", async () => {
  const runId = await start(withLargeOutput(pipeline([{ instructions: "Answer." }]), "agent_1"));
  const journal = await ended(runId);
  const written = journal.find((event) => event.type === "step_succeeded" && event.path === "agent_1");
  expect(written).toMatchObject({ output: { blob: { bytes: expect.any(Number) } } });
  expect(endOf(journal)).toMatchObject({ status: "succeeded", outputs: { answer: { blob: expect.anything() } } });
});

it("records nothing for an owner whose epoch has passed", async () => {
  const { appendBatch } = await import("./journal");
  const { pool } = await import("./db");
  const runId = await start(pipeline([{ instructions: "Answer. [simulate: slow 2s]" }]));
  await expect
    .poll(async () => (await journalOf(runId)).some((event) => event.type === "step_started" && event.path === "agent_1"))
    .toBe(true);
  const { rows } = await pool().query("UPDATE run SET epoch = epoch + 1, owner = 'another' WHERE id = $1 RETURNING epoch, next_seq", [
    runId,
  ]);
  const stale = { runId, epoch: rows[0].epoch - 1, nextSeq: rows[0].next_seq };
  const event = { type: "cancel_requested" as const, at: Date.now(), by: "local" };
  expect(await appendBatch(stale, { events: [event], attempts: [], blobs: [], inboxIds: [], note: null })).toBeNull();
  expect((await journalOf(runId)).some((written) => written.type === "cancel_requested")).toBe(false);
});

it("runs a template from the gallery from its input to its output, with its researchers at work at the same time", async () => {
  const { localActor } = await import("./access");
  const { createFromTemplate } = await import("./services/workflows");
  const { startRun } = await import("./services/runs");
  simulator.reset();
  simulator.setPace({ latencyMs: 200 });
  const actor = await localActor();
  const made = await createFromTemplate(actor, "research-team");
  if (!made.ok) throw new Error(made.error.message);
  const input = { topic: "Tidal power", audience: "a harbour town" };
  const started = await startRun(actor, { workflowId: made.value.workflowId, input, trigger: "api" });
  if (!started.ok) throw new Error(started.error.message);
  const journal = await ended(started.value.runId);
  simulator.setPace({ latencyMs: 0 });
  expect(endOf(journal)).toMatchObject({ status: "succeeded", outputs: { briefing: { inline: expect.any(String) } } });

  const researchers = ["You research technology.", "You research markets.", "You research what science knows."].map(
    (instructions) => sentWith(instructions)[0],
  );
  const lastStart = Math.max(...researchers.map((request) => request?.startedAt ?? Number.POSITIVE_INFINITY));
  const firstEnd = Math.min(...researchers.map((request) => request?.finishedAt ?? Number.NEGATIVE_INFINITY));
  expect(lastStart).toBeLessThan(firstEnd);
  const market = bodyOf(researchers[1]);
  expect(market).toMatchObject({ tools: [{ type: "web_search" }], completion_args: { temperature: 0.3 } });
  expect(market.inputs?.map((entry) => entry.content)).toEqual([
    "Research the business side of Tidal power. Your findings go into a briefing for a harbour town.",
  ]);
  const synthesis = bodyOf(sentWith("You turn the findings")[0]);
  for (const path of ["technology", "market", "academic"]) {
    const found = journal.find((event) => event.type === "step_succeeded" && event.path === path);
    const output = found?.type === "step_succeeded" && "inline" in found.output ? found.output.inline : null;
    expect(output).toEqual(expect.any(String));
    expect(synthesis.inputs?.[0]?.content).toContain(String(output).trim());
  }
});

it("waits out a rate limit and keeps what every attempt was answered", async () => {
  simulator.setFaults([{ match: { bodyIncludes: "Throttled voice" }, fault: "429", times: 2, retryAfter: 0 }]);
  const runId = await start(pipeline([{ instructions: "Throttled voice." }]));
  const journal = await ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT status, exchanges FROM step_attempt WHERE run_id = $1 ORDER BY attempt", [runId]);
  expect(rows.map((row) => row.status)).toEqual(["failed", "failed", "succeeded"]);
  expect(rows.every((row) => row.exchanges.length > 0)).toBe(true);
});

it("asks nothing again that has its outcome when another owner takes over, and shuts the first one out", async () => {
  const { startWorker } = await import("./worker");
  simulator.reset();
  const late = { instructions: "Late voice. [simulate: slow 2s]", config: { message: "Shorten: {{nodes.agent_2.output}}" } };
  const runId = await start(withLargeOutput(pipeline([{ instructions: "Early voice." }, { instructions: "" }, late]), "agent_2"));
  await underway(runId, "agent_3");
  await expect.poll(() => sentWith("Late voice.").length).toBe(1);

  const first = processWide<{ stop: () => Promise<void> }>("worker", () => ({ stop: async () => undefined }));
  forgetProcessWide("worker");
  // As if the first owner had been cut off: it goes on in the belief that it still holds the run.
  const { pool } = await import("./db");
  const alive = "FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database() AND locktype = 'advisory'";
  await pool().query(`SELECT pg_terminate_backend(pid) ${alive}`);
  await expect.poll(async () => (await pool().query(`SELECT pid ${alive}`)).rows, { interval: 10 }).toEqual([]);
  await startWorker();
  const journal = await ended(runId);
  await first.stop();

  expect(await journalOf(runId)).toEqual(journal);
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  expect(journal.map((event) => event.seq)).toEqual(journal.map((_, index) => index + 1));
  expect(journal.find((event) => event.type === "run_recovered")).toMatchObject({ interrupted: ["agent_3"] });
  expect(journal.flatMap((event) => (event.type === "step_succeeded" ? [event.path] : []))).toEqual([
    "topic",
    "agent_1",
    "agent_2",
    "agent_3",
    "answer",
  ]);
  expect(sentWith("Early voice.")).toHaveLength(1);
  const asked = sentWith("Late voice.").map((request) => bodyOf(request).inputs);
  expect(asked).toHaveLength(2);
  expect(asked[0]?.at(-1)?.content).toBe(`Shorten: ${largeText}`);
  expect(asked[1]).toEqual(asked[0]);
});

it("leaves a run to its owner when another worker starts beside it", async () => {
  const { startWorker } = await import("./worker");
  simulator.reset();
  const runId = await start(pipeline([{ instructions: "Shared voice. [simulate: slow 1s]" }]));
  await underway(runId, "agent_1");
  const first = processWide<{ stop: () => Promise<void> }>("worker", () => ({ stop: async () => undefined }));
  forgetProcessWide("worker");
  await startWorker();
  const journal = await ended(runId);
  await first.stop();
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  expect(journal.some((event) => event.type === "run_recovered")).toBe(false);
  expect(sentWith("Shared voice.")).toHaveLength(1);
});

it("records what is in flight before it lets a run go, starts nothing more, and goes on from there", async () => {
  const { startWorker, stopWorker } = await import("./worker");
  const { pool } = await import("./db");
  simulator.reset();
  const runId = await start(pipeline([{ instructions: "Parting voice. [simulate: slow 1s]" }, { instructions: "Next voice." }]));
  await underway(runId, "agent_1");
  await stopWorker();
  const parted = await journalOf(runId);
  expect(parted.at(-1)).toMatchObject({ type: "step_succeeded", path: "agent_1" });
  const { rows } = await pool().query("SELECT owner, finished_at FROM run WHERE id = $1", [runId]);
  expect(rows[0]).toEqual({ owner: null, finished_at: null });
  await startWorker();
  expect(endOf(await ended(runId))).toMatchObject({ status: "succeeded" });
  expect(sentWith("Parting voice.")).toHaveLength(1);
});

it("breaks off the calls that a join has no more use for, and goes on with the first answer", async () => {
  simulator.reset();
  const line = pipeline([{ instructions: "Quick voice." }, { instructions: "Tardy voice. [simulate: slow 30s]" }]);
  const nodes = line.nodes.map((node) =>
    node.id === "answer" ? { ...node, settings: { join: { wait: "any" as const, cancelRest: true } } } : node,
  );
  const edges = (["topic>agent_1", "topic>agent_2", "agent_1>answer", "agent_2>answer"] as const).map(edgeOf);
  const runId = await start({ ...line, nodes, edges });
  const journal = await ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  expect(journal.find((event) => event.type === "step_started" && event.path === "answer")).toMatchObject({ from: [edges[2]?.id] });
  expect(journal.filter((event) => "path" in event && event.path === "agent_2").map((event) => event.type)).toEqual([
    "step_started",
    "step_cancelled",
  ]);
  await expect.poll(() => sentWith("Tardy voice.")[0]?.wasAborted).toBe(true);
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT path, status, exchanges FROM step_attempt WHERE run_id = $1 AND path = 'agent_2'", [runId]);
  expect(rows).toMatchObject([{ path: "agent_2", status: "cancelled", exchanges: [{ method: "POST" }] }]);
});

it("keeps a run waiting while its workflow has no place, says so, and starts it when a place is given back", async () => {
  const { localActor } = await import("./access");
  const { createWorkflow } = await import("./services/workflows");
  const { cancelRun } = await import("./services/run-inbox");
  const { getRun, startRun } = await import("./services/runs");
  const { limitVariable } = await import("./env");
  process.env[limitVariable("activeRunsPerWorkflow")] = "1";
  forgetProcessWide("env");
  const actor = await localActor();
  const made = await createWorkflow(actor, { document: pipeline([{ instructions: "Answer. [simulate: slow 30s]" }]) });
  if (!made.ok) throw new Error(made.error.message);
  const started = [1, 2, 3].map(() => startRun(actor, { workflowId: made.value.workflowId, input: { topic: "tides" }, trigger: "api" }));
  const [first = "", second = "", third = ""] = (await Promise.all(started)).map((answer) => (answer.ok ? answer.value.runId : ""));
  const going = async () => (await Promise.all([first, second, third].map((id) => getRun(actor, id)))).map((run) => run?.run);
  await expect.poll(async () => (await going()).filter((run) => run?.status === "running").length).toBe(1);
  const waiting = (await going()).filter((run) => run?.status === "queued");
  expect(waiting.map((run) => run?.note)).toEqual([
    "Waits for a place: 1 run of this workflow is going, which is the limit.",
    "Waits for a place: 1 run of this workflow is going, which is the limit.",
  ]);
  for (let left = 2; left >= 0; left -= 1) {
    const running = (await going()).find((run) => run?.status === "running");
    await cancelRun(actor, running?.id ?? "");
    await expect.poll(async () => (await going()).filter((run) => run?.status === "queued").length).toBe(Math.max(0, left - 1));
    if (left > 0) await expect.poll(async () => (await going()).filter((run) => run?.status === "running").length).toBe(1);
  }
  await expect.poll(async () => (await going()).map((run) => run?.status)).toEqual(["cancelled", "cancelled", "cancelled"]);
  delete process.env[limitVariable("activeRunsPerWorkflow")];
  forgetProcessWide("env");
});

it("drives a run to its end whatever happens to those who watch it", async () => {
  const { subscribeToRun } = await import("./live");
  const runId = await start(pipeline([{ instructions: "Watched voice. [simulate: slow 1s]" }]));
  const heard: string[] = [];
  const unsubscribe = [
    subscribeToRun(runId, () => {
      throw new Error("gone");
    }),
    subscribeToRun(runId, (message) => heard.push(message.kind)),
  ];
  expect(endOf(await ended(runId))).toMatchObject({ status: "succeeded" });
  for (const leave of unsubscribe) leave();
  expect(heard).toContain("events");
});

it("writes an attempt whose prompt holds characters that the database can't read back", async () => {
  const { appendBatch } = await import("./journal");
  const { pool } = await import("./db");
  const runId = await start(pipeline([{ instructions: "Answer. [simulate: slow 2s]" }]));
  await underway(runId, "agent_1");
  const { rows } = await pool().query(
    "UPDATE run SET epoch = epoch + 1, owner = 'another', lease_until = now() + interval '1 hour' WHERE id = $1 RETURNING epoch, next_seq",
    [runId],
  );
  const at = Date.now();
  const usage = { promptTokens: 0, completionTokens: 0, totalTokens: 0 };
  const rendered = { message: "nul \u0000, half \ud83d, whole 🌊, said \\u0000" };
  const call = { path: "agent_1", attempt: 9, turn: 0, status: "failed" as const, startedAt: at, finishedAt: at, model: null };
  const written = await appendBatch(
    { runId, epoch: rows[0].epoch, nextSeq: rows[0].next_seq },
    {
      events: [{ type: "cancel_requested", at, by: "local" }],
      attempts: [{ ...call, exchanges: [], rendered, ...usage }],
      blobs: [],
      inboxIds: [],
      note: "nul \u0000",
    },
  );
  expect(written?.events).toHaveLength(1);
  const kept = await pool().query("SELECT rendered FROM step_attempt WHERE run_id = $1 AND attempt = 9", [runId]);
  expect(kept.rows[0].rendered).toEqual({ message: "nul \ufffd, half \ufffd, whole 🌊, said \\u0000" });
});
