import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { brokenInvariants } from "../../scripts/shared/broken-invariants";
import { endOf, pipeline, startOf } from "../../scripts/vitest/pipeline";
import { template } from "../../scripts/vitest/played-run";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import { startTestRedis, type TestRedis } from "../../scripts/vitest/test-redis";
import { endWorkerCommand, startWorkerCommand } from "../../scripts/vitest/worker-command";
import type { WorkflowDocument } from "../document/schema";
import type { RunEvent } from "../engine/events";
import { type Simulator, startSimulator } from "../simulator/server";
import type { LiveMessage } from "./live";

withTestDatabase();
let redis: TestRedis;
let simulator: Simulator;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  redis = await startTestRedis();
  simulator = await startSimulator();
  process.env.REDIS_URL = redis.url;
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
});
afterAll(async () => {
  const { closeRunQueue } = await import("./wake/run-queue");
  const { closeLiveConnections } = await import("./live-remote");
  await closeRunQueue();
  closeLiveConnections();
  await redis.close();
  await simulator.close();
});
beforeEach(() => simulator.reset());
afterAll(async () => {
  await killWorkers();
  expect(await brokenInvariants()).toEqual([]);
});

async function killWorkers(): Promise<void> {
  await Promise.all(workers.splice(0).map((worker) => endWorkerCommand(worker, "SIGKILL")));
}

async function startWorkers(count: number, env: { readonly [name: string]: string } = {}): Promise<void> {
  const settings = { DATABASE_URL: process.env.DATABASE_URL, REDIS_URL: redis.url, WINDROSE_SIMULATOR_URL: simulator.url, ...env };
  workers.push(...(await Promise.all(Array.from({ length: count }, () => startWorkerCommand(settings)))));
}

/** Of the one that was started first. @returns its exit status. */
async function endFirst(signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
  const [first] = workers.splice(0, 1);
  return first === undefined ? null : endWorkerCommand(first, signal);
}

/** This process is the app: it starts runs, and drives none. */
async function start(document: WorkflowDocument, times = 1): Promise<readonly string[]> {
  const { createWorkflow } = await import("./services/workflows");
  const { startRun } = await import("./services/runs");
  const { localActor } = await import("./access");
  const actor = await localActor();
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  const { workflowId } = made.value;
  const started = Array.from({ length: times }, () => startRun(actor, { workflowId, input: document.sampleInput, trigger: "api" }));
  return (await Promise.all(started)).map((run) => {
    if (!run.ok) throw new Error(run.error.message);
    return run.value.runId;
  });
}

async function journalOf(runId: string): Promise<readonly RunEvent[]> {
  return (await import("./journal")).readJournal(runId);
}

async function reached(runId: string, isIt: (event: RunEvent) => boolean): Promise<void> {
  await expect.poll(async () => (await journalOf(runId)).some(isIt), { timeout: 25_000 }).toBe(true);
}

async function endsOf(runIds: readonly string[]): Promise<readonly (string | undefined)[]> {
  await Promise.all(runIds.map((runId) => reached(runId, ({ type }) => type === "run_finished")));
  return Promise.all(runIds.map(async (runId) => statusOf(endOf(await journalOf(runId)))));
}

function statusOf(event: RunEvent | undefined): string | undefined {
  return event?.type === "run_finished" ? event.status : undefined;
}

async function query(sql: string, values: readonly unknown[] = []): Promise<readonly Record<string, string>[]> {
  const { pool } = await import("./db");
  return (await pool().query(sql, [...values])).rows;
}

const succeeded = (count: number): readonly string[] => Array.from({ length: count }, () => "succeeded");
const slowly = (seconds: number): WorkflowDocument => pipeline([{ instructions: `Answer. [simulate: slow ${seconds}s]` }]);

it("spreads runs over the workers, and the app drives none", { timeout: 60_000 }, async () => {
  await startWorkers(2);
  const runIds = await start(slowly(2), 20);
  await expect.poll(async () => (await query("SELECT DISTINCT owner FROM run WHERE owner IS NOT NULL")).length).toBe(2);
  expect(await endsOf(runIds)).toEqual(succeeded(20));
});

it("brings what streams in a worker to whoever watches, also to who comes late", { timeout: 60_000 }, async () => {
  const { subscribeToRun } = await import("./live");
  simulator.setPace({ pace: 1 });
  const [runId = ""] = await start(template("data-pipeline"));
  const first = listener();
  const leave = subscribeToRun(runId, first.hear);
  await expect.poll(() => first.text().length, { timeout: 20_000 }).toBeGreaterThan(40);
  leave();
  const second = listener();
  const leaveAgain = subscribeToRun(runId, second.hear);
  await expect.poll(() => second.pieces().length, { timeout: 20_000 }).toBeGreaterThan(1);
  // Nothing of its beginning is missing.
  expect(second.pieces()[0]).toMatchObject({ offset: 0 });
  simulator.setPace({ pace: 0 });
  await expect.poll(() => second.heard.some(({ kind }) => kind === "written"), { timeout: 20_000 }).toBe(true);
  leaveAgain();
  expect(await endsOf([runId])).toEqual(["succeeded"]);
});

function listener() {
  const heard: LiveMessage[] = [];
  const pieces = () => heard.filter((message) => message.kind === "live");
  return {
    heard,
    hear: (message: LiveMessage) => void heard.push(message),
    pieces,
    text: () => pieces().reduce((text, piece) => text.slice(0, piece.offset) + piece.text, ""),
  };
}

it("reaches a call in flight with a cancel, whichever worker makes it", { timeout: 60_000 }, async () => {
  const { cancelRun } = await import("./services/run-inbox");
  const { localActor } = await import("./access");
  // The answer alone would take longer than is waited for.
  const runIds = await start(slowly(60), 4);
  await Promise.all(runIds.map((runId) => reached(runId, startOf("agent_1"))));
  for (const runId of runIds) expect((await cancelRun(await localActor(), runId)).ok).toBe(true);
  expect(await endsOf(runIds)).toEqual(["cancelled", "cancelled", "cancelled", "cancelled"]);
});

it("works on a long list in all workers", { timeout: 60_000 }, async () => {
  const { referenceWorkflows } = await import("../../scripts/crash-matrix/workflows");
  const [, document] = referenceWorkflows().find(([name]) => name === "long-list") ?? [];
  if (document === undefined) throw new Error("There is no long list.");
  expect(await endsOf(await start(document))).toEqual(["succeeded"]);
});

it("keeps to the places of a workflow over all workers", { timeout: 60_000 }, async () => {
  await killWorkers();
  await startWorkers(2, { WINDROSE_LIMIT_ACTIVE_RUNS_PER_WORKFLOW: "3" });
  const runIds = await start(slowly(1), 10);
  const atOnce: number[] = [];
  await expect
    .poll(
      async () => {
        const [row] = await query("SELECT count(owner) AS going, count(finished_at) AS ended FROM run WHERE id = ANY($1)", [runIds]);
        atOnce.push(Number(row?.going));
        return Number(row?.ended);
      },
      { timeout: 50_000, interval: 5 },
    )
    .toBe(10);
  expect(Math.max(...atOnce)).toBe(3);
});

it("finishes the runs of a worker that was killed in another one", { timeout: 60_000 }, async () => {
  await killWorkers();
  await startWorkers(1);
  const runIds = await start(slowly(3), 3);
  await Promise.all(runIds.map((runId) => reached(runId, startOf("agent_1"))));
  await startWorkers(1);
  await endFirst("SIGKILL");
  expect(await endsOf(runIds)).toEqual(succeeded(3));
});

it("hands its runs over when it is asked to stop", { timeout: 60_000 }, async () => {
  const runIds = await start(pipeline([{ instructions: "One. [simulate: slow 2s]" }, { instructions: "Two." }]), 3);
  await Promise.all(runIds.map((runId) => reached(runId, startOf("agent_1"))));
  await startWorkers(1);
  expect(await endFirst("SIGTERM")).toBe(0);
  expect(await endsOf(runIds)).toEqual(succeeded(3));
  // It ended what was in flight: nothing was asked twice.
  expect(simulator.requests().filter(({ method }) => method === "POST")).toHaveLength(6);
  expect((await Promise.all(runIds.map(journalOf))).flat().filter(({ type }) => type === "run_recovered")).toEqual([]);
});

it("shuts out a worker that was stopped for longer than its lease, and lets it work on", { timeout: 90_000 }, async () => {
  await killWorkers();
  await startWorkers(1);
  const [stopped] = workers;
  const [runId = ""] = await start(slowly(3));
  await reached(runId, startOf("agent_1"));
  stopped?.kill("SIGSTOP");
  await startWorkers(1);
  expect(await endsOf([runId])).toEqual(["succeeded"]);
  const journal = await journalOf(runId);
  stopped?.kill("SIGCONT");
  await Promise.all(workers.splice(1).map((worker) => endWorkerCommand(worker, "SIGKILL")));
  // What it comes back with is recorded nowhere; another run goes through its hands meanwhile.
  expect(await endsOf(await start(slowly(1)))).toEqual(["succeeded"]);
  expect(await journalOf(runId)).toEqual(journal);
});

it("goes on when Redis dies with all it holds, and starts runs while it is away", { timeout: 90_000 }, async () => {
  await startWorkers(1);
  const before = await start(slowly(2), 4);
  await Promise.all(before.map((runId) => reached(runId, startOf("agent_1"))));
  await redis.kill();
  const meanwhile = await start(pipeline([{ instructions: "Answer." }]), 3);
  expect(await endsOf([...before, ...meanwhile])).toEqual(succeeded(7));
  await redis.start();
  const after = await start(pipeline([{ instructions: "Answer." }]), 3);
  expect(await endsOf(after)).toEqual(succeeded(3));
});
