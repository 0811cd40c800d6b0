import "server-only";

/**
 * Rows of runs that a step of another run started: found from below and from above.
 */
import type { RunEvent, RunResumption, StoredValue } from "../../engine/events";
import type { JsonObject, JsonValue } from "../../shared/json";
import type { Actor } from "../access";
import { pool } from "../db";

export type ParentRow = {
  readonly workspaceId: string;
  readonly personId: string;
  /** How many runs it lies below, each a Sub-workflow of the next: a batch lies as deep as the run that it is a part of. */
  readonly depth: number;
  /** The run that all of it began with is one of a published version, started by a program. */
  readonly isPublished: boolean;
  /** The child was started before. */
  readonly isStarted: boolean;
};

const mostLevels = 200;

/** A run of the same version that does one batch of a node's work; see `isBatchStep`. */
const isBatch = (table: string): string => `${table}.parent_path ~ '\\.batch\\[[0-9]+\\]\\.[^.]+$'`;

export async function findParent(runId: string, childId: string): Promise<ParentRow | null> {
  const { rows } = await pool().query<ParentRow>(
    `WITH RECURSIVE above AS (
       SELECT id, parent_run_id, parent_path, trigger, 0 AS depth, 0 AS level FROM run WHERE id = $1
       UNION ALL
       SELECT r.id, r.parent_run_id, r.parent_path, r.trigger, above.depth + CASE WHEN ${isBatch("above")} THEN 0 ELSE 1 END, above.level + 1
         FROM above JOIN run r ON r.id = above.parent_run_id WHERE above.trigger = 'workflow' AND above.level < ${mostLevels}
     )
     SELECT r.workspace_id AS "workspaceId", r.created_by_id AS "personId", (SELECT max(depth) FROM above) AS depth,
            EXISTS (SELECT 1 FROM above a JOIN run first ON first.id = a.id JOIN release ON release.version_id = first.version_id
                     WHERE a.level = (SELECT max(level) FROM above) AND first.trigger IN ('api', 'cli')) AS "isPublished",
            EXISTS (SELECT 1 FROM run c WHERE c.id = $2) AS "isStarted"
       FROM run r WHERE r.id = $1`,
    [runId, childId],
  );
  return rows[0] ?? null;
}

/** Of a run that starts a batch: what the batch has in common with it. */
export type BatchParentRow = {
  readonly workspaceId: string;
  readonly personId: string;
  readonly workflowId: string;
  readonly versionId: string;
  readonly planHash: string;
  readonly input: JsonObject;
  /** The batch was started before. */
  readonly isStarted: boolean;
};

export async function findBatchParent(runId: string, batchId: string): Promise<BatchParentRow | null> {
  const { rows } = await pool().query<BatchParentRow>(
    `SELECT r.workspace_id AS "workspaceId", r.created_by_id AS "personId", r.workflow_id AS "workflowId", r.version_id AS "versionId",
            v.plan_hash AS "planHash", r.input, EXISTS (SELECT 1 FROM run b WHERE b.id = $2) AS "isStarted"
       FROM run r JOIN workflow_version v ON v.id = r.version_id WHERE r.id = $1`,
    [runId, batchId],
  );
  return rows[0] ?? null;
}

/** What a run goes on from; null for one that begins at its beginning. */
export async function findResumption(runId: string): Promise<RunResumption | null> {
  const { rows } = await pool().query<{ resumes: RunResumption | null }>(
    "SELECT data -> 'resumes' AS resumes FROM run_event WHERE run_id = $1 AND seq = 1",
    [runId],
  );
  return rows[0]?.resumes ?? null;
}

/** The number and the version of a run. */
export async function findBatch(runId: string): Promise<{ readonly number: number; readonly versionId: string } | null> {
  const { rows } = await pool().query<{ number: number; versionId: string }>(
    'SELECT number, version_id AS "versionId" FROM run WHERE id = $1',
    [runId],
  );
  return rows[0] ?? null;
}

export type StartedRunRow = { readonly id: string; readonly totalTokens: number };

/** Runs that steps of this one started, and those that steps of theirs started in turn. */
export async function selectStartedRuns(actor: Actor, runId: string): Promise<readonly StartedRunRow[]> {
  const { rows } = await pool().query<StartedRunRow>(
    `WITH RECURSIVE below AS (
       SELECT id, total_tokens FROM run WHERE parent_run_id = $1 AND trigger = 'workflow' AND workspace_id = $2
       UNION ALL
       SELECT r.id, r.total_tokens FROM below JOIN run r ON r.parent_run_id = below.id AND r.trigger = 'workflow'
     )
     SELECT id, total_tokens AS "totalTokens" FROM below`,
    [runId, actor.workspaceId],
  );
  return rows;
}

/** A child that is over, with the step that waits for it and has not been told. */
export type EndedChild = {
  readonly runId: string;
  readonly number: number;
  readonly workflowName: string;
  readonly status: "succeeded" | "failed" | "cancelled";
  /** Why it failed. */
  readonly note: string | null;
  readonly parentId: string;
  readonly path: string;
  readonly turn: number;
  readonly workspaceId: string;
  readonly personId: string;
};

/** @param runId of one child; null for all there are. */
export async function selectEndedChildren(runId: string | null): Promise<readonly EndedChild[]> {
  const { rows } = await pool().query<EndedChild>(
    `SELECT c.id AS "runId", c.number, w.name AS "workflowName", c.status, c.note, p.id AS "parentId", c.parent_path AS path, waiting.turn,
            c.workspace_id AS "workspaceId", c.created_by_id AS "personId"
       FROM run c
       JOIN workflow w ON w.id = c.workflow_id
       JOIN run p ON p.id = c.parent_run_id AND p.finished_at IS NULL AND p.status IN ('running', 'waiting')
       JOIN LATERAL (
         SELECT e.type, (e.data->>'turn')::int AS turn, e.data->'until'->>'runId' AS run_id FROM run_event e
          WHERE e.run_id = p.id AND e.data->>'path' = c.parent_path ORDER BY e.seq DESC LIMIT 1
       ) waiting ON waiting.type = 'step_waiting' AND waiting.run_id = c.id
      WHERE c.trigger = 'workflow' AND c.finished_at IS NOT NULL AND ($1::text IS NULL OR c.id = $1)
        AND NOT EXISTS (SELECT 1 FROM run_inbox i WHERE i.run_id = p.id AND i.kind = 'resume'
                           AND i.data->>'path' = c.parent_path AND (i.data->>'turn')::int = waiting.turn)`,
    [runId],
  );
  return rows;
}

/** What a run gave: the value of its only output, or all of them by node. Null unless it succeeded. */
export async function readRunOutput(actor: Actor, runId: string): Promise<JsonValue> {
  const { rows } = await pool().query(
    "SELECT data FROM run_event WHERE run_id = $1 AND workspace_id = $2 AND type = 'run_finished' ORDER BY seq DESC LIMIT 1",
    [runId, actor.workspaceId],
  );
  // Written as such by the driver.
  const end = rows[0]?.data as Pick<Extract<RunEvent, { type: "run_finished" }>, "status" | "outputs"> | undefined;
  if (end?.status !== "succeeded") return null;
  const outputs = await Promise.all(
    Object.entries(end.outputs).map(async ([nodeId, stored]): Promise<[string, JsonValue]> => [nodeId, await readValue(runId, stored)]),
  );
  const [only, ...others] = outputs;
  return only === undefined ? null : others.length === 0 ? only[1] : Object.fromEntries(outputs);
}

async function readValue(runId: string, stored: StoredValue): Promise<JsonValue> {
  if ("inline" in stored) return stored.inline;
  const { rows } = await pool().query("SELECT content FROM run_blob WHERE run_id = $1 AND id = $2", [runId, stored.blob.blobId]);
  return rows[0] === undefined ? null : JSON.parse(rows[0].content.toString("utf8"));
}

/** Asks open children to stop: those of some steps, or with null all of a run. Answers with their ids. */
export async function cancelChildren(runId: string, paths: readonly string[] | null): Promise<readonly string[]> {
  return cancelWhere("run.parent_run_id = $1 AND ($2::text[] IS NULL OR run.parent_path = ANY($2))", [runId, paths]);
}

/** Asks open children to stop whose parent is over. */
export async function cancelOrphans(): Promise<readonly string[]> {
  return cancelWhere(
    `EXISTS (SELECT 1 FROM run p WHERE p.id = run.parent_run_id AND p.finished_at IS NOT NULL)
     AND NOT EXISTS (SELECT 1 FROM run_inbox i WHERE i.run_id = run.id AND i.kind = 'cancel')`,
    [],
  );
}

async function cancelWhere(condition: string, values: readonly unknown[]): Promise<readonly string[]> {
  const { rows } = await pool().query(
    `WITH woken AS (
       UPDATE run SET wake_seq = wake_seq + 1, wake_at = CASE WHEN owner IS NULL THEN now() ELSE wake_at END
        WHERE run.trigger = 'workflow' AND run.finished_at IS NULL AND ${condition}
       RETURNING id, workspace_id, created_by_id
     ), told AS (
       INSERT INTO run_inbox (workspace_id, created_by_id, run_id, kind, data)
       SELECT workspace_id, created_by_id, id, 'cancel', '{}' FROM woken
     )
     SELECT id FROM woken`,
    [...values],
  );
  return rows.map((row) => row.id);
}
