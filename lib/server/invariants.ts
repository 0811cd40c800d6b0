import "server-only";

/**
 * What must hold of every run in the database, whatever crashed meanwhile: each as a sentence, with the query that finds
 * what breaks it.
 *
 * Reads only. Every query looks at whole tables: for a person who asks, and for tests.
 */

/** Answers with rows of `run_id` and `detail`. */
export type Query = (sql: string) => Promise<{ readonly rows: readonly { readonly run_id: string; readonly detail: string }[] }>;

export type Violation = { readonly runId: string; readonly detail: string };

/** `violations`: the first `mostViolations`. */
export type Finding = { readonly holds: string; readonly violations: readonly Violation[] };

type Invariant = {
  readonly holds: string;
  /** It holds only while somebody takes runs: where nothing runs, runs rest as they were left. */
  readonly isOfRunningApp?: true;
  readonly sql: string;
};

/** Of one invariant; more are not looked for. */
export const mostViolations = 100;

const invariants: readonly Invariant[] = [
  {
    holds: "Events are numbered from 1 on without a gap, and the run knows the next number",
    sql: `
      SELECT r.id AS run_id, format('events: %s, last number: %s, next number: %s', count(e.seq), max(e.seq), r.next_seq) AS detail
        FROM run r LEFT JOIN run_event e ON e.run_id = r.id GROUP BY r.id
      HAVING count(e.seq) <> coalesce(max(e.seq), 0) OR coalesce(min(e.seq), 1) <> 1 OR r.next_seq <> coalesce(max(e.seq), 0) + 1`,
  },
  {
    holds: "A run begins with the plan of the version it keeps",
    sql: `
      SELECT r.id AS run_id, format('it began with %s %s, and its version is %s', e.type, e.data ->> 'planHash', v.plan_hash) AS detail
        FROM run r JOIN workflow_version v ON v.id = r.version_id LEFT JOIN run_event e ON e.run_id = r.id AND e.seq = 1
       WHERE e.type IS DISTINCT FROM 'run_started' OR e.data ->> 'planHash' IS DISTINCT FROM v.plan_hash`,
  },
  {
    holds: "A run is over exactly when one last event says so, with the same outcome",
    sql: `
      SELECT r.id AS run_id, format('it is %s; its journal ends %s times, at number %s of %s, with %s', r.status, coalesce(e.ends, 0), e.last, r.next_seq - 1, e.status) AS detail
        FROM run r LEFT JOIN (
          SELECT run_id, count(*) AS ends, max(seq) AS last, max(data ->> 'status') AS status FROM run_event WHERE type = 'run_finished' GROUP BY run_id
        ) e ON e.run_id = r.id
       WHERE (r.finished_at IS NULL) <> (e.ends IS NULL)
          OR (e.ends IS NOT NULL AND (e.ends > 1 OR e.last <> r.next_seq - 1 OR e.status <> r.status))`,
  },
  {
    holds: "The outcome of a step is recorded once",
    sql: `
      SELECT run_id, format('%s came to an outcome %s times', data ->> 'path', count(*)) AS detail
        FROM run_event WHERE type IN ('step_succeeded', 'step_skipped') GROUP BY run_id, data ->> 'path' HAVING count(*) > 1`,
  },
  {
    holds: "No step works again after its outcome",
    sql: `
      SELECT started.run_id, format('%s started with event %s, after its outcome with event %s', started.data ->> 'path', started.seq, done.seq) AS detail
        FROM run_event started JOIN run_event done
          ON done.run_id = started.run_id AND done.type IN ('step_succeeded', 'step_skipped') AND done.data ->> 'path' = started.data ->> 'path' AND done.seq < started.seq
       WHERE started.type = 'step_started'`,
  },
  {
    holds: "Nothing starts after a cancel, of the run or of the step it belongs to",
    sql: `
      SELECT started.run_id, format('%s started with event %s, after the cancel with event %s', started.data ->> 'path', started.seq, cancel.seq) AS detail
        FROM run_event started JOIN run_event cancel ON cancel.run_id = started.run_id AND cancel.type = 'cancel_requested' AND cancel.seq < started.seq
       WHERE started.type = 'step_started'
         AND (cancel.data ->> 'path' IS NULL OR started.data ->> 'path' = cancel.data ->> 'path'
              OR starts_with(started.data ->> 'path', (cancel.data ->> 'path') || '[') OR starts_with(started.data ->> 'path', (cancel.data ->> 'path') || '.'))`,
  },
  {
    holds: "What an event names beside the journal is there",
    sql: `
      SELECT e.run_id, format('event %s names %s', e.seq, named.id[1]) AS detail
        FROM run_event e CROSS JOIN LATERAL regexp_matches(e.data::text, '"blob":\\s*\\{"blobId":\\s*"([0-9a-f-]{36})"', 'g') AS named(id)
       WHERE NOT EXISTS (SELECT 1 FROM run_blob b WHERE b.id = named.id[1] AND b.run_id = e.run_id)`,
  },
  {
    holds: "What the budget of a run holds back is what its owners have set aside, and nothing once it is over",
    sql: `
      SELECT b.root_run_id AS run_id, format('%s tokens are held back, and %s are set aside; the run ended %s', b.held_tokens, h.tokens, r.finished_at) AS detail
        FROM run_budget b JOIN run r ON r.id = b.root_run_id CROSS JOIN LATERAL (
          SELECT coalesce(sum(calls), 0) AS calls, coalesce(sum(tokens), 0) AS tokens, coalesce(sum(micros), 0) AS micros
            FROM budget_hold WHERE root_run_id = b.root_run_id
        ) h
       WHERE b.held_calls <> h.calls OR b.held_tokens <> h.tokens OR b.held_micros <> h.micros
          OR (h.calls > 0 AND NOT EXISTS (SELECT 1 FROM run o WHERE o.finished_at IS NULL AND (o.id = b.root_run_id OR o.root_run_id = b.root_run_id)))`,
  },
  {
    holds: "No run stays running for a minute without an owner, nor rests a minute longer than it wanted",
    isOfRunningApp: true,
    sql: `
      SELECT id AS run_id, format('it is %s; its owner is %s until %s, and it wanted to go on at %s', status, owner, lease_until, wake_at) AS detail
        FROM run
       WHERE finished_at IS NULL AND (
             (status = 'running' AND coalesce(lease_until, started_at, created_at) < now() - interval '60 seconds')
          OR (status = 'waiting' AND wake_at < now() - interval '60 seconds' AND coalesce(lease_until, wake_at) < now() - interval '60 seconds'))`,
  },
  {
    holds: "A run that a step started does not outlive the run of that step by more than a minute",
    isOfRunningApp: true,
    sql: `
      SELECT child.id AS run_id, format('it is %s; run %s, which started it, ended %s', child.status, parent.id, parent.finished_at) AS detail
        FROM run child JOIN run parent ON parent.id = child.parent_run_id
       WHERE child.trigger = 'workflow' AND child.finished_at IS NULL AND parent.finished_at < now() - interval '60 seconds'`,
  },
];

/** @param isAppRunning some process takes runs from this database. */
export async function checkInvariants(query: Query, { isAppRunning }: { readonly isAppRunning: boolean }): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { holds, sql, isOfRunningApp } of invariants) {
    if (isOfRunningApp === true && !isAppRunning) continue;
    const { rows } = await query(`${sql} LIMIT ${mostViolations}`);
    findings.push({ holds, violations: rows.map(({ run_id: runId, detail }) => ({ runId, detail })) });
  }
  return findings;
}
