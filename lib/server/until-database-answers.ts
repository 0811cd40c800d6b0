import "server-only";

import { log } from "./log";

const retryMs = [100, 250, 500, 1_000, 2_000, 4_000];

type Attempted = {
  readonly runId: string;
  /** For the log: "the journal could not be written". */
  readonly failed: string;
  readonly isWanted: () => boolean;
};

/**
 * Tries again while the database is away, for about eight seconds: what was computed is not thrown away for a broken
 * connection.
 *
 * @param work is told how often it failed before.
 * @returns null when the database stays away, or the work is wanted no more.
 */
export async function untilDatabaseAnswers<T>(
  work: (failures: number) => Promise<T>,
  { runId, failed, isWanted }: Attempted,
): Promise<T | null> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await work(failures);
    } catch (error) {
      const delayMs = retryMs[failures];
      log().warn({ err: error, runId, failures: failures + 1 }, failed);
      if (delayMs === undefined || !isWanted()) return null;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}
