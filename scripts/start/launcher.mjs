/**
 * The launcher: everything Windrose needs, started in order, and one link. With --dev, with hot reload.
 */
import { generateClient } from "../generate.mjs";
import { openDataDir } from "../shared/checkout.mjs";
import { isAlive } from "../shared/processes.mjs";
import { build, isBuildCurrent } from "./build.mjs";
import { endChild } from "./child.mjs";
import { findRunningApp, takeInstance } from "./instance.mjs";
import { watchParent } from "./parent.mjs";
import { checkWritable, loadEnvironmentFile } from "./preconditions.mjs";
import { describeProvider, startServices } from "./services.mjs";
import { choosePort, startWeb, waitUntilHealthy } from "./web.mjs";

const dev = process.argv.includes("--dev");
const drainMs = 25_000;
const say = (line) => console.log(line);

/** What to undo when we stop, latest first. */
const undo = [];
const interrupted = new AbortController();
let stopping = null;

async function start() {
  loadEnvironmentFile();
  const dataDir = openDataDir();
  checkWritable(dataDir);
  const instance = await takeInstance(dataDir);
  if (instance.taken) return sayWhoRuns(dataDir, instance.identity);
  undo.push(async () => instance.release());

  const port = await choosePort();
  const url = `http://127.0.0.1:${port}`;
  generateClient();
  const services = await startServices({ dataDir, waitForModel: false, onChild: (child) => instance.note(child.identity) });
  undo.push(() => services.stop());
  interrupted.signal.throwIfAborted();
  if (!dev && !isBuildCurrent()) {
    say("Building, once for these sources (about a minute) …");
    await build(dataDir, interrupted.signal);
  }
  interrupted.signal.throwIfAborted();
  const web = startWeb({ dataDir, dev, port, env: services.env });
  instance.note(web.identity);
  undo.push(() => endChild(web.identity, drainMs));
  await waitUntilHealthy(web, url, dev ? 120_000 : 60_000, interrupted.signal);
  await services.modelReady;
  instance.announce({ port, url, databaseUrl: services.databaseUrl, simulatorUrl: services.simulatorUrl });
  say(`Model: ${describeProvider()}`);
  say(`Windrose is ready: ${url}`);
  for (const child of [web, ...services.children]) child.exited.then((status) => reportDeath(child.name, status));
}

async function sayWhoRuns(dataDir, launcher) {
  if (findRunningApp(dataDir) === null) say("Windrose is being started by another command; waiting for it …");
  while (isAlive(launcher)) {
    interrupted.signal.throwIfAborted();
    const app = findRunningApp(dataDir);
    if (app) return say(`Windrose is running already: ${app.url}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return start();
}

function reportDeath(name, status) {
  if (stopping) return;
  console.error(`${name} stopped unexpectedly (${status}). Stopping the rest; start again to go on where it was.`);
  stop(1);
}

/** Stops everything in the reverse order of its start, which it interrupts if that is still going on. */
function stop(exitCode) {
  interrupted.abort(new Error("Stopped."));
  stopping ??= started
    .catch(() => {})
    .then(async () => {
      for (const step of undo.reverse()) await step().catch((error) => console.error(error.message));
      process.exit(exitCode);
    });
}

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(name, () => {
    if (!stopping && name === "SIGINT") say("\nStopping …");
    stop(0);
  });
}

watchParent(() => stop(0));
const started = start();
started.catch((error) => {
  if (!stopping) console.error(error.message);
  stop(1);
});
