/**
 * The same jobs through the product: its own start of a run, worker, journal, driver and provider.
 *
 * A run counts as over when its last event is committed, which is when a viewer hears of it.
 */
import { type Actor, localActor } from "../../lib/server/access";
import { closeDatabase } from "../../lib/server/db";
import { subscribeToRun } from "../../lib/server/live";
import { startRun } from "../../lib/server/services/runs";
import { createWorkflow } from "../../lib/server/services/workflows";
import { startWorker, stopWorker } from "../../lib/server/worker";
import { drawnAs, type Job, topic } from "./work";

export type Windrose = {
  /** Throws when the run does not succeed. */
  readonly run: (job: Job) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Expects DATABASE_URL and WINDROSE_SIMULATOR_URL in the environment, as in the web process. */
export async function startWindrose(jobs: readonly Job[]): Promise<Windrose> {
  const actor = await localActor();
  const workflowIds = new Map<Job, string>();
  for (const job of jobs) workflowIds.set(job, await draw(actor, job));
  await startWorker();
  return {
    run: (job) => runOnce(actor, workflowIds.get(job) ?? ""),
    stop: async () => {
      await stopWorker();
      await closeDatabase();
    },
  };
}

async function draw(actor: Actor, job: Job): Promise<string> {
  const made = await createWorkflow(actor, { document: drawnAs(job) });
  if (!made.ok) throw new Error(made.error.message);
  return made.value.workflowId;
}

async function runOnce(actor: Actor, workflowId: string): Promise<void> {
  const started = await startRun(actor, { workflowId, input: { topic }, trigger: "api" });
  if (!started.ok) throw new Error(started.error.message);
  await whenSucceeded(started.value.runId);
}

function whenSucceeded(runId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = subscribeToRun(runId, (message) => {
      if (message.kind !== "events") return;
      const end = message.events.find((event) => event.type === "run_finished");
      if (end === undefined) return;
      stop();
      if (end.status === "succeeded") resolve();
      else reject(new Error(`A run ${end.status}: ${end.error?.message ?? ""}`));
    });
  });
}
