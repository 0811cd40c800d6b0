import "server-only";

/**
 * Who drives a run: claims, leases and releases, all in PostgreSQL.
 *
 * The claim statement itself raises the epoch, and every later write carries it, so an owner that was
 * taken for dead records nothing more. A lease lasts 15 s and is renewed every 5 s for all runs at once.
 */
import type { QueryConfig, QueryResult, QueryResultRow } from "pg";
import type { RunEvent } from "../engine/events";
import type { JsonObject } from "../shared/json";
import type { CallCost } from "./budget";
import { pool } from "./db";
import { isDistributed } from "./env";
import { eventOfRow } from "./journal";

export const leaseSeconds = 15;
export const renewEveryMs = 5_000;
/** Of claims in a workspace; the workspace is the other half of the lock's name. */
const placesLock = 72_707_371;

export type Claim = {
  readonly runId: string;
  readonly epoch: number;
  readonly workspaceId: string;
  readonly workflowId: string;
  readonly versionId: string;
  /** A step of another run may wait for this one. */
  readonly isChild: boolean;
  /** Whose budget it shares: its own, unless a step started it. */
  readonly rootRunId: string;
  /** What was set aside of that for its first owner; nothing for any later one. */
  readonly allowance: CallCost;
  readonly input: JsonObject;
  /** The whole journal of a run that has only been started; null where there is more to read. */
  readonly journal: readonly RunEvent[] | null;
  /** What the run's record holds so far. */
  readonly recordBytes: number;
  /** How often something was put into the inbox so far. */
  readonly wakeSeq: number;
};

/** Runs that may go at once, each counted over every process. */
export type PlaceLimits = { readonly ofWorkspace: number; readonly ofWorkflow: number };

/**
 * Takes a run that is not over and that nobody holds.
 *
 * @param takeover also from an owner whose lease still lives: a worker that is alone does so at boot.
 * @returns null when there is nothing to take, or the run's workspace or workflow has no place left.
 */
export async function claimRun(runId: string, owner: string, places: PlaceLimits, takeover: boolean): Promise<Claim | null> {
  const claim = claimStatement(runId, owner, places, takeover);
  const { rows } = isDistributed() ? await inTurnOfWorkspace(runId, claim) : await pool().query(claim);
  return rows[0] === undefined ? null : claimOf(rows[0]);
}

/**
 * One claim of a workspace after the other, over all processes: two at the same moment would each count the places
 * without the other. The lock comes in a statement of its own, as one sees what was committed before it began.
 */
async function inTurnOfWorkspace(runId: string, claim: QueryConfig): Promise<QueryResult> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1, hashtext(workspace_id)) FROM run WHERE id = $2", [placesLock, runId]);
    const result = await client.query(claim);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

function claimStatement(runId: string, owner: string, places: PlaceLimits, takeover: boolean): QueryConfig {
  return {
    name: "claim-run",
    // A run whose next event is its second has exactly one, written together with the run. Of any longer
    // journal this statement could miss what another owner wrote while it waited for the row.
    text: `
      WITH claimed AS (
        UPDATE run SET owner = $2, epoch = epoch + 1, lease_until = now() + make_interval(secs => ${leaseSeconds}), wake_at = NULL
         WHERE id = $1 AND finished_at IS NULL AND (lease_until IS NULL OR lease_until < now() OR $4)
           AND (SELECT count(*) < $3 AND count(*) FILTER (WHERE a.workflow_id = run.workflow_id) < $5
                  FROM run a WHERE a.workspace_id = run.workspace_id AND a.id <> run.id AND ${isGoing("a")})
        RETURNING id, epoch, workspace_id, workflow_id, version_id, parent_path, root_run_id, input, next_seq, wake_seq, record_bytes
      )
      SELECT c.*, e.seq, e.at, e.type, e.data, h.calls AS held_calls, h.tokens AS held_tokens, h.micros AS held_micros
        FROM claimed c LEFT JOIN run_event e ON c.next_seq = 2 AND e.run_id = c.id AND e.seq = 1
             LEFT JOIN budget_hold h ON c.epoch = 1 AND h.run_id = c.id AND h.epoch = 1`,
    values: [runId, owner, places.ofWorkspace, takeover, places.ofWorkflow],
  };
}

function claimOf({ seq, at, type, data, ...row }: QueryResultRow): Claim {
  return {
    runId: row.id,
    epoch: row.epoch,
    workspaceId: row.workspace_id,
    workflowId: row.workflow_id,
    versionId: row.version_id,
    isChild: row.parent_path !== null,
    rootRunId: row.root_run_id ?? row.id,
    allowance: { calls: row.held_calls ?? 0, tokens: Number(row.held_tokens ?? 0), micros: Number(row.held_micros ?? 0) },
    input: row.input,
    journal: seq === null ? null : [eventOfRow({ seq, at, type, data })],
    wakeSeq: row.wake_seq,
    recordBytes: Number(row.record_bytes),
  };
}

const isGoing = (table: string): string => `${table}.owner IS NOT NULL AND ${table}.finished_at IS NULL AND ${table}.lease_until >= now()`;

/** Says on a queued run which limit keeps it waiting. Its first event takes the sentence away again. */
export async function noteHeldRun(runId: string, places: PlaceLimits): Promise<void> {
  await pool().query(
    `UPDATE run SET note = CASE WHEN going.of_workspace >= $2 THEN $4 ELSE $5 END
       FROM run held, LATERAL (
         SELECT count(*) AS of_workspace, count(*) FILTER (WHERE a.workflow_id = held.workflow_id) AS of_workflow
           FROM run a WHERE a.workspace_id = held.workspace_id AND ${isGoing("a")}) going
      WHERE run.id = $1 AND held.id = $1 AND run.finished_at IS NULL AND run.status = 'queued' AND run.owner IS NULL
        AND (going.of_workspace >= $2 OR going.of_workflow >= $3)`,
    [
      runId,
      places.ofWorkspace,
      places.ofWorkflow,
      noPlaceLeft(places.ofWorkspace, "workspace"),
      noPlaceLeft(places.ofWorkflow, "workflow"),
    ],
  );
}

function noPlaceLeft(limit: number, owner: string): string {
  return `Waits for a place: ${limit} ${limit === 1 ? "run" : "runs"} of this ${owner} ${limit === 1 ? "is" : "are"} going, which is the limit.`;
}

export type Held = { readonly runId: string; readonly epoch: number };

/** Renews every lease in one statement. A run that is missing from the answer was lost. */
export async function renewLeases(held: readonly Held[]): Promise<ReadonlyMap<string, { readonly wakeSeq: number }>> {
  const { rows } = await pool().query({
    name: "renew-leases",
    text: `UPDATE run SET lease_until = now() + make_interval(secs => ${leaseSeconds})
             FROM unnest($1::text[], $2::int[]) AS mine(id, epoch)
            WHERE run.id = mine.id AND run.epoch = mine.epoch AND run.finished_at IS NULL
            RETURNING run.id, run.wake_seq`,
    values: [held.map(({ runId }) => runId), held.map(({ epoch }) => epoch)],
  });
  return new Map(rows.map((row) => [row.id, { wakeSeq: row.wake_seq }]));
}

/**
 * Lets go of a run, so that no process holds it while it waits.
 *
 * @param wakeAt when it is due again; null for at once.
 * @returns false when something came into the inbox meanwhile: then it is still held.
 */
export async function releaseRun(held: Held, wakeSeq: number, wakeAt: Date | null): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: "release-run",
    text: `WITH released AS (
             UPDATE run SET owner = NULL, lease_until = NULL, wake_at = $4, status = CASE WHEN $4::timestamptz IS NULL THEN status ELSE 'waiting' END
              WHERE id = $1 AND epoch = $2 AND wake_seq = $3 AND finished_at IS NULL
             RETURNING id
           ), gone AS (
             DELETE FROM budget_hold h USING released WHERE h.run_id = released.id RETURNING h.root_run_id, h.calls, h.tokens, h.micros
           ), given_back AS (
             UPDATE run_budget b SET held_calls = b.held_calls - g.calls, held_tokens = b.held_tokens - g.tokens, held_micros = b.held_micros - g.micros
               FROM gone g WHERE b.root_run_id = g.root_run_id
           )
           SELECT id FROM released`,
    values: [held.runId, held.epoch, wakeSeq, wakeAt],
  });
  return rowCount === 1;
}

/** Open runs that are due or whose owner is gone, and that a place is free for, oldest first. With `all`, every open run. */
export async function findDueRuns(take: number, places: PlaceLimits, all: boolean): Promise<readonly string[]> {
  const { rows } = await pool().query(
    `WITH going AS (
       SELECT workspace_id, workflow_id, count(*) AS of_workflow, sum(count(*)) OVER (PARTITION BY workspace_id) AS of_workspace
         FROM run a WHERE ${isGoing("a")} GROUP BY workspace_id, workflow_id
     )
     SELECT id FROM run
      WHERE finished_at IS NULL
        AND ($2 OR lease_until < now() OR (lease_until IS NULL AND (wake_at IS NULL OR wake_at <= now())))
        AND ($2 OR NOT EXISTS (SELECT 1 FROM going WHERE going.workspace_id = run.workspace_id
                                  AND (of_workspace >= $3 OR (going.workflow_id = run.workflow_id AND of_workflow >= $4))))
      ORDER BY created_at LIMIT $1`,
    [take, all, places.ofWorkspace, places.ofWorkflow],
  );
  return rows.map((row) => row.id);
}

/** The oldest queued run that found no place so far; null when there is none. */
export async function findHeldRun(): Promise<string | null> {
  const { rows } = await pool().query({
    name: "find-held-run",
    text: `SELECT id FROM run WHERE finished_at IS NULL AND status = 'queued' AND owner IS NULL AND note IS NOT NULL ORDER BY created_at LIMIT 1`,
  });
  return rows[0]?.id ?? null;
}

const mostDueSoon = 1_000;

/** Released runs that time alone brings further within so many ms, soonest first. `at` is epoch milliseconds. */
export async function findRunsDueBy(withinMs: number): Promise<readonly { readonly runId: string; readonly at: number }[]> {
  const { rows } = await pool().query(
    `SELECT id, wake_at FROM run
      WHERE finished_at IS NULL AND lease_until IS NULL AND wake_at > now() AND wake_at <= now() + make_interval(secs => $1::float8 / 1000)
      ORDER BY wake_at LIMIT $2`,
    [withinMs, mostDueSoon],
  );
  return rows.map((row) => ({ runId: row.id, at: row.wake_at.getTime() }));
}

export type Inbox = {
  readonly wakeSeq: number;
  readonly items: readonly { readonly id: string; readonly kind: string; readonly by: string; readonly data: unknown }[];
};

/** What came in from outside, with the number that says how far one has read. */
export async function readInbox(runId: string): Promise<Inbox> {
  const { rows } = await pool().query({
    name: "read-inbox",
    text: `SELECT r.wake_seq, i.id, i.kind, i.created_by_id, i.data FROM run r LEFT JOIN run_inbox i ON i.run_id = r.id WHERE r.id = $1 ORDER BY i.id`,
    values: [runId],
  });
  return {
    wakeSeq: rows[0]?.wake_seq ?? 0,
    items: rows
      .filter((row) => row.id !== null)
      .map((row) => ({ id: String(row.id), kind: row.kind, by: row.created_by_id, data: row.data })),
  };
}
