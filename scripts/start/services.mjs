/**
 * What a run needs besides the code: a migrated database and a model. Used by the launcher and by the
 * command line when no app runs.
 */
import { migrateDatabase } from "../migrate.mjs";
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
    simulatorUrl: simulator?.url ?? process.env.WINDROSE_SIMULATOR_URL ?? null,
    modelReady: simulator?.ready ?? Promise.resolve(),
    env: { DATABASE_URL: database.url, ...(simulator ? { WINDROSE_SIMULATOR_URL: simulator.url } : {}) },
    children: [...(simulator ? [simulator.child] : []), ...(database.identity ? [watched("The database", database.identity)] : [])],
    stop,
  };
}

const needsSimulator = () => !process.env.MISTRAL_API_KEY && !process.env.WINDROSE_SIMULATOR_URL;

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

/** Which model answers, in a line for people. */
export function describeProvider() {
  const server = process.env.MISTRAL_SERVER_URL ?? "https://api.mistral.ai";
  const main = process.env.MISTRAL_API_KEY ? `Mistral at ${server}` : "simulated (set MISTRAL_API_KEY to use Mistral)";
  return process.env.OPENAI_COMPATIBLE_URL ? `${main}, and ${process.env.OPENAI_COMPATIBLE_URL}` : main;
}
