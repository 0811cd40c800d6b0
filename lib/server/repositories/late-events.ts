import "server-only";

/**
 * Events that came for a run that was over already.
 *
 * They stay in its inbox, out of which nobody takes them any more: a finished run and its journal do not change.
 * What was put there while the run was about to end, and was not read in time, is one of them.
 */
import type { LateEvent } from "../../projection/summaries";
import type { JsonValue } from "../../shared/json";
import type { Actor } from "../access";
import { pool } from "../db";

/** False when there is no such run that is over, or it holds `most` of them already. */
export async function insertLateEvent(
  actor: Actor,
  runId: string,
  event: { readonly name: string; readonly data: JsonValue },
  most: number,
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `INSERT INTO run_inbox (workspace_id, created_by_id, run_id, kind, data)
     SELECT r.workspace_id, $3, r.id, 'event', $4 FROM run r
      WHERE r.id = $1 AND r.workspace_id = $2 AND r.finished_at IS NOT NULL
        AND (SELECT count(*) FROM run_inbox i WHERE i.run_id = r.id AND i.kind = 'event') < $5`,
    [runId, actor.workspaceId, actor.personId, JSON.stringify(event), most],
  );
  return rowCount === 1;
}

/** In the order they came; none while the run goes on. */
export async function selectLateEvents(actor: Actor, runId: string): Promise<readonly LateEvent[]> {
  const { rows } = await pool().query<Omit<LateEvent, "at"> & { readonly at: Date }>(
    `SELECT i.id::text AS id, i.created_at AS at, i.data->>'name' AS name, i.data->'data' AS data
       FROM run_inbox i JOIN run r ON r.id = i.run_id
      WHERE i.run_id = $1 AND r.workspace_id = $2 AND r.finished_at IS NOT NULL AND i.kind = 'event'
      ORDER BY i.id`,
    [runId, actor.workspaceId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
