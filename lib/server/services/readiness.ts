import "server-only";

/**
 * Whether this process can serve people: its worker takes runs, unless workers are processes of their own, and its
 * database answers within two seconds.
 */
import { type AppError, appError } from "../../shared/app-error";
import { err, ok, type Result } from "../../shared/result";
import { pool } from "../db";
import { isDistributed } from "../env";
import { isTakingRuns } from "../worker";

const timeoutMs = 2_000;

export async function checkReadiness(): Promise<Result<{ status: "ready" }, AppError>> {
  if (!isDistributed() && !isTakingRuns())
    return err(appError("worker_stopped", "Windrose is starting or stopping: its worker takes no runs."));
  const unreachable = err(appError("database_unreachable", "The database can't be reached."));
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<typeof unreachable>((resolve) => {
    timer = setTimeout(() => resolve(unreachable), timeoutMs);
  });
  const answer = pool()
    .query("SELECT 1")
    .then(
      () => ok({ status: "ready" as const }),
      () => unreachable,
    );
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
