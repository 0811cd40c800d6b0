/**
 * What a run needs besides the code: a migrated database and a model. Used by the launcher and by the
 * command line when no app runs.
 */
import { migrateDatabase } from "../migrate.mjs";
import { variable } from "../shared/environment.mjs";
import { isAlive } from "../shared/processes.mjs";
import { endChild } from "./child.mjs";
import { openDatabase } from "./database.mjs";
import { startSimulator } from "./simulator.mjs";

/**
 * Starts them side by side.
 *
 * @param onChild called with each program as soon as it runs.
 * @param waitForModel false to go on before the simulated model answers; then await `modelReady`.
 * @returns `env`, the variables the server's code reads; `children`, which must stay alive; `stop()`.
 */
export async function startServices({ dataDir, onChild = () => {}, waitForModel = true }) {
  const [database, simulator] = await settleBoth(openDatabase(dataDir), needsSimulator() ? startSimulator(dataDir) : null, onChild);
  const stop = async () => {
    if (simulator) await endChild(simulator.child.identity, 2_000);
    await database.stop();
  };
  try {
    await migrateDatabase(database.url);
    if (waitForModel) await simulator?.ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    databaseUrl: database.url,
    simulatorUrl: simulator?.url ?? variable("WINDROSE_SIMULATOR_URL") ?? null,
    modelReady: simulator?.ready ?? Promise.resolve(),
    env: { DATABASE_URL: database.url, ...(simulator ? { WINDROSE_SIMULATOR_URL: simulator.url } : {}) },
    children: [...(simulator ? [simulator.child] : []), ...(database.identity ? [watched("The database", database.identity)] : [])],
    stop,
  };
}

/**
 * Only where no other model was named (lib/providers/providers.server.ts).
 *
 * @param {Readonly<Record<string, string | undefined>>} variables
 */
export function needsSimulator(variables = process.env) {
  return ["MISTRAL_API_KEY", "OPENAI_COMPATIBLE_URL", "WINDROSE_SIMULATOR_URL"].every((name) => variable(name, variables) === undefined);
}

/** A program that may have been started by an earlier launcher, so that its end is found by looking. */
function watched(name, identity) {
  const exited = new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(identity)) return;
      clearInterval(timer);
      resolve("its process is gone");
    }, 1_000);
    timer.unref();
  });
  return { name, identity, exited };
}

/** When one of them fails, stops the other before it passes the failure on. */
async function settleBoth(database, simulator, onChild) {
  const [opened, simulated] = await Promise.allSettled([database, simulator]);
  if (simulated.value) onChild(simulated.value.child);
  if (opened.status === "fulfilled" && simulated.status === "fulfilled") return [opened.value, simulated.value];
  if (simulated.value) await endChild(simulated.value.child.identity, 2_000);
  await opened.value?.stop();
  throw opened.reason ?? simulated.reason;
}

/**
 * Which model answers, in a line for people.
 *
 * @param {Readonly<Record<string, string | undefined>>} variables
 */
export function describeProvider(variables = process.env) {
  const compatible = variable("OPENAI_COMPATIBLE_URL", variables);
  const further = compatible === undefined ? "" : `, and ${compatible}`;
  if (variable("MISTRAL_API_KEY", variables) !== undefined)
    return `Mistral at ${variable("MISTRAL_SERVER_URL", variables) ?? "https://api.mistral.ai"}${further}`;
  if (compatible !== undefined && variable("WINDROSE_SIMULATOR_URL", variables) === undefined) return compatible;
  return `simulated (set MISTRAL_API_KEY to use Mistral)${further}`;
}
