import "server-only";

/**
 * The life of the web process: its worker runs from the start, and a signal drains it before the end.
 */
import { log } from "./log";
import { startWorker, stopWorker } from "./worker";

/** Starts the worker and makes SIGTERM and SIGINT end the process in an orderly way. Called once. */
export async function startProcess(): Promise<void> {
  process.once("SIGTERM", drain);
  process.once("SIGINT", drain);
  await startWorker();
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
