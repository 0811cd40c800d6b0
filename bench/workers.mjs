/**
 * How many runs a second several workers drive.
 *
 * PostgreSQL (fsync on), Redis, the simulator and the workers share the machine, so more workers than it has free cores
 * gain nothing.
 */
import { setTimeout as pause } from "node:timers/promises";
import { endWorkerCommand, startWorkerCommand } from "../scripts/vitest/worker-command.ts";

export const answerMs = 50;
export const agents = 4;
export const runs = 300;
const warmUp = 40;

async function untilOver(pool, runIds) {
  for (;;) {
    const { rows } = await pool.query("SELECT count(*)::int AS open FROM run WHERE id = ANY($1) AND finished_at IS NULL", [runIds]);
    if (rows[0].open === 0) return;
    await pause(10);
  }
}

/** @returns `start(count)`, which answers with the ids of that many runs, and `pool`. */
async function workflow() {
  const { drawnAs, topic } = await import("./engine/work.ts");
  const { localActor } = await import("../lib/server/access.ts");
  const { createWorkflow } = await import("../lib/server/services/workflows.ts");
  const { startRun } = await import("../lib/server/services/runs.ts");
  const { pool } = await import("../lib/server/db.ts");
  const actor = await localActor();
  const made = await createWorkflow(actor, { document: drawnAs({ shape: "chain", agents }) });
  const { workflowId } = made.value;
  const one = async () => (await startRun(actor, { workflowId, input: { topic }, trigger: "api" })).value.runId;
  return { pool: pool(), start: (count) => Promise.all(Array.from({ length: count }, one)) };
}

/**
 * @param env the variables under which workers reach the database, Redis and the simulator; this process has them, too.
 * @returns a line for each number of workers: runs a second.
 */
export async function measureWorkers(env, counts) {
  const { pool, start } = await workflow();
  const measured = [];
  for (const count of counts) {
    const workers = await Promise.all(Array.from({ length: count }, () => startWorkerCommand(env)));
    await untilOver(pool, await start(warmUp));
    const startedAt = performance.now();
    await untilOver(pool, await start(runs));
    measured.push({ workers: count, runsPerSecond: (runs / (performance.now() - startedAt)) * 1_000 });
    await Promise.all(workers.map((worker) => endWorkerCommand(worker, "SIGTERM")));
  }
  return measured;
}
