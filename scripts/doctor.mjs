/**
 * `npm run doctor`: checks what must hold of every run in the database (docs/guarantees.md), whether Windrose runs or
 * not. Reads only. The exit status is 1 when something does not hold.
 */
import pg from "pg";
import { checkInvariants, mostViolations } from "../lib/server/invariants.ts";
import { openDataDir } from "./shared/checkout.mjs";
import { openDatabase } from "./start/database.mjs";
import { findRunningApp } from "./start/instance.mjs";

const shown = 5;

async function main() {
  const dataDir = openDataDir();
  const app = findRunningApp(dataDir);
  const database = app ? { url: app.databaseUrl, stop: async () => {} } : await openDatabase(dataDir);
  try {
    const findings = await checkDatabase(database.url, app !== null);
    for (const finding of findings) report(finding);
    const broken = findings.filter(({ violations }) => violations.length > 0).length;
    console.log(broken === 0 ? `\n${findings.length} of ${findings.length} hold.` : `\n${broken} of ${findings.length} do not hold.`);
    if (!app) console.log("Windrose does not run here, so runs that rest were not looked at.");
    process.exitCode = broken === 0 ? 0 : 1;
  } finally {
    await database.stop();
  }
}

async function checkDatabase(url, isAppRunning) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // One moment of the database for all questions: runs go on meanwhile.
    await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return await checkInvariants((sql) => client.query(sql), { isAppRunning });
  } catch (error) {
    if (error.code === "42P01" || error.code === "42703") {
      throw new Error("This database was made by another release of Windrose. Start Windrose once, then ask again.");
    }
    throw error;
  } finally {
    await client.end();
  }
}

function report({ holds, violations }) {
  console.log(`${violations.length === 0 ? "✓" : "✗"} ${holds}`);
  for (const { runId, detail } of violations.slice(0, shown)) console.log(`    run ${runId}: ${detail}`);
  const further = violations.length - shown;
  if (further > 0) console.log(`    and ${further}${violations.length === mostViolations ? " or more" : ""} others`);
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
