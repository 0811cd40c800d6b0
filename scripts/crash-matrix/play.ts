/**
 * Plays workflows in a worker that is killed on the way, lets another one finish them, and says what was broken by it.
 */
import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { WorkflowDocument } from "../../lib/document/schema";
import type { RunEvent } from "../../lib/engine/events";
import type { JsonObject } from "../../lib/shared/json";
import type { RecordedRequest } from "../../lib/simulator/recorder";
import type { Simulator } from "../../lib/simulator/server";
import { brokenInvariants } from "../shared/broken-invariants";

export type CrashPoint = { readonly moment: "before" | "after"; readonly kind: "write" | "call"; readonly number: number };
export type Counts = { readonly write: number; readonly call: number };

/** A workflow, its input, and how its runs end when nobody dies. */
export type Played = { readonly name: string; readonly workflowId: string; readonly input: JsonObject };

export type Outcome = {
  /** What was broken, in sentences; empty when all holds. */
  readonly broken: readonly string[];
  /** The worker died where it was told to: there is such a point. */
  readonly hasCrashed: boolean;
  /** Of the worker that was not killed. */
  readonly counts: Counts;
  /** Requests of this play, and how many of them are known to belong to a step that has its outcome. */
  readonly requests: number;
  readonly paidFor: number;
};

const patienceMs = 90_000;

export async function createPlayed(name: string, document: WorkflowDocument): Promise<Played> {
  const { localActor } = await import("../../lib/server/access");
  const { createWorkflow } = await import("../../lib/server/services/workflows");
  const made = await createWorkflow(await localActor(), { document });
  if (!made.ok) throw new Error(`${name}: ${made.error.message}`);
  return { name, workflowId: made.value.workflowId, input: document.sampleInput };
}

/** @param env the variables under which a worker reaches the database and the simulator. */
export async function play(
  all: readonly Played[],
  point: CrashPoint | null,
  simulator: Simulator,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const earlier = simulator.requests().length;
  const first = await startProcess(env, point);
  const runIds = await Promise.all(all.map(start));
  const hasCrashed = await untilOverOrDead(runIds, first);
  const before = { requests: simulator.requests().length, paid: hasCrashed ? await requestsPaidFor(runIds) : new Set<string>() };
  const second = hasCrashed ? await startProcess(env, null) : first;
  const isOver = hasCrashed ? !(await untilOverOrDead(runIds, second)) : true;
  const counts = await countsOf(second);
  await stopProcess(second);
  const again = simulator
    .requests()
    .slice(before.requests)
    .filter((request) => before.paid.has(bodyOf(request)));
  const broken = [
    ...(isOver ? [] : ["The second worker died, too."]),
    ...again.map(({ path: address }) => `A step that had its outcome was asked for again: ${address}`),
    ...(await endsOf(all, runIds)),
    ...(await brokenInvariants()),
  ];
  const own = simulator
    .requests()
    .slice(earlier)
    .filter(({ method }) => method === "POST");
  const paid = await requestsPaidFor(runIds);
  return { broken, hasCrashed, counts, requests: own.length, paidFor: own.filter((request) => paid.has(bodyOf(request))).length };
}

async function start({ workflowId, input }: Played): Promise<string> {
  const { localActor } = await import("../../lib/server/access");
  const { startRun } = await import("../../lib/server/services/runs");
  const started = await startRun(await localActor(), { workflowId, input, trigger: "api" });
  if (!started.ok) throw new Error(started.error.message);
  return started.value.runId;
}

async function startProcess(env: NodeJS.ProcessEnv, point: CrashPoint | null): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, "doomed-worker.ts"), {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    env: { ...env, ...(point !== null && { CRASH_POINT: `${point.moment}:${point.kind}:${point.number}` }) },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", () => reject(new Error("The worker ended before it was ready.")));
  });
  return child;
}

function isDead({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Allows whatever a person is asked meanwhile. @returns whether the process died first. */
async function untilOverOrDead(runIds: readonly string[], child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const open = await openRuns(runIds);
    if (isDead(child)) return open.length > 0;
    if (open.length === 0) return false;
    if (Date.now() > deadline) throw new Error(`These runs came to no end: ${open.join(", ")}`);
    for (const runId of open) await allow(runId);
    await pause(25);
  }
}

/** Runs that steps of these started count, too. */
async function openRuns(runIds: readonly string[]): Promise<readonly string[]> {
  const { pool } = await import("../../lib/server/db");
  const { rows } = await pool().query(
    "SELECT id FROM run WHERE (id = ANY($1) OR parent_run_id = ANY($1)) AND (finished_at IS NULL OR owner IS NOT NULL)",
    [runIds],
  );
  return rows.map(({ id }) => id);
}

async function allow(runId: string): Promise<void> {
  const { localActor } = await import("../../lib/server/access");
  const { decideStep } = await import("../../lib/server/services/run-inbox");
  const journal = await readJournal(runId);
  const waiting = journal.filter((event) => event.type === "step_waiting" && event.until.for === "decision");
  // One that was decided already is refused, and nothing comes of that.
  for (const { seq } of waiting) await decideStep(await localActor(), runId, { seq, decision: { approve: true, comment: "", values: {} } });
}

/** Bodies of requests whose step has its outcome. */
async function requestsPaidFor(runIds: readonly string[]): Promise<Set<string>> {
  const { pool } = await import("../../lib/server/db");
  const { rows } = await pool().query(
    `SELECT exchange -> 'requestBody' AS body FROM step_attempt a JOIN run r ON r.id = a.run_id, json_array_elements(a.exchanges) AS exchange
      WHERE (r.id = ANY($1) OR r.parent_run_id = ANY($1)) AND a.status = 'succeeded'`,
    [runIds],
  );
  return new Set(rows.map(({ body }) => JSON.stringify(body)));
}

function bodyOf({ body }: RecordedRequest): string {
  return JSON.stringify(body);
}

async function countsOf(child: ChildProcess): Promise<Counts> {
  const counted = new Promise<Counts>((resolve) => {
    child.once("message", (message: { readonly counted: Counts }) => resolve(message.counted));
  });
  child.send("count");
  return counted;
}

async function stopProcess(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.disconnect();
  await exited;
}

async function endsOf(all: readonly Played[], runIds: readonly string[]): Promise<readonly string[]> {
  const ends = await Promise.all(runIds.map(async (runId) => (await readJournal(runId)).at(-1)));
  return ends.flatMap((end, at) =>
    end?.type === "run_finished" && end.status === "succeeded" ? [] : [`${all[at]?.name} ended with ${JSON.stringify(end)}`],
  );
}

async function readJournal(runId: string): Promise<readonly RunEvent[]> {
  return (await import("../../lib/server/journal")).readJournal(runId);
}
