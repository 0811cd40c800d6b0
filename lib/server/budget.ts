import "server-only";

/**
 * What a run and all that its steps start may spend: one row of the database for the whole family of runs, whichever
 * workers drive them.
 *
 * Whoever drives a run sets a part aside for its calls, in one statement that fits or does nothing; for the first owner
 * the statement that starts the run did so. So calls cost no statement each, and no two drivers count on the same
 * tokens. What calls took goes over into what is spent with their outcomes; what is left goes back when the run is let go.
 */
import type { BudgetAmounts, BudgetCaps, BudgetItem, BudgetState } from "../shared/budget";
import { shortOf } from "../shared/budget";
import { pool } from "./db";

/** What calls may take at most, or took. */
export type CallCost = Omit<BudgetAmounts, "activeMs">;

export const noCost: CallCost = { calls: 0, tokens: 0, micros: 0 };

export function addCosts(a: CallCost, b: CallCost): CallCost {
  return { calls: a.calls + b.calls, tokens: a.tokens + b.tokens, micros: a.micros + b.micros };
}

export type Holder = { readonly runId: string; readonly rootRunId: string; readonly epoch: number };

export type Reservation =
  /** As much as was needed, or more. */
  | { readonly is: "granted"; readonly cost: CallCost }
  /** There is enough, once others have given back what they do not need. */
  | { readonly is: "held" }
  | { readonly is: "short"; readonly item: BudgetItem; readonly cap: number; readonly spent: number };

/**
 * Sets a part aside: at least `needed`, and a tenth of what is left where that is more.
 *
 * @param cost of the whole call, a part of which may be set aside already.
 * @param isForced exactly what is needed, also beyond the caps.
 */
export async function setAside(holder: Holder, needed: CallCost, cost: CallCost, isForced: boolean): Promise<Reservation> {
  const { runId, rootRunId, epoch } = holder;
  const { calls, tokens, micros } = needed;
  const { rows } = await pool().query({
    name: "set-budget-aside",
    text: setAsideSql,
    values: [rootRunId, runId, epoch, calls, tokens, micros, isForced],
  });
  const [row] = rows;
  if (row !== undefined) return { is: "granted", cost: { calls: row.calls, tokens: Number(row.tokens), micros: Number(row.micros) } };
  const state = await readBudget(rootRunId);
  // A run that was started before there were budgets.
  if (state === null) return { is: "granted", cost: needed };
  const item = shortOf(state, { ...cost, activeMs: 1 });
  return item === null ? { is: "held" } : { is: "short", item, cap: state.caps[item] ?? 0, spent: state.spent[item] };
}

/** Where there is no cap, enough for some twenty such calls. */
const partSql = (item: "calls" | "tokens" | "micros", needed: string): string =>
  `CASE WHEN $7 THEN ${needed} ELSE greatest(${needed}, coalesce((${item}_cap - ${item} - held_${item}) / 10, ${needed} * 20)) END AS ${item}`;

const setAsideSql = `
  WITH part AS (
    SELECT ${partSql("calls", "$4::int")}, ${partSql("tokens", "$5::bigint")}, ${partSql("micros", "$6::bigint")}
      FROM run_budget WHERE root_run_id = $1
  ), funded AS (
    UPDATE run_budget b SET held_calls = held_calls + part.calls, held_tokens = held_tokens + part.tokens, held_micros = held_micros + part.micros
      FROM part
     WHERE b.root_run_id = $1
       AND ($7 OR ((calls_cap IS NULL OR b.calls + held_calls + part.calls <= calls_cap)
               AND (tokens_cap IS NULL OR b.tokens + held_tokens + part.tokens <= tokens_cap)
               AND (micros_cap IS NULL OR b.micros + held_micros + part.micros <= micros_cap)
               AND (active_ms_cap IS NULL OR active_ms < active_ms_cap)))
    RETURNING part.calls, part.tokens, part.micros
  ), held AS (
    INSERT INTO budget_hold AS h (run_id, epoch, root_run_id, calls, tokens, micros)
    SELECT $2, $3, $1, calls, tokens, micros FROM funded
    ON CONFLICT (run_id, epoch) DO UPDATE
      SET calls = h.calls + EXCLUDED.calls, tokens = h.tokens + EXCLUDED.tokens, micros = h.micros + EXCLUDED.micros
  )
  SELECT * FROM funded`;

/** Gives back what owners before this one had set aside for the run. */
export async function releaseLostHolds(runId: string, epoch: number): Promise<void> {
  await pool().query(
    `WITH gone AS (
       DELETE FROM budget_hold WHERE run_id = $1 AND epoch < $2 RETURNING root_run_id, calls, tokens, micros
     ), sums AS (
       SELECT root_run_id, sum(calls)::int AS calls, sum(tokens)::bigint AS tokens, sum(micros)::bigint AS micros FROM gone GROUP BY root_run_id
     )
     UPDATE run_budget b SET held_calls = b.held_calls - s.calls, held_tokens = b.held_tokens - s.tokens, held_micros = b.held_micros - s.micros
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
