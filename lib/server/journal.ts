import "server-only";

/**
 * The journal's only writer: one fenced statement for a batch of events and all that belongs to them.
 *
 * The statement takes the next numbers, checks the epoch, inserts events, attempts and blobs, removes
 * what was read from the inbox and updates the run's row. Either all of it stands or nothing does. The
 * lease is left alone: it has an index, and the worker renews it anyway.
 */
import type { RunEvent, RunEventBody } from "../engine/events";
import type { Exchange } from "../providers/exchange";
import type { BudgetState } from "../shared/budget";
import type { JsonObject, JsonValue } from "../shared/json";
import { budgetOfRow, type CallCost } from "./budget";
import { pool } from "./db";

export type AttemptRow = {
  readonly path: string;
  readonly attempt: number;
  readonly turn: number;
  readonly status: "succeeded" | "failed" | "cancelled";
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly model: string | null;
  readonly exchanges: readonly Exchange[];
  readonly rendered: JsonValue;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  /** What its model calls were to take of the run's budget at most, and what they took. */
  readonly reserved: CallCost;
  readonly charged: CallCost;
};

/** What a batch moves in the budget: `charged` is spent from then on, `givenBack` no longer set aside. */
export type Payment = {
  readonly charged: CallCost;
  readonly givenBack: CallCost;
  /** Milliseconds in which the run was worked at since the last one. */
  readonly activeMs: number;
  /** Nothing is set aside for the run any more. */
  readonly isEnd: boolean;
};

export type BlobRow = {
  readonly id: string;
  readonly path: string;
  readonly kind: "value" | "file";
  readonly name: string;
  readonly mime: string;
  readonly content: Buffer;
};

export type Batch = {
  readonly events: readonly RunEventBody[];
  readonly attempts: readonly AttemptRow[];
  readonly blobs: readonly BlobRow[];
  readonly inboxIds: readonly string[];
  /** What the run's row says afterwards. */
  readonly note: string | null;
  /** Steps that frames which began in this batch add to the run. */
  readonly stepsAdded?: number;
  /** Null, and so for most: nothing. */
  readonly payment?: Payment | null;
};

export type JournalPosition = { readonly runId: string; readonly epoch: number; readonly nextSeq: number };

export type Written = {
  /** With their numbers. */
  readonly events: readonly RunEvent[];
  /** Of the whole run, from its first event on. */
  readonly recordBytes: number;
  /** Of the family of runs, after what this batch charged; null where it charged nothing. */
  readonly budget: BudgetState | null;
};

/**
 * Appends a batch.
 *
 * @returns null when the run has another owner by now.
 * @throws when the database can't be reached; the batch may or may not have been written, see `findAppended`.
 */
export async function appendBatch(position: JournalPosition, batch: Batch): Promise<Written | null> {
  const events = numbered(position, batch);
  const end = batch.events.find((event) => event.type === "run_finished");
  const done = batch.events.filter(isStepEnd).length;
  const data = events.map(eventData);
  const attempts = storable(JSON.stringify(batch.attempts.map(attemptColumns)));
  const sum = (of: (attempt: AttemptRow) => number): number => batch.attempts.reduce((total, attempt) => total + of(attempt), 0);
  const payment = batch.payment ?? null;
  const { rows } = await pool().query({
    ...(payment === null ? { name: "append-batch", text: appendSql } : { name: "append-charged-batch", text: appendChargedSql }),
    values: [
      position.runId,
      position.epoch,
      position.nextSeq,
      events.length,
      end?.status ?? "running",
      end === undefined ? null : new Date(end.at),
      done,
      sum((attempt) => attempt.promptTokens),
      sum((attempt) => attempt.completionTokens),
      sum((attempt) => attempt.totalTokens),
      batch.note?.replaceAll("\u0000", "\ufffd") ?? null,
      events.map((event) => new Date(event.at)),
      events.map((event) => event.type),
      data,
      attempts,
      batch.inboxIds,
      batch.blobs.map((blob) => blob.id),
      batch.blobs.map((blob) => blob.path),
      batch.blobs.map((blob) => blob.kind),
      batch.blobs.map((blob) => blob.name),
      batch.blobs.map((blob) => blob.mime),
      batch.blobs.map((blob) => blob.content),
      batch.stepsAdded ?? 0,
      sizeOf([...data, attempts], batch.blobs),
      ...(payment === null ? [] : paymentValues(payment)),
    ],
  });
  if (rows[0] === undefined) return null;
  const budget = payment === null || rows[0].root_run_id === null ? null : budgetOfRow(rows[0]);
  return { events, recordBytes: Number(rows[0].record_bytes), budget };
}

function paymentValues({ charged, givenBack, activeMs, isEnd }: Payment): readonly unknown[] {
  return [charged, givenBack]
    .flatMap(({ calls, tokens, micros }): unknown[] => [calls, tokens, micros])
    .concat(Math.round(activeMs), isEnd);
}

/** After a write whose answer was lost: what it wrote, if exactly that batch stands in the journal. */
export async function findAppended(position: JournalPosition, batch: Batch): Promise<Written | null> {
  const { rows } = await pool().query("SELECT epoch, next_seq, record_bytes FROM run WHERE id = $1", [position.runId]);
  const isIt = rows[0]?.epoch === position.epoch && rows[0]?.next_seq === position.nextSeq + batch.events.length;
  return isIt ? { events: numbered(position, batch), recordBytes: Number(rows[0].record_bytes), budget: null } : null;
}

function numbered({ nextSeq }: JournalPosition, { events }: Batch): readonly RunEvent[] {
  return events.map((event, index) => ({ ...event, seq: nextSeq + index }));
}

function sizeOf(texts: readonly string[], blobs: readonly BlobRow[]): number {
  const ofTexts = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return blobs.reduce((sum, { content }) => sum + content.length, ofTexts);
}

/** The journal of a run from its first event. */
export async function readJournal(runId: string): Promise<readonly RunEvent[]> {
  const { rows } = await pool().query<EventRow>({
    name: "read-journal",
    text: "SELECT seq, at, type, data FROM run_event WHERE run_id = $1 ORDER BY seq",
    values: [runId],
  });
  return rows.map(eventOfRow);
}

export type EventRow = { readonly seq: number; readonly at: Date; readonly type: string; readonly data: JsonObject };

/** An event as it was written: only `appendBatch` and the statement that starts a run write any, so a row read back is one. */
export function eventOfRow({ seq, at, type, data }: EventRow): RunEvent {
  return { ...data, seq, type, at: at.getTime() } as RunEvent;
}

/** Values kept beside the journal, by blob id. */
export async function readValues(runId: string): Promise<ReadonlyMap<string, JsonValue>> {
  const { rows } = await pool().query("SELECT id, content FROM run_blob WHERE run_id = $1 AND kind = 'value'", [runId]);
  return new Map(rows.map((row) => [row.id, JSON.parse(row.content.toString("utf8"))]));
}

function isStepEnd(event: RunEventBody): boolean {
  return (
    event.type === "step_succeeded" || event.type === "step_failed" || event.type === "step_skipped" || event.type === "step_cancelled"
  );
}

function eventData({ seq: _seq, type: _type, at: _at, ...data }: RunEvent): string {
  return storable(JSON.stringify(data));
}

function attemptColumns(attempt: AttemptRow): JsonObject {
  return {
    path: attempt.path,
    attempt: attempt.attempt,
    turn: attempt.turn,
    status: attempt.status,
    started_at: new Date(attempt.startedAt).toISOString(),
    finished_at: new Date(attempt.finishedAt).toISOString(),
    model: attempt.model,
    // Exchanges hold parsed JSON only.
    exchanges: attempt.exchanges as unknown as JsonValue,
    rendered: attempt.rendered,
    prompt_tokens: attempt.promptTokens,
    completion_tokens: attempt.completionTokens,
    total_tokens: attempt.totalTokens,
  };
}

/**
 * PostgreSQL reads no NUL character and no half of a surrogate pair out of json, even when escaped.
 * JSON.stringify escapes exactly those halves that stand alone, in lower case.
 */
function storable(json: string): string {
  return /\\u(?:0000|d[89a-f])/.test(json) ? json.replaceAll(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, "$1\\ufffd") : json;
}

const appendedSql = `
  WITH owned AS (
    UPDATE run SET
      next_seq = next_seq + $4,
      status = $5,
      started_at = coalesce(started_at, now()),
      finished_at = $6,
      owner = CASE WHEN $6::timestamptz IS NULL THEN owner END,
      lease_until = CASE WHEN $6::timestamptz IS NULL THEN lease_until END,
      steps_done = steps_done + $7,
      steps_total = steps_total + $23,
      prompt_tokens = prompt_tokens + $8,
      completion_tokens = completion_tokens + $9,
      total_tokens = total_tokens + $10,
      record_bytes = record_bytes + $24,
      note = $11
     WHERE id = $1 AND epoch = $2 AND next_seq = $3 AND finished_at IS NULL
    RETURNING id, workspace_id, root_run_id, record_bytes
  ), events AS (
    INSERT INTO run_event (run_id, seq, workspace_id, at, type, data)
    SELECT owned.id, $3::int + e.place::int - 1, owned.workspace_id, e.at, e.type, e.data::json
      FROM owned, unnest($12::timestamptz[], $13::text[], $14::text[]) WITH ORDINALITY AS e(at, type, data, place)
  ), attempts AS (
    INSERT INTO step_attempt (run_id, epoch, workspace_id, path, attempt, turn, status, started_at, finished_at, model, exchanges, rendered,
                              prompt_tokens, completion_tokens, total_tokens)
    SELECT owned.id, $2, owned.workspace_id, a.*
      FROM owned, json_to_recordset($15::json) AS a(path text, attempt int, turn int, status text, started_at timestamptz, finished_at timestamptz,
             model text, exchanges json, rendered json, prompt_tokens int, completion_tokens int, total_tokens int)
  ), blobs AS (
    INSERT INTO run_blob (id, workspace_id, run_id, path, kind, name, mime, bytes, content)
    SELECT b.id, owned.workspace_id, owned.id, b.path, b.kind, b.name, b.mime, length(b.content), b.content
      FROM owned, unnest($17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::bytea[])
             AS b(id, path, kind, name, mime, content)
  ), taken AS (
    DELETE FROM run_inbox USING owned WHERE run_inbox.run_id = owned.id AND run_inbox.id = ANY($16::bigint[])
  )`;

const appendSql = `${appendedSql} SELECT record_bytes FROM owned`;

/** With its payment. The budget's row is locked before that of what is set aside, as `setAside` does meanwhile: else the two would wait for each other. */
const appendChargedSql = `${appendedSql}, charged AS (
    UPDATE run_budget b SET calls = b.calls + $25::int, tokens = b.tokens + $26::bigint, micros = b.micros + $27::bigint,
           active_ms = b.active_ms + $31::bigint, held_calls = b.held_calls - $28::int, held_tokens = b.held_tokens - $29::bigint,
           held_micros = b.held_micros - $30::bigint
      FROM owned WHERE b.root_run_id = coalesce(owned.root_run_id, owned.id)
    RETURNING b.*
  ), lowered AS (
    UPDATE budget_hold h SET calls = h.calls - $28::int, tokens = h.tokens - $29::bigint, micros = h.micros - $30::bigint
      FROM owned, charged WHERE NOT $32 AND h.run_id = owned.id AND h.epoch = $2
  ), ended AS (
    DELETE FROM budget_hold h USING owned, charged WHERE $32 AND h.run_id = owned.id
  )
  SELECT owned.record_bytes, charged.* FROM owned LEFT JOIN charged ON true`;
