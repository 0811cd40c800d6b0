import "server-only";

/**
 * What a run and all that its steps start may spend: reserved before a call leaves, settled with the turn's outcome.
 *
 * One row of the database for the whole family of runs, whichever workers drive them, so a reservation is one statement
 * that either fits or does nothing. What a lost owner had reserved counts as spent: nobody knows what its calls came to.
 */
import type { BudgetAmounts, BudgetCaps, BudgetItem, BudgetState } from "../shared/budget";
import { shortOf } from "../shared/budget";
import { pool } from "./db";

/** A turn of a step: what reserves, and settles all of it at once. */
export type Spender = {
  readonly runId: string;
  readonly rootRunId: string;
  readonly epoch: number;
  readonly path: string;
  readonly attempt: number;
  readonly turn: number;
};

/** What a call may take at most, or took. */
export type CallCost = Omit<BudgetAmounts, "activeMs">;

export type Reservation =
  | { readonly is: "granted" }
  /** There is enough, once calls in flight have given back what they do not need. */
  | { readonly is: "held" }
  | { readonly is: "short"; readonly item: BudgetItem; readonly cap: number; readonly spent: number };

/** @param isForced also beyond the caps: a turn that was begun is ended, as what it has paid for would be lost. */
export async function reserve(spender: Spender, cost: CallCost, isForced: boolean): Promise<Reservation> {
  const { runId, rootRunId, epoch, path, attempt, turn } = spender;
  const { calls, tokens, micros } = cost;
  const { rowCount } = await pool().query({
    name: "reserve-budget",
    text: reserveSql,
    values: [rootRunId, runId, path, attempt, turn, epoch, calls, tokens, micros, isForced],
  });
  if (rowCount === 1) return { is: "granted" };
  const state = await readBudget(rootRunId);
  // A run that was started before there were budgets.
  if (state === null) return { is: "granted" };
  const item = shortOf(state, { ...cost, activeMs: 1 });
  return item === null ? { is: "held" } : { is: "short", item, cap: state.caps[item] ?? 0, spent: state.spent[item] };
}

const reserveSql = `
  WITH funded AS (
    UPDATE run_budget SET held_calls = held_calls + $7, held_tokens = held_tokens + $8, held_micros = held_micros + $9
     WHERE root_run_id = $1
       AND ($10 OR ((calls_cap IS NULL OR calls + held_calls + $7 <= calls_cap)
                AND (tokens_cap IS NULL OR tokens + held_tokens + $8 <= tokens_cap)
                AND (micros_cap IS NULL OR micros + held_micros + $9 <= micros_cap)
                AND (active_ms_cap IS NULL OR active_ms < active_ms_cap)))
    RETURNING root_run_id
  )
  INSERT INTO budget_hold AS h (run_id, path, attempt, turn, epoch, root_run_id, calls, tokens, micros)
  SELECT $2, $3, $4, $5, $6, root_run_id, $7, $8, $9 FROM funded
  ON CONFLICT (run_id, path, attempt, turn, epoch) DO UPDATE
    SET calls = h.calls + EXCLUDED.calls, tokens = h.tokens + EXCLUDED.tokens, micros = h.micros + EXCLUDED.micros`;

/** Counts as spent what owners before this one had reserved for the run and never settled. */
export async function chargeLostHolds(runId: string, epoch: number): Promise<void> {
  await pool().query(
    `WITH lost AS (
       DELETE FROM budget_hold WHERE run_id = $1 AND epoch < $2 RETURNING root_run_id, calls, tokens, micros
     ), sums AS (
       SELECT root_run_id, sum(calls)::int AS calls, sum(tokens)::bigint AS tokens, sum(micros)::bigint AS micros FROM lost GROUP BY root_run_id
     )
     UPDATE run_budget b SET calls = b.calls + s.calls, held_calls = b.held_calls - s.calls, tokens = b.tokens + s.tokens,
            held_tokens = b.held_tokens - s.tokens, micros = b.micros + s.micros, held_micros = b.held_micros - s.micros
       FROM sums s WHERE b.root_run_id = s.root_run_id`,
    [runId, epoch],
  );
}

/** Null for a run that was started before there were budgets. */
export async function readBudget(rootRunId: string): Promise<BudgetState | null> {
  const { rows } = await pool().query({
    name: "read-budget",
    text: "SELECT * FROM run_budget WHERE root_run_id = $1",
    values: [rootRunId],
  });
  return rows[0] === undefined ? null : budgetOfRow(rows[0]);
}

/** A row of `run_budget`, whose large numbers come as text. */
export type BudgetRow = Readonly<Record<string, string | number | null>>;

export function budgetOfRow(row: BudgetRow): BudgetState {
  const cap = (name: string): number | null => (row[name] == null ? null : Number(row[name]));
  return {
    caps: { calls: cap("calls_cap"), tokens: cap("tokens_cap"), micros: cap("micros_cap"), activeMs: cap("active_ms_cap") },
    spent: { calls: Number(row.calls), tokens: Number(row.tokens), micros: Number(row.micros), activeMs: Number(row.active_ms) },
    held: { calls: Number(row.held_calls), tokens: Number(row.held_tokens), micros: Number(row.held_micros), activeMs: 0 },
  };
}

/**
 * Sets the caps of a family of runs that is going on, and tells every open run of it.
 *
 * @returns the ids of those; none when there is no such family, or all of it is over.
 */
export async function setCaps(
  { workspaceId, personId }: { readonly workspaceId: string; readonly personId: string },
  rootRunId: string,
  { calls, tokens, micros, activeMs }: BudgetCaps,
): Promise<readonly string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `WITH raised AS (
       UPDATE run_budget SET calls_cap = $4, tokens_cap = $5, micros_cap = $6, active_ms_cap = $7
        WHERE root_run_id = $1 AND workspace_id = $2
       RETURNING root_run_id
     ), woken AS (
       UPDATE run SET wake_seq = wake_seq + 1, wake_at = CASE WHEN owner IS NULL THEN now() ELSE wake_at END
         FROM raised WHERE (run.id = raised.root_run_id OR run.root_run_id = raised.root_run_id) AND run.finished_at IS NULL
       RETURNING run.id
     )
     INSERT INTO run_inbox (workspace_id, created_by_id, run_id, kind, data)
     SELECT $2, $3, id, 'budget', $8 FROM woken RETURNING run_id AS id`,
    [rootRunId, workspaceId, personId, calls, tokens, micros, activeMs, JSON.stringify({ caps: { calls, tokens, micros, activeMs } })],
  );
  return rows.map(({ id }) => id);
}
