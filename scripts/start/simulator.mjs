/**
 * The simulated Mistral, a program of its own that answers where there is no key.
 */
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";
import { anyFreePort } from "../shared/ports.mjs";
import { lastLines, startChild } from "./child.mjs";

const readyWords = "simulator listening on";
const patienceMs = 20_000;

/** @returns the child, its address, and `ready`, which rejects with a sentence when it does not start. */
export async function startSimulator(dataDir) {
  const port = await anyFreePort();
  const child = startChild({
    name: "The simulated model",
    args: ["--conditions=react-server", "--import", "tsx", "lib/simulator/main.ts"],
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1" },
    cwd: checkoutDir,
    logFile: path.join(dataDir, "simulator.log"),
  });
  const ready = waitUntilReady(child);
  ready.catch(() => {}); // whoever needs it awaits it, perhaps only later
  return { child, url: `http://127.0.0.1:${port}`, ready };
}

async function waitUntilReady(child) {
  const deadline = Date.now() + patienceMs;
  let ended = false;
  child.exited.then(() => {
    ended = true;
  });
  while (!child.output().includes(readyWords)) {
    if (ended || Date.now() > deadline) throw new Error(`The simulated model did not start.\n${lastLines(child.output())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
