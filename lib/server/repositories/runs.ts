import "server-only";

/**
 * Rows of runs, always within one workspace: what starts one, lists them and asks one to stop.
 *
 * How a run advances (claims, leases, later events) is not here; see the journal.
 */
import type { RunEvent } from "../../engine/events";
import type { RunStatus } from "../../projection/run-view";
import type { RunSummary } from "../../projection/summaries";
import type { JsonObject } from "../../shared/json";
import type { Actor } from "../access";
import { pool, prisma } from "../db";
import { limitInForce } from "../env";
import { type EventRow, eventOfRow } from "../journal";

export type RunTrigger = RunSummary["trigger"];

export type NewRun = {
  readonly id: string;
  readonly workflowId: string;
  readonly versionId: string;
  readonly trigger: RunTrigger;
  readonly isSimulated: boolean;
  readonly input: JsonObject;
  readonly stepsTotal: number;
  /** The run's first events, numbered from 1 on: `run_started`, and for a rerun what it takes over. */
  readonly events: readonly RunEvent[];
  readonly stepsDone?: number;
  readonly parent?: { readonly runId: string; readonly path: string | null };
  /** Values that the events name, kept beside them. */
  readonly values?: readonly { readonly id: string; readonly content: Buffer }[];
  /** Values that the events name, copied from the run they were taken over from: old id to new id. */
  readonly copiedBlobs?: ReadonlyMap<string, string>;
  /** The name its caller gave the request, and the hash of what was asked. A second run of that name is a unique violation. */
  readonly request?: { readonly key: string; readonly hash: string };
};

/**
 * A queued run with its first events and its number, in one statement.
 *
 * @returns the number, or null when the workflow is gone meanwhile.
 */
export async function insertRun(actor: Actor, run: NewRun): Promise<number | null> {
  const copied = [...(run.copiedBlobs ?? [])];
  const kept = run.values ?? [];
  const values = [
    run.workflowId,
    actor.workspaceId,
    run.id,
    actor.personId,
    run.versionId,
    run.trigger,
    run.isSimulated,
    JSON.stringify(run.input),
    run.stepsTotal,
    run.events.map(({ seq }) => seq),
    run.events.map(({ type }) => type),
    run.events.map(({ at }) => new Date(at)),
    run.events.map(({ seq: _seq, type: _type, at: _at, ...data }) => JSON.stringify(data)),
    run.stepsDone ?? 0,
    run.parent?.runId ?? null,
    run.parent?.path ?? null,
    copied.map(([from]) => from),
    copied.map(([, to]) => to),
    run.request?.key ?? null,
    run.request?.hash ?? null,
    kept.map(({ id }) => id),
    kept.map(({ content }) => content),
    ...budgetDefaults(),
  ];
  const { rows } = await pool().query<{ number: number }>({ name: "insert-run", text: insertSql, values });
  return rows[0]?.number ?? null;
}

const insertSql = `
  WITH numbered AS (
    UPDATE workflow SET next_run_number = next_run_number + 1
     WHERE id = $1 AND workspace_id = $2 AND deleted_at IS NULL
    RETURNING next_run_number - 1 AS number
  ), inserted AS (
    INSERT INTO run (id, workspace_id, created_by_id, workflow_id, version_id, number, status, trigger, simulated, input,
                     next_seq, steps_total, steps_done, parent_run_id, parent_path, root_run_id, idempotency_key, request_hash, created_at)
    SELECT $3, $2, $4, $1, $5, number, 'queued', $6, $7, $8::json, cardinality($10::int[]) + 1, $9, $14, $15, $16,
           CASE WHEN $16::text IS NOT NULL THEN (SELECT coalesce(p.root_run_id, p.id) FROM run p WHERE p.id = $15) END, $19, $20, now() FROM numbered
    RETURNING id, number
  ), caps AS (
    SELECT inserted.id, coalesce((v.budget->>'calls')::int, (s.budget->>'calls')::int, $23) AS calls,
           coalesce((v.budget->>'tokens')::bigint, (s.budget->>'tokens')::bigint, $24) AS tokens,
           round(coalesce((v.budget->>'dollars')::numeric, (s.budget->>'dollars')::numeric) * 1000000)::bigint AS micros,
           coalesce((v.budget->>'activeMinutes')::numeric * 60000, (s.budget->>'activeMinutes')::numeric * 60000, $25)::bigint AS active_ms
      FROM inserted, workflow_version v, workspace s WHERE v.id = $5 AND s.id = $2 AND $16::text IS NULL
  ), budgeted AS (
    INSERT INTO run_budget (root_run_id, workspace_id, calls_cap, tokens_cap, micros_cap, active_ms_cap, held_calls, held_tokens, held_micros)
    SELECT id, $2, calls, tokens, micros, active_ms, calls / 10, tokens / 10, coalesce(micros / 10, $26) FROM caps
  ), set_aside AS (
    INSERT INTO budget_hold (run_id, epoch, root_run_id, calls, tokens, micros)
    SELECT id, 1, id, calls / 10, tokens / 10, coalesce(micros / 10, $26) FROM caps
  ), started AS (
    INSERT INTO run_event (run_id, seq, workspace_id, at, type, data)
    SELECT id, e.seq, $2, e.at, e.type, e.data::json
      FROM inserted, unnest($10::int[], $11::text[], $12::timestamptz[], $13::text[]) AS e(seq, type, at, data)
  ), copied AS (
    INSERT INTO run_blob (id, workspace_id, run_id, path, kind, name, mime, bytes, content)
    SELECT c.to_id, b.workspace_id, inserted.id, b.path, b.kind, b.name, b.mime, b.bytes, b.content
      FROM inserted, unnest($17::text[], $18::text[]) AS c(from_id, to_id) JOIN run_blob b ON b.id = c.from_id AND b.workspace_id = $2
  ), kept AS (
    INSERT INTO run_blob (id, workspace_id, run_id, path, kind, name, mime, bytes, content)
    SELECT k.id, $2, inserted.id, '', 'value', '', 'application/json', length(k.content), k.content
      FROM inserted, unnest($21::text[], $22::bytea[]) AS k(id, content)
  )
  SELECT number FROM inserted`;

/** What a run's first owner begins with of what has no cap, in millionths of a dollar. */
const uncappedMicros = 1_000_000;

/** Of a run whose workflow and workspace say nothing. */
function budgetDefaults(): readonly number[] {
  return [limitInForce("runModelCalls"), limitInForce("runTokens"), limitInForce("runActiveMs"), uncappedMicros];
}

/** The run whose budget this one shares: itself, unless a step started it. Null when there is none. */
export async function findBudgetRoot(actor: Actor, runId: string): Promise<string | null> {
  const { rows } = await pool().query<{ root: string }>(
    "SELECT coalesce(root_run_id, id) AS root FROM run WHERE id = $1 AND workspace_id = $2",
    [runId, actor.workspaceId],
  );
  return rows[0]?.root ?? null;
}

/** The run that was started by a request of this name. */
export async function findRequestedRun(
  actor: Actor,
  key: string,
): Promise<{ readonly runId: string; readonly number: number; readonly hash: string } | null> {
  const { rows } = await pool().query<{ runId: string; number: number; hash: string }>(
    `SELECT id AS "runId", number, request_hash AS hash FROM run WHERE workspace_id = $1 AND idempotency_key = $2`,
    [actor.workspaceId, key],
  );
  return rows[0] ?? null;
}

export async function countQueuedRuns(actor: Actor): Promise<number> {
  return prisma().run.count({ where: { workspaceId: actor.workspaceId, finishedAt: null, status: "queued" } });
}

/** What somebody outside has to say to a run; see `inboxData` for what `data` holds. */
export type InboxEntry = { readonly kind: "cancel" | "resume" | "event"; readonly data: JsonObject };

/**
 * Puts something into the inbox of a run that is not over, and makes the run due, in one statement.
 * False when there is no such run.
 */
export async function insertInboxEntry(actor: Actor, runId: string, { kind, data }: InboxEntry): Promise<boolean> {
  const { rowCount } = await pool().query(
    `WITH woken AS (
       UPDATE run SET wake_seq = wake_seq + 1, wake_at = CASE WHEN owner IS NULL THEN now() ELSE wake_at END
        WHERE id = $1 AND workspace_id = $2 AND status IN ('queued', 'running', 'waiting')
       RETURNING id, workspace_id
     )
     INSERT INTO run_inbox (workspace_id, created_by_id, run_id, kind, data)
     SELECT workspace_id, $3, id, $4, $5 FROM woken`,
    [runId, actor.workspaceId, actor.personId, kind, JSON.stringify(data)],
  );
  return rowCount === 1;
}

export type RunRow = {
  readonly id: string;
  readonly number: number;
  readonly workflow_id: string;
  readonly workflow_name: string;
  readonly published_as: string | null;
  readonly version_number: number;
  readonly status: RunStatus;
  readonly trigger: RunTrigger;
  readonly simulated: boolean;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly total_tokens: number;
  readonly steps_done: number;
  readonly steps_total: number;
  readonly note: string | null;
  readonly next_seq: number;
  readonly parent_run_id: string | null;
};

const runColumns = `r.id, r.number, r.workflow_id, w.name AS workflow_name, p.name AS published_as, v.number AS version_number, r.status, r.trigger, r.simulated,
  r.created_at, r.started_at, r.finished_at, r.total_tokens, r.steps_done, r.steps_total, r.note, r.next_seq, r.parent_run_id`;
const runTables = `run r JOIN workflow w ON w.id = r.workflow_id JOIN workflow_version v ON v.id = r.version_id
  LEFT JOIN publication p ON p.workflow_id = r.workflow_id`;

export type RunFilter = {
  readonly workflowId: string | null;
  readonly statuses: readonly RunStatus[] | null;
  readonly trigger: RunTrigger | null;
  /** A LIKE pattern, already escaped. */
  readonly search: string | null;
  /** A run number, when the search is one. */
  readonly number: number | null;
  readonly since: Date | null;
};

/** Where the page before ended: runs are listed newest first, those of one millisecond by id. */
export type RunPosition = { readonly createdAt: Date; readonly id: string };

const filterSql = `r.workspace_id = $1
  AND ($2::text IS NULL OR r.workflow_id = $2)
  AND ($3::text[] IS NULL OR r.status = ANY($3))
  AND ($4::text IS NULL OR r.trigger = $4)
  AND ($5::text IS NULL OR w.name ILIKE $5 OR r.note ILIKE $5 OR r.number = $6::int)
  AND ($7::timestamptz IS NULL OR r.created_at >= $7)`;

function filterValues(actor: Actor, filter: RunFilter): unknown[] {
  return [actor.workspaceId, filter.workflowId, filter.statuses, filter.trigger, filter.search, filter.number, filter.since];
}

export async function selectRuns(actor: Actor, filter: RunFilter, after: RunPosition | null, take: number): Promise<readonly RunRow[]> {
  const { rows } = await pool().query<RunRow>(
    `SELECT ${runColumns} FROM ${runTables}
      WHERE ${filterSql} AND ($8::timestamptz IS NULL OR (r.created_at, r.id) < ($8, $9::text))
      ORDER BY r.created_at DESC, r.id DESC
      LIMIT $10`,
    [...filterValues(actor, filter), after?.createdAt ?? null, after?.id ?? null, take],
  );
  return rows;
}

/** Of each state, whatever the filter says of states. A state without runs is left out. */
export async function countRunsByStatus(actor: Actor, filter: Omit<RunFilter, "statuses">): Promise<ReadonlyMap<RunStatus, number>> {
  const { rows } = await pool().query<{ status: RunStatus; total: number }>(
    `SELECT r.status, count(*)::int AS total FROM run r JOIN workflow w ON w.id = r.workflow_id WHERE ${filterSql} GROUP BY r.status`,
    filterValues(actor, { ...filter, statuses: null }),
  );
  return new Map(rows.map(({ status, total }) => [status, total]));
}

export async function selectRunsById(actor: Actor, ids: readonly string[]): Promise<readonly RunRow[]> {
  const { rows } = await pool().query<RunRow>(`SELECT ${runColumns} FROM ${runTables} WHERE r.workspace_id = $1 AND r.id = ANY($2)`, [
    actor.workspaceId,
    ids,
  ]);
  return rows;
}

export type ModelUseRow = {
  readonly run_id: string;
  readonly model: string;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
};

/** Tokens by run and model, over every attempt: what was spent on a failed one was spent too. */
export async function selectModelUse(actor: Actor, runIds: readonly string[]): Promise<readonly ModelUseRow[]> {
  const { rows } = await pool().query<ModelUseRow>(
    `SELECT run_id, coalesce(model, '') AS model, sum(prompt_tokens)::float8 AS prompt_tokens, sum(completion_tokens)::float8 AS completion_tokens
       FROM step_attempt
      WHERE workspace_id = $1 AND run_id = ANY($2) AND prompt_tokens + completion_tokens > 0
      GROUP BY run_id, coalesce(model, '')`,
    [actor.workspaceId, runIds],
  );
  return rows;
}

export type TriedRow = {
  readonly run_id: string;
  readonly path: string;
  readonly status: "succeeded" | "failed" | "cancelled";
  readonly started_at: Date;
  readonly finished_at: Date;
};

/** When each step of these runs was tried, the first `most` tries of each run. Reads no exchange and no document. */
export async function selectTries(actor: Actor, runIds: readonly string[], most: number): Promise<readonly TriedRow[]> {
  const { rows } = await pool().query<TriedRow>(
    `SELECT tried.* FROM unnest($2::text[]) AS wanted(run_id), LATERAL (
       SELECT run_id, path, status, started_at, finished_at FROM step_attempt
        WHERE workspace_id = $1 AND run_id = wanted.run_id
        ORDER BY started_at, path LIMIT $3
     ) tried`,
    [actor.workspaceId, runIds, most],
  );
  return rows;
}

export type RerunSource = {
  readonly workflowId: string;
  readonly versionId: string;
  readonly status: RunStatus;
  readonly number: number;
  readonly input: JsonObject;
  readonly plan: unknown;
  readonly planHash: string;
};

/** What a rerun needs of the run it repeats. Null when there is none. */
export async function findRerunSource(actor: Actor, runId: string): Promise<RerunSource | null> {
  const { rows } = await pool().query<RerunSource>(
    `SELECT r.workflow_id AS "workflowId", r.version_id AS "versionId", r.status, r.number, r.input, v.plan, v.plan_hash AS "planHash"
       FROM run r JOIN workflow_version v ON v.id = r.version_id WHERE r.id = $1 AND r.workspace_id = $2`,
    [runId, actor.workspaceId],
  );
  return rows[0] ?? null;
}

export async function findRunInput(actor: Actor, runId: string): Promise<{ readonly document: unknown; readonly input: unknown } | null> {
  const row = await prisma().run.findFirst({
    where: { id: runId, workspaceId: actor.workspaceId },
    select: { input: true, version: { select: { document: true } } },
  });
  return row === null ? null : { document: row.version.document, input: row.input };
}

/** Events after a number, oldest first, at most `take`. */
export async function selectEvents(actor: Actor, runId: string, afterSeq: number, take: number): Promise<readonly RunEvent[]> {
  const { rows } = await pool().query<EventRow>(
    "SELECT seq, at, type, data FROM run_event WHERE run_id = $1 AND workspace_id = $2 AND seq > $3 ORDER BY seq LIMIT $4",
    [runId, actor.workspaceId, afterSeq, take],
  );
  return rows.map(eventOfRow);
}
