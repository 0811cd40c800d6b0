/**
 * `npm run worker`: a process that drives runs and nothing else, beside an app that has the same DATABASE_URL and
 * REDIS_URL (docs/scaling.md). SIGTERM lets what is in flight end within 20 s, then hands its runs over.
 */
import { generateClient } from "./generate.mjs";
import { migrateDatabase } from "./migrate.mjs";
import { variable } from "./shared/environment.mjs";
import { waitForDatabase } from "./start/database.mjs";
import { checkInstallation, loadEnvironmentFile } from "./start/preconditions.mjs";
import { describeProvider, needsSimulator } from "./start/services.mjs";

function checkSettings() {
  const missing = ["DATABASE_URL", "REDIS_URL"].filter((name) => variable(name) === undefined);
  if (missing.length > 0) throw new Error(`A worker needs ${missing.join(" and ")}, with the same values as the app's.`);
  if (needsSimulator()) {
    throw new Error("A worker needs a model: set MISTRAL_API_KEY, OPENAI_COMPATIBLE_URL or WINDROSE_SIMULATOR_URL as for the app.");
  }
}

try {
  checkInstallation();
  loadEnvironmentFile();
  checkSettings();
  await waitForDatabase(variable("DATABASE_URL"));
  await migrateDatabase(variable("DATABASE_URL"));
  generateClient();
  process.env.NODE_ENV ??= "production";
  const { startWorkerProcess } = await import("../lib/server/process.ts");
  await startWorkerProcess();
  console.log(`Model: ${describeProvider()}`);
  console.log("The worker takes runs.");
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
