import "server-only";

/** Whether this process can serve people: its database answers within two seconds. */
import { type AppError, appError } from "../../shared/app-error";
import { err, ok, type Result } from "../../shared/result";
import { pool } from "../db";

const timeoutMs = 2_000;

export async function checkReadiness(): Promise<Result<{ status: "ready" }, AppError>> {
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
