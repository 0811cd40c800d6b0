/**
 * The web process: Next, started directly, on the loopback address only.
 */
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";
import { isPortFree, nextFreePort } from "../shared/ports.mjs";
import { nextProgram } from "./build.mjs";
import { lastLines, startChild } from "./child.mjs";

const firstPort = 3000;

/** `PORT` when it is set, else 3000 or the next free one; throws a sentence when there is none. */
export async function choosePort(wanted = process.env.PORT) {
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
    args: [nextProgram, dev ? "dev" : "start", "-H", "127.0.0.1", "-p", String(port)],
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

/** Waits until the app says that it is well; throws when it does not, or when interrupted. */
export async function waitUntilHealthy(web, url, limitMs, interrupt) {
  let ended = false;
  web.exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + limitMs;
  while (!(await isHealthy(url))) {
    interrupt?.throwIfAborted();
    if (ended) throw new Error(`The app did not start.\n${lastLines(web.output())}`);
    if (Date.now() > deadline) throw new Error(`The app does not answer at ${url}/healthz.\n${lastLines(web.output())}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function isHealthy(url) {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
