import "server-only";

/**
 * Wake-ups over BullMQ: they spread runs over the workers of every host.
 *
 * A job says no more than "look at this run". Who drives it is settled in PostgreSQL, so a job that comes twice, late
 * or never does no harm: a run that is held is left alone, and what was lost the sweep finds. That is why every job has
 * a fresh id and a stalled one may be taken up for ever.
 */
import { Worker as Consumer, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { log } from "../log";
import { connectRedis } from "../redis";
import { forgetProcessWide, processWide } from "../runtime";

const queueName = "runs";
const prefix = "windrose";
const lockMs = 15_000;
const stalledEveryMs = 5_000;
const asOftenAsItTakes = 1_000_000;

/** Who asked for it: a person or a program that waits for the answer, or the product itself. The former go first. */
export type Urgency = "asked" | "own";
const priorities: Readonly<Record<Urgency, number>> = { asked: 1, own: 2 };

type WakeUp = { readonly runId: string };
type Sender = { readonly queue: Queue<WakeUp>; readonly connection: Redis };

const sender = (): Sender =>
  processWide("run-queue", () => {
    const connection = connectRedis("asking");
    const queue = new Queue<WakeUp>(queueName, { connection, prefix });
    queue.on("error", ignoreSinceTheConnectionSaysIt);
    return { queue, connection };
  });

/** Sends a wake-up, due after `delayMs`. Never throws: without it the run waits for the next sweep. */
export async function enqueueRun(runId: string, urgency: Urgency, delayMs = 0): Promise<void> {
  try {
    const options = { removeOnComplete: true, removeOnFail: true, attempts: 1, priority: priorities[urgency], delay: Math.max(0, delayMs) };
    await sender().queue.add("wake", { runId }, options);
  } catch (error) {
    log().debug({ err: error, runId }, "a wake-up could not be sent");
  }
}

export type RunConsumer = {
  /** Takes no further wake-up. */
  readonly pause: () => Promise<void>;
  /** Resolves once every job that was taken is done. */
  readonly close: () => Promise<void>;
};

/**
 * Takes wake-ups, `atOnce` of them side by side.
 *
 * @param drive resolves once the run was let go: until then this worker counts as busy with it. Must not throw.
 */
export function consumeRuns(drive: (runId: string) => Promise<void>, atOnce: number): RunConsumer {
  const connection = connectRedis("waiting");
  const consumer = new Consumer<WakeUp>(queueName, async ({ data }) => drive(data.runId), {
    connection,
    prefix,
    concurrency: atOnce,
    lockDuration: lockMs,
    stalledInterval: stalledEveryMs,
    maxStalledCount: asOftenAsItTakes,
  });
  // A job that lost its lock was taken up elsewhere; its run has one owner all the same.
  consumer.on("error", ignoreSinceTheConnectionSaysIt);
  return {
    pause: () => consumer.pause(true),
    close: async () => {
      await consumer.close();
      connection.disconnect();
    },
  };
}

/** Without a listener the process would end. */
function ignoreSinceTheConnectionSaysIt(error: Error): void {
  log().debug({ err: error }, "the queue of runs reported an error");
}

/** How many wake-ups wait for a worker; null while Redis does not answer. */
export async function waitingWakeUps(): Promise<number | null> {
  try {
    const { queue } = sender();
    return (await queue.getWaitingCount()) + (await queue.getPrioritizedCount());
  } catch {
    return null;
  }
}

export async function closeRunQueue(): Promise<void> {
  const { queue, connection } = sender();
  forgetProcessWide("run-queue");
  await queue.close().catch(() => undefined);
  connection.disconnect();
}
