import { afterAll, beforeAll, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../lib/simulator/server";
import { withTestDatabase } from "../vitest/test-database";
import { type Counts, createPlayed, type Played, play } from "./play";
import { referenceWorkflows } from "./workflows";

withTestDatabase();
let simulator: Simulator;
let all: readonly Played[];
let counts: Counts;

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: "production",
  WINDROSE_SIMULATOR_URL: simulator.url,
  WINDROSE_LOG_LEVEL: "error",
});

beforeAll(async () => {
  simulator = await startSimulator({ pace: 0 });
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
  all = await Promise.all(referenceWorkflows().map(([name, document]) => createPlayed(name, document)));
});
afterAll(() => simulator.close());

it("plays every way to orchestrate to its end when nobody dies", { timeout: 120_000 }, async () => {
  const outcome = await play(all, null, simulator, environment());
  expect(outcome).toMatchObject({ broken: [], hasCrashed: false });
  // Else nothing would be found to be asked for twice.
  expect(outcome.requests).toBeGreaterThan(20);
  expect(outcome.paidFor).toBe(outcome.requests);
  counts = outcome.counts;
});

/** How far the worker comes before it is killed, as a part of all it does. */
const points = [
  ["before", "write", 0.04],
  ["after", "write", 0.11],
  ["after", "call", 0.2],
  ["before", "write", 0.33],
  ["before", "call", 0.42],
  ["after", "write", 0.5],
  ["after", "write", 0.7],
  ["before", "call", 0.8],
  // Not nearer to the end: how much is written together, and so how many writes there are, differs from play to play.
  ["before", "write", 0.77],
] as const;

it.each(points)(
  "goes on with all of them when its process is killed %s a %s, %f of the way",
  { timeout: 120_000 },
  async (moment, kind, part) => {
    const number = Math.max(1, Math.round(counts[kind] * part));
    expect(await play(all, { moment, kind, number }, simulator, environment())).toMatchObject({ broken: [], hasCrashed: true });
  },
);
