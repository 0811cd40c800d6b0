import "server-only";

/**
 * The life of a process: the app's, whose worker runs from the start unless workers are processes of their own, and
 * that of such a worker. A signal drains it before the end.
 */
import { env, isDistributed } from "./env";
import { log } from "./log";
import { startWorker, stopWorker } from "./worker";

/** Tells the launcher (scripts/start/web.mjs) that the last line says why this process does not run. */
const refusedToStart = 78;

/** What the app calls once: starts its worker, and makes SIGTERM and SIGINT end the process in an orderly way. */
export async function startProcess(): Promise<void> {
  refuseUnusableEnvironment();
  endOrderly();
  if (!isDistributed()) await startWorker();
}

/** The same for a process that only drives runs (scripts/worker.mjs). */
export async function startWorkerProcess(): Promise<void> {
  refuseUnusableEnvironment();
  endOrderly();
  await startWorker();
}

function endOrderly(): void {
  process.once("SIGTERM", drain);
  process.once("SIGINT", drain);
}

/** Nothing can be served without it, and a person has to change it: no page and no log would tell them. */
function refuseUnusableEnvironment(): void {
  try {
    env();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(refusedToStart);
  }
}

async function drain(): Promise<void> {
  try {
    await stopWorker();
    process.exit(0);
  } catch (error) {
    log().error({ err: error }, "the worker did not stop in an orderly way");
    process.exit(1);
  }
}
