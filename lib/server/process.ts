import "server-only";

/**
 * The life of the web process: its worker runs from the start, and a signal drains it before the end.
 */
import { env } from "./env";
import { log } from "./log";
import { startWorker, stopWorker } from "./worker";

/** Tells the launcher (scripts/start/web.mjs) that the last line says why this process does not run. */
const refusedToStart = 78;

/** Starts the worker and makes SIGTERM and SIGINT end the process in an orderly way. Called once. */
export async function startProcess(): Promise<void> {
  refuseUnusableEnvironment();
  process.once("SIGTERM", drain);
  process.once("SIGINT", drain);
  await startWorker();
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
