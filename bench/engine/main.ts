/**
 * Compares the engine with plain SDK code in this one process, against one simulator, and prints JSON.
 *
 * scripts/bench.mjs starts the database and the simulator and says in the environment where they are.
 */
import { writeFileSync } from "node:fs";
import { env, limitInForce } from "../../lib/server/env";
import { createPlainCode } from "./plain";
import { comparePair, keepGoing, type Pair } from "./sample";
import { simulatorControl } from "./simulator";
import { startWindrose } from "./windrose";
import type { Job } from "./work";

const chain: Job = { shape: "chain", agents: 50 };
const fans: readonly Job[] = [3, 20, 100].map((agents) => ({ shape: "fan", agents }));
const shortChain: Job = { shape: "chain", agents: 4 };

/** So many runs, so many of them at once. */
type Load = { readonly atOnce: number; readonly runs: number };
const oneRun: Load = { atOnce: 1, runs: 1 };
const loads: readonly Load[] = [
  { atOnce: 10, runs: 100 },
  { atOnce: 50, runs: 400 },
];
const fanLatencyMs = 200;
const shortChainLatencyMs = 50;

const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const parts = (process.env.BENCH_PARTS ?? "sequential,parallel,throughput").split(",");
const reportFile = process.env.BENCH_REPORT_FILE ?? "/dev/stdout";

const simulatorUrl = env().WINDROSE_SIMULATOR_URL ?? "";
const simulator = simulatorControl(simulatorUrl);
const plain = createPlainCode(simulatorUrl);
const windrose = await startWindrose([chain, ...fans, shortChain]);

/** Fails when the two sides do not ask the model exactly the same. */
async function checkSameRequests(job: Job): Promise<void> {
  await simulator.forget();
  await plain.run(job);
  const byHand = await simulator.bodies();
  await simulator.forget();
  await windrose.run(job);
  const drawn = await simulator.bodies();
  await simulator.forget();
  if (byHand.length !== job.agents || JSON.stringify(byHand) !== JSON.stringify(drawn)) {
    throw new Error(`Plain code and the engine sent different requests. By hand: ${byHand[0]} The engine: ${drawn[0]}`);
  }
}

/** Runs the job once at a time, or as often as the load says. */
async function compare(job: Job, load: Load, times: { readonly rounds: number; readonly warmUps: number }): Promise<Pair> {
  const work = (run: (job: Job) => Promise<unknown>) => () => keepGoing(load.atOnce, load.runs, () => run(job));
  return comparePair({ ours: work(windrose.run), plain: work(plain.run) }, times);
}

async function measureSequential() {
  await simulator.answerAfter(0);
  await checkSameRequests(chain);
  return { agents: chain.agents, pair: await compare(chain, oneRun, { rounds: 2 * rounds, warmUps: 6 }) };
}

async function measureParallel() {
  await simulator.answerAfter(fanLatencyMs);
  const measured = [];
  for (const job of fans) {
    await checkSameRequests(job);
    measured.push({ agents: job.agents, idealMs: fanLatencyMs, pair: await compare(job, oneRun, { rounds, warmUps: 3 }) });
  }
  return measured;
}

async function measureThroughput() {
  await simulator.answerAfter(shortChainLatencyMs);
  await checkSameRequests(shortChain);
  const measured = [];
  for (const load of loads) {
    const idealPerSecond = (load.atOnce * 1_000) / (shortChain.agents * shortChainLatencyMs);
    measured.push({ ...load, idealPerSecond, pair: await compare(shortChain, load, { rounds: Math.ceil(rounds / 2), warmUps: 1 }) });
    await simulator.forget();
  }
  return measured;
}

const report = {
  limits: {
    WINDROSE_LIMIT_RUN_STEPS_AT_ONCE: limitInForce("runStepsAtOnce"),
    WINDROSE_LIMIT_ACTIVE_RUNS_PER_WORKSPACE: limitInForce("activeRunsPerWorkspace"),
    WINDROSE_LIMIT_ACTIVE_RUNS_PER_WORKFLOW: limitInForce("activeRunsPerWorkflow"),
    WINDROSE_PROVIDER_CONCURRENCY: env().WINDROSE_PROVIDER_CONCURRENCY,
  },
  rounds,
  sequential: parts.includes("sequential") ? await measureSequential() : null,
  parallel: parts.includes("parallel") ? await measureParallel() : [],
  throughput: parts.includes("throughput") ? await measureThroughput() : [],
};
await windrose.stop();
writeFileSync(reportFile, `${JSON.stringify(report)}\n`);
