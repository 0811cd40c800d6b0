/**
 * The command line: prepares what the command needs and runs it.
 *
 * Uses the app that runs here, whose worker then executes the runs; where none runs, starts what a
 * run needs, lets the command's own process execute it, and stops what it started.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { generateClient } from "../generate.mjs";
import { checkoutDir, openDataDir } from "../shared/checkout.mjs";
import { variable } from "../shared/environment.mjs";
import { findRunningApp } from "../start/instance.mjs";
import { checkWritable, loadEnvironmentFile } from "../start/preconditions.mjs";
import { startServices } from "../start/services.mjs";

const couldNotStart = 3;
const interrupted = 130;
/** Resolved from here, so that the command may be called from any folder. */
const loader = import.meta.resolve("tsx");
const words = process.argv.slice(2);
/** Where the person stands; npm itself changes to the checkout before it runs us. */
const calledFrom = (process.env.npm_lifecycle_event === "flow" && process.env.INIT_CWD) || process.cwd();

/** Help, and the check of a file, need nothing but the code. */
function needsNothing([command, ...rest]) {
  if (command === undefined || command === "help" || words.includes("--help") || command === "-h") return true;
  return command === "validate" && rest.some((word) => word.endsWith(".json") && existsSync(path.resolve(calledFrom, word)));
}

/** @returns the variables of the command's process, and `stop()` for what was started for it. */
async function prepare() {
  loadEnvironmentFile();
  generateClient();
  if (needsNothing(words)) return { env: { WINDROSE_LOG_LEVEL: "silent" }, stop: async () => {} };
  const dataDir = openDataDir();
  checkWritable(dataDir);
  // Not stdout, which holds the result.
  const log = { WINDROSE_LOG_FILE: variable("WINDROSE_LOG_FILE") ?? path.join(dataDir, "flow.log") };
  const app = findRunningApp(dataDir);
  if (app) return { env: { ...log, ...environmentOf(app) }, stop: async () => {} };
  const services = await startServices({ dataDir });
  return { env: { ...log, ...services.env, WINDROSE_FLOW_WORKER: "1" }, stop: () => services.stop() };
}

/** Whether a run counts as simulated follows from the app that executes it, not from our own variables. */
function environmentOf({ url, databaseUrl, simulatorUrl }) {
  return {
    DATABASE_URL: databaseUrl,
    WINDROSE_APP_URL: url,
    ...(simulatorUrl ? { WINDROSE_SIMULATOR_URL: simulatorUrl, MISTRAL_API_KEY: "" } : {}),
  };
}

/** The command while it runs; a signal is passed on to it, as only it can cancel its run. */
let command = null;
let interruptedBy = null;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(name, () => {
    interruptedBy = name;
    command?.kill(name);
  });
}

/** @returns the exit status of the command. */
function runCommand(env) {
  const program = path.join(checkoutDir, "lib/cli/main.ts");
  command = spawn(process.execPath, ["--conditions=react-server", "--import", loader, program, ...words], {
    cwd: calledFrom,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  return new Promise((resolve) => {
    command.once("error", () => resolve(couldNotStart));
    command.once("exit", (code) => resolve(code ?? interrupted));
  });
}

async function main() {
  let prepared;
  try {
    prepared = await prepare();
  } catch (error) {
    console.error(error.message);
    if (words.includes("--json")) console.log(JSON.stringify({ type: "error", code: "not_started", message: error.message, details: [] }));
    return couldNotStart;
  }
  try {
    return interruptedBy === null ? await runCommand(prepared.env) : interrupted;
  } finally {
    await prepared.stop();
  }
}

process.exitCode = await main();
