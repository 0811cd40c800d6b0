/**
 * `npm run crash-matrix`: kills a worker with -9 before and after everything it writes to a journal and everything it
 * sends outside, one point after the other, lets another worker finish, and says what was broken by it.
 *
 * Works on a database and a simulator of its own. `--every 5` takes every fifth point; `--no-save` keeps no results.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "../bench/machine.mjs";
import { table } from "../bench/markdown-table.mjs";
import { forgetInstallation } from "../bench/own-environment.mjs";
import { startEmbeddedPostgres } from "./embedded-postgres.mjs";
import { migrateDatabase } from "./migrate.mjs";
import { checkoutDir, openDataDir } from "./shared/checkout.mjs";

const { values: options } = parseArgs({
  options: { every: { type: "string", default: "1" }, "no-save": { type: "boolean", default: false } },
});

const kinds = { write: "a write to a journal", call: "a request to a model" };

/** Every point there is, when nobody dies. */
function pointsOf(counts) {
  const step = Math.max(1, Number(options.every) || 1);
  return Object.keys(kinds).flatMap((kind) => {
    const numbers = Array.from({ length: Math.ceil(counts[kind] / step) }, (_, at) => 1 + at * step);
    return numbers.flatMap((number) => ["before", "after"].map((moment) => ({ moment, kind, number })));
  });
}

async function playAll({ createPlayed, play }, workflows, simulator) {
  const played = await Promise.all(workflows.map(([name, document]) => createPlayed(name, document)));
  const environment = { ...process.env, NODE_ENV: "production" };
  const quiet = await play(played, null, simulator, environment);
  if (quiet.broken.length > 0) throw new Error(`Without a crash: ${quiet.broken.join("; ")}`);
  const results = [];
  for (const point of pointsOf(quiet.counts)) {
    simulator.reset();
    const outcome = await play(played, point, simulator, environment);
    results.push({ ...point, hasCrashed: outcome.hasCrashed, broken: outcome.broken });
    const verdict = outcome.broken.length > 0 ? `✗ ${outcome.broken.join("; ")}` : outcome.hasCrashed ? "✓" : "– it was over before";
    console.log(`${point.moment} ${point.kind} ${point.number}: ${verdict}`);
  }
  return results;
}

function reportText(results, names, machine) {
  const rows = Object.entries(kinds).flatMap(([kind, words]) =>
    ["before", "after"].map((moment) => {
      const own = results.filter((result) => result.kind === kind && result.moment === moment);
      const killed = own.filter(({ hasCrashed }) => hasCrashed);
      return [`${moment} ${words}`, own.length, killed.length, own.filter(({ broken }) => broken.length > 0).length];
    }),
  );
  const broken = results.flatMap(({ moment, kind, number, broken: what }) => what.map((each) => `- ${moment} ${kind} ${number}: ${each}`));
  return [
    "# Crash matrix",
    "",
    `Measured ${machine.measuredAt} UTC on ${machine.cores} cores (${machine.processor}), ${machine.system}, Node ${machine.node}; PostgreSQL commits with fsync on.`,
    `Each line kills the worker's process with -9 while ${names.length} workflows run at once (${names.join(", ")}), at every point it comes by${Number(options.every) > 1 ? ` (one in ${options.every} of them)` : ""}; another worker finishes what it left.`,
    "Broken is a run that does not succeed, an invariant of `npm run doctor` that does not hold, or a request that was made again though its step had its outcome.",
    "",
    ...table(["killed", "points", "killed there", "broken"], rows),
    "",
    "A point that is not reached was over before: how much is written together depends on what happens at the same time.",
    ...(broken.length > 0 ? ["", ...broken] : []),
    "",
  ].join("\n");
}

forgetInstallation();
const folder = mkdtempSync(path.join(tmpdir(), "windrose-crash-"));
const machine = describeMachine(folder);
const database = await startEmbeddedPostgres({ dataDir: openDataDir(folder) });
try {
  await migrateDatabase(database.url);
  const { startSimulator } = await import("../lib/simulator/server.ts");
  const simulator = await startSimulator({ pace: 0 });
  process.env.DATABASE_URL = database.url;
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
  process.env.WINDROSE_LOG_LEVEL = "silent";
  const { referenceWorkflows } = await import("./crash-matrix/workflows.ts");
  const workflows = referenceWorkflows();
  const results = await playAll(await import("./crash-matrix/play.ts"), workflows, simulator);
  const text = reportText(
    results,
    workflows.map(([name]) => name),
    machine,
  );
  console.log(`\n${text}`);
  if (!options["no-save"]) {
    mkdirSync(path.join(checkoutDir, "bench/results"), { recursive: true });
    writeFileSync(path.join(checkoutDir, "bench/results/crash-matrix.md"), text);
  }
  process.exitCode = results.some(({ broken }) => broken.length > 0) ? 1 : 0;
  await simulator.close();
  const { closeDatabase } = await import("../lib/server/db.ts");
  await closeDatabase();
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
