/**
 * `npm run bench:engine`: measures the engine against plain SDK code, and the product's start and rest.
 *
 * Starts a database and a simulator of its own in a temporary folder; nothing of an installation is
 * touched but the build, which is made when it is missing. Options: `--only engine` or `--only startup`,
 * `--parts sequential,parallel,throughput`, `--rounds 7`, `--starts 5`, `--no-save`, and
 * `--profile folder` for a processor profile of the measuring process.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { describeMachine, packageVersion } from "../bench/machine.mjs";
import { forgetInstallation } from "../bench/own-environment.mjs";
import { reportText } from "../bench/report.mjs";
import { measureStartup } from "../bench/startup.mjs";
import { generateClient } from "./generate.mjs";
import { checkoutDir, openDataDir } from "./shared/checkout.mjs";
import { anyFreePort } from "./shared/ports.mjs";
import { startServices } from "./start/services.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    parts: { type: "string", default: "sequential,parallel,throughput" },
    rounds: { type: "string", default: "7" },
    starts: { type: "string", default: "5" },
    port: { type: "string" },
    profile: { type: "string" },
    "no-save": { type: "boolean", default: false },
  },
});

/** More than the measured loads need, so that no limit is what is measured. */
const limits = {
  WINDROSE_LIMIT_RUN_STEPS_AT_ONCE: "200",
  WINDROSE_LIMIT_ACTIVE_RUNS_PER_WORKSPACE: "200",
  WINDROSE_LIMIT_ACTIVE_RUNS_PER_WORKFLOW: "200",
  WINDROSE_PROVIDER_CONCURRENCY: "500",
};

async function measureEngine(folder) {
  const dataDir = openDataDir(path.join(folder, "engine"));
  const services = await startServices({ dataDir });
  try {
    const reportFile = path.join(folder, "engine.json");
    await runProgram(path.join(checkoutDir, "bench/engine/main.ts"), {
      ...services.env,
      ...limits,
      NODE_ENV: "production",
      WINDROSE_LOG_FILE: path.join(folder, "engine.log"),
      BENCH_ROUNDS: options.rounds,
      BENCH_PARTS: options.parts,
      BENCH_REPORT_FILE: reportFile,
    });
    return JSON.parse(readFileSync(reportFile, "utf8"));
  } finally {
    await services.stop();
  }
}

function runProgram(program, env) {
  const profiling = options.profile ? ["--cpu-prof", `--cpu-prof-dir=${path.resolve(options.profile)}`] : [];
  const child = spawn(process.execPath, [...profiling, "--conditions=react-server", "--import", "tsx", program], {
    cwd: checkoutDir,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`The measurement ended with status ${code}.`))));
  });
}

async function measureEverything(folder) {
  const machine = describeMachine(folder);
  const versions = `@mistralai/mistralai ${packageVersion(checkoutDir, "@mistralai/mistralai")}`;
  const engine = options.only === "startup" ? null : await measureEngine(folder);
  const startup =
    options.only === "engine"
      ? null
      : await measureStartup({
          dataDir: openDataDir(path.join(folder, "startup")),
          port: Number(options.port) || (await anyFreePort()),
          starts: Number(options.starts),
        });
  return { machine, versions, engine, startup };
}

function save(report, text) {
  const results = path.join(checkoutDir, "bench/results");
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, "engine.md"), text);
  writeFileSync(path.join(results, "engine.json"), `${JSON.stringify(report, null, 1)}\n`);
}

forgetInstallation();
generateClient();
const folder = mkdtempSync(path.join(tmpdir(), "windrose-bench-"));
try {
  openDataDir(folder); // PostgreSQL's account must be able to pass through
  const report = await measureEverything(folder);
  const text = reportText(report);
  console.log(text);
  if (!options["no-save"]) save(report, text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
