import "server-only";

/**
 * Answers of people to steps that wait for one, put into the run's inbox.
 *
 * The run's row is locked while its journal and inbox are looked at, so that of two answers exactly one
 * is taken, whoever drives the run meanwhile.
 */
import type { PoolClient } from "pg";
import type { JsonObject } from "../../shared/json";
import type { Actor } from "../access";
import { pool } from "../db";

export type WaitingRow = { readonly path: string; readonly seq: number; readonly turn: number; readonly ask: JsonObject };
/** `superseded`: its step was cancelled meanwhile. */
export type Answer =
  | { readonly is: "taken" | "decided" | "not_waiting" | "no_run" }
  | { readonly is: "superseded"; readonly because: string };

/** What a step waits for, shown by the event with that number; null when no such event says so. */
export async function findWaiting(actor: Actor, runId: string, seq: number): Promise<WaitingRow | null> {
  const { rows } = await pool().query(
    `SELECT data->>'path' AS path, seq, (data->>'turn')::int AS turn, data->'until'->'ask' AS ask FROM run_event
      WHERE run_id = $1 AND workspace_id = $2 AND seq = $3 AND type = 'step_waiting' AND data->'until'->>'for' = 'decision'`,
    [runId, actor.workspaceId, seq],
  );
  return rows[0] ?? null;
}

/** Takes an answer if nobody was first and the step still waits for it. */
export async function insertDecision(actor: Actor, runId: string, waiting: WaitingRow, decision: JsonObject): Promise<Answer> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const answer = await insertWhileLocked(client, actor, runId, waiting, decision);
    await client.query("COMMIT");
    return answer;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function insertWhileLocked(
  client: PoolClient,
  actor: Actor,
  runId: string,
  { path, seq, turn }: WaitingRow,
  decision: JsonObject,
): Promise<Answer> {
  const woken = await client.query(
    `UPDATE run SET wake_seq = wake_seq + 1, wake_at = CASE WHEN owner IS NULL THEN now() ELSE wake_at END
      WHERE id = $1 AND workspace_id = $2 AND finished_at IS NULL RETURNING id`,
    [runId, actor.workspaceId],
  );
  const { rows } = await client.query<{ readonly asked: boolean; readonly type: string | null; readonly because: string | null }>(
    `SELECT EXISTS (SELECT 1 FROM run_inbox WHERE run_id = $1 AND kind = 'resume' AND data->>'path' = $2 AND (data->>'turn')::int = $4) AS asked,
            next.type, next.because
       FROM (SELECT 1) one LEFT JOIN LATERAL (
         SELECT type, data->>'because' AS because FROM run_event WHERE run_id = $1 AND data->>'path' = $2 AND seq > $3 ORDER BY seq LIMIT 1
       ) next ON true`,
    [runId, path, seq, turn],
  );
  const { asked = false, type: next = null, because = null } = rows[0] ?? {};
  if (next === "step_cancelled") return { is: "superseded", because: because ?? "its step was cancelled" };
  if (woken.rowCount === 0) return { is: "no_run" };
  if (asked || next === "step_resumed") return { is: "decided" };
  if (next !== null) return { is: "not_waiting" };
  await client.query(`INSERT INTO run_inbox (workspace_id, created_by_id, run_id, kind, data) VALUES ($2, $3, $1, 'resume', $4)`, [
    runId,
    actor.workspaceId,
    actor.personId,
    { path, turn, by: { by: "decision", person: actor.personId, decision } },
  ]);
  return { is: "taken" };
}
