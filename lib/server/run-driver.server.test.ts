import { afterAll, beforeAll, expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import type { WorkflowDocument } from "../document/schema";
import { documentOf } from "../document/testing";
import type { RunEvent } from "../engine/events";
import type { JsonValue } from "../shared/json";
import { type Simulator, startSimulator } from "../simulator/server";
import { forgetProcessWide } from "./runtime";

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
  expect(endOf(journal)).toMatchObject({ status: "failed", error: { path: "agent_2", class: "permanent" } });
  expect(journal.some((event) => event.type === "step_started" && event.path === "agent_3")).toBe(false);
});

it("cancels a call in flight and records nothing after the end", async () => {
  const { localActor } = await import("./access");
  const { cancelRun } = await import("./services/runs");
  const runId = await start(pipeline([{ instructions: "Answer. [simulate: slow 30s]" }]));
  await expect
    .poll(async () => (await journalOf(runId)).some((event) => event.type === "step_started" && event.path === "agent_1"))
    .toBe(true);
  const asked = await Promise.all([cancelRun(await localActor(), runId), cancelRun(await localActor(), runId)]);
  expect(asked.some((answer) => answer.ok)).toBe(true);
  const journal = await ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "cancelled" });
  expect(journal.filter((event) => event.type === "run_finished")).toHaveLength(1);
});

it("gives a later step an output that is too large for its event", async () => {
  const document = pipeline([{ instructions: "Answer." }]);
  const large = `{{ join(split("${"x".repeat(3_900)}", ""), "${"y".repeat(30)}") }}`;
  const nodes = document.nodes.map((node) =>
    node.id === "agent_1" ? { ...node, type: "transform", config: { mode: "template", template: large, expression: "" } } : node,
  );
  const runId = await start({ ...document, nodes });
  const journal = await ended(runId);
  const written = journal.find((event) => event.type === "step_succeeded" && event.path === "agent_1");
  expect(written).toMatchObject({ output: { blob: { bytes: expect.any(Number) } } });
  expect(endOf(journal)).toMatchObject({ status: "succeeded", outputs: { answer: { blob: expect.anything() } } });
});

it("records nothing for an owner whose epoch has passed", async () => {
  const { appendBatch } = await import("./journal");
  const { pool } = await import("./db");
  const runId = await start(pipeline([{ instructions: "Answer. [simulate: slow 30s]" }]));
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
