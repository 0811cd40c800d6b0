/** What does not hold of the runs in the database that lib/server/db asks, for tests that kill, take over and cancel. */
import { checkInvariants } from "../../lib/server/invariants";

/** Sentences; none when all holds. Runs that rest are not looked at: nobody takes them when this is asked. */
export async function brokenInvariants(): Promise<readonly string[]> {
  const { pool } = await import("../../lib/server/db");
  const findings = await checkInvariants((sql) => pool().query(sql), { isAppRunning: false });
  return findings.flatMap(({ holds, violations }) => violations.map(({ runId, detail }) => `${holds}: run ${runId}, ${detail}`));
}
