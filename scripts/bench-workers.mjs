/**
 * `npm run bench:workers`: runs a second with 1, 2 and 4 workers. Works on a database, a Redis and a simulator of its
 * own; `--no-save` keeps no results. Needs `redis-server`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeMachine } from "../bench/machine.mjs";
import { table } from "../bench/markdown-table.mjs";
import { forgetInstallation } from "../bench/own-environment.mjs";
import { agents, answerMs, measureWorkers, runs } from "../bench/workers.mjs";
import { startEmbeddedPostgres } from "./embedded-postgres.mjs";
import { migrateDatabase } from "./migrate.mjs";
import { checkoutDir, openDataDir } from "./shared/checkout.mjs";
import { endChild } from "./start/child.mjs";
import { startSimulator } from "./start/simulator.mjs";
import { startTestRedis } from "./vitest/test-redis.ts";

const counts = [1, 2, 4];
/** Nothing but the machine holds runs back. */
const limits = { WINDROSE_LIMIT_ACTIVE_RUNS_PER_WORKSPACE: "200", WINDROSE_LIMIT_ACTIVE_RUNS_PER_WORKFLOW: "200" };

function reportText(measured, machine) {
  return [
    "# Workers bench",
    "",
    `Measured ${machine.measuredAt} UTC on ${machine.cores} cores (${machine.processor}), ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}; load before the start ${machine.load.toFixed(1)}.`,
    `${runs} runs of ${agents} agents in a row, each answered after ${answerMs} ms, all queued at once, at most 200 of them going. PostgreSQL commits with fsync on; it, Redis, the simulator and the workers share the machine, so more workers than it has free cores gain nothing.`,
    "",
    ...table(
      ["workers", "runs a second", "a day"],
      measured.map(({ workers, runsPerSecond }) => [
        workers,
        runsPerSecond.toFixed(0),
        `${((runsPerSecond * 86_400) / 1_000_000).toFixed(1)} million`,
      ]),
    ),
    "",
  ].join("\n");
}

forgetInstallation();
const folder = mkdtempSync(path.join(tmpdir(), "windrose-workers-"));
const machine = describeMachine(folder);
const [database, redis, simulator] = await Promise.all([
  startEmbeddedPostgres({ dataDir: openDataDir(folder), settings: { max_connections: "200" } }),
  startTestRedis(),
  startSimulator(folder),
]);
try {
  await migrateDatabase(database.url);
  await simulator.ready;
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, WINDROSE_SIMULATOR_URL: simulator.url, ...limits };
  Object.assign(process.env, env, { WINDROSE_LOG_LEVEL: "silent" });
  const { simulatorControl } = await import("../bench/engine/simulator.ts");
  await simulatorControl(simulator.url).answerAfter(answerMs);
  const text = reportText(await measureWorkers(env, counts), machine);
  console.log(text);
  if (!process.argv.includes("--no-save")) {
    mkdirSync(path.join(checkoutDir, "bench/results"), { recursive: true });
    writeFileSync(path.join(checkoutDir, "bench/results/workers.md"), text);
  }
  const { closeDatabase } = await import("../lib/server/db.ts");
  const { closeRunQueue } = await import("../lib/server/wake/run-queue.ts");
  await closeRunQueue();
  await closeDatabase();
} finally {
  await endChild(simulator.child.identity, 2_000);
  await redis.close();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
