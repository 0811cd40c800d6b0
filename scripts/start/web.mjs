/**
 * The web process: Next, started directly, on the loopback address only.
 */
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";
import { variable } from "../shared/environment.mjs";
import { isPortFree, nextFreePort } from "../shared/ports.mjs";
import { nextProgram } from "./build.mjs";
import { lastLines, startChild } from "./child.mjs";

const firstPort = 3000;

/** `PORT` when it is set, else 3000 or the next free one; throws a sentence when there is none. */
export async function choosePort(wanted = variable("PORT")) {
  if (!wanted) {
    const port = await nextFreePort(firstPort);
    if (port === null) throw new Error(`No port from ${firstPort} to ${firstPort + 49} is free. Set PORT to a free one.`);
    return port;
  }
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is "${wanted}", which is not a port. Use a number from 1 to 65535.`);
  if (!(await isPortFree(port))) throw new Error(`Port ${port} is in use by another program. Stop it, or set PORT to a free one.`);
  return port;
}

/** Starts Next; `dev` is with hot reload and its output on the terminal. */
export function startWeb({ dataDir, dev, port, env }) {
  return startChild({
    name: "The app",
    args: [
      "--import",
      new URL("refuse-requests.mjs", import.meta.url).href,
      nextProgram,
      dev ? "dev" : "start",
      "-H",
      "127.0.0.1",
      "-p",
      String(port),
    ],
    env: {
      ...process.env,
      ...env,
      NODE_ENV: dev ? "development" : "production",
      PORT: String(port),
      WINDROSE_DATA_DIR: dataDir,
      NEXT_MANUAL_SIG_HANDLE: "true", // our own handler drains first
      NEXT_TELEMETRY_DISABLED: "1",
    },
    cwd: checkoutDir,
    logFile: path.join(dataDir, "windrose.log"),
    visible: dev,
  });
}

/** The exit status of an app that wrote why it can't run as its last line (lib/server/process.ts). */
const refusedToStart = 78;

/** Waits until the app says that it is well; throws at once when it ends before that, or when interrupted. */
export async function waitUntilHealthy(web, url, limitMs, interrupt) {
  const ended = web.exited.then((status) => ({ status }));
  const deadline = Date.now() + limitMs;
  while (!(await isHealthy(url))) {
    interrupt?.throwIfAborted();
    if (Date.now() > deadline) throw new Error(`The app does not answer at ${url}/healthz.\n${lastLines(web.output())}`);
    const end = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50, null))]);
    if (end !== null) throw new Error(whyEnded(end.status, web.output()));
  }
}

function whyEnded(status, output) {
  if (status === refusedToStart && output !== "") return lastLines(output, 1);
  return `The app did not start.\n${lastLines(output)}`.trimEnd();
}

async function isHealthy(url) {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
