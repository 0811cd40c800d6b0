import { expect, it } from "vitest";
import { sentBody, withLiveRuns } from "../../scripts/vitest/live-runs";
import { endOf, largeText, pipeline, sentWith, startOf, withLargeOutput } from "../../scripts/vitest/pipeline";
import { forgetProcessWide, processWide } from "./runtime";

const runs = withLiveRuns();

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
      return endOf(await runs.ended(runId));
    }),
  );
  for (const end of cancelled) expect(end).toMatchObject({ status: "cancelled" });
});

it("records nothing for an owner whose epoch has passed", async () => {
  const { appendBatch } = await import("./journal");
  const { pool } = await import("./db");
  const runId = await runs.start(pipeline([{ instructions: "Answer. [simulate: slow 2s]" }]));
  await runs.reached(runId, startOf("agent_1"));
  const { rows } = await pool().query("UPDATE run SET epoch = epoch + 1, owner = 'another' WHERE id = $1 RETURNING epoch, next_seq", [
    runId,
  ]);
  const stale = { runId, epoch: rows[0].epoch - 1, nextSeq: rows[0].next_seq };
  const event = { type: "cancel_requested" as const, at: Date.now(), by: "local" };
  expect(await appendBatch(stale, { events: [event], attempts: [], blobs: [], inboxIds: [], note: null })).toBeNull();
  expect((await runs.journalOf(runId)).some((written) => written.type === "cancel_requested")).toBe(false);
});

it("asks nothing again that has its outcome when another owner takes over, and shuts the first one out", async () => {
  const { startWorker } = await import("./worker");
  runs.simulator().reset();
  const late = { instructions: "Late voice. [simulate: slow 2s]", config: { message: "Shorten: {{nodes.agent_2.output}}" } };
  const runId = await runs.start(withLargeOutput(pipeline([{ instructions: "Early voice." }, { instructions: "" }, late]), "agent_2"));
  await runs.reached(runId, startOf("agent_3"));
  await expect.poll(() => sentWith(runs.simulator(), "Late voice.").length).toBe(1);

  const first = processWide<{ stop: () => Promise<void> }>("worker", () => ({ stop: async () => undefined }));
  forgetProcessWide("worker");
  // As if the first owner had been cut off: it goes on in the belief that it still holds the run.
  const { pool } = await import("./db");
  const alive = "FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database() AND locktype = 'advisory'";
  await pool().query(`SELECT pg_terminate_backend(pid) ${alive}`);
  await expect.poll(async () => (await pool().query(`SELECT pid ${alive}`)).rows, { interval: 10 }).toEqual([]);
  await startWorker();
  const journal = await runs.ended(runId);
  await first.stop();

  expect(await runs.journalOf(runId)).toEqual(journal);
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
  expect(sentWith(runs.simulator(), "Early voice.")).toHaveLength(1);
  const asked = sentWith(runs.simulator(), "Late voice.").map((request) => sentBody(request).inputs);
  expect(asked).toHaveLength(2);
  expect(asked[0]?.at(-1)?.content).toBe(`Shorten: ${largeText}`);
  expect(asked[1]).toEqual(asked[0]);
});

it("leaves a run to its owner when another worker starts beside it", async () => {
  const { startWorker } = await import("./worker");
  runs.simulator().reset();
  const runId = await runs.start(pipeline([{ instructions: "Shared voice. [simulate: slow 1s]" }]));
  await runs.reached(runId, startOf("agent_1"));
  const first = processWide<{ stop: () => Promise<void> }>("worker", () => ({ stop: async () => undefined }));
  forgetProcessWide("worker");
  await startWorker();
  const journal = await runs.ended(runId);
  await first.stop();
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  expect(journal.some((event) => event.type === "run_recovered")).toBe(false);
  expect(sentWith(runs.simulator(), "Shared voice.")).toHaveLength(1);
});

it("records what is in flight before it lets a run go, starts nothing more, and goes on from there", async () => {
  const { startWorker, stopWorker } = await import("./worker");
  const { pool } = await import("./db");
  runs.simulator().reset();
  const runId = await runs.start(pipeline([{ instructions: "Parting voice. [simulate: slow 1s]" }, { instructions: "Next voice." }]));
  await runs.reached(runId, startOf("agent_1"));
  await stopWorker();
  const parted = await runs.journalOf(runId);
  expect(parted.at(-1)).toMatchObject({ type: "step_succeeded", path: "agent_1" });
  const { rows } = await pool().query("SELECT owner, finished_at FROM run WHERE id = $1", [runId]);
  expect(rows[0]).toEqual({ owner: null, finished_at: null });
  await startWorker();
  expect(endOf(await runs.ended(runId))).toMatchObject({ status: "succeeded" });
  expect(sentWith(runs.simulator(), "Parting voice.")).toHaveLength(1);
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
