import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { withKinds, withLiveRuns } from "../../scripts/vitest/live-runs";
import { documentOf } from "../document/testing";
import { checkInvariants } from "./invariants";

const runs = withLiveRuns();
let client: pg.Client;
let runId: string;

const drawn = withKinds(documentOf(["topic", "first", "second"], ["topic>first", "first>second"]), {
  topic: { type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "long_text", required: true }] } },
  first: { type: "transform", config: { mode: "template", template: "{{ input.topic }}" } },
  second: { type: "transform", config: { mode: "template", template: "Short." } },
});

beforeAll(async () => {
  runId = await runs.start(drawn, { topic: "x".repeat(70_000) });
  await vi.waitFor(async () => expect((await runs.journalOf(runId)).at(-1)?.type).toBe("run_finished"), { timeout: 20_000 });
  client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
});
afterAll(() => client.end());

// What is broken by hand is taken back; the journal's own rules would not let it happen.
beforeEach(async () => {
  await client.query("BEGIN; SET LOCAL session_replication_role = replica");
  return async () => {
    await client.query("ROLLBACK");
  };
});

async function broken(isAppRunning = true): Promise<readonly string[]> {
  const findings = await checkInvariants((sql) => client.query(sql), { isAppRunning });
  return findings.filter(({ violations }) => violations.some((violation) => violation.runId === runId)).map(({ holds }) => holds);
}

it("finds nothing wrong with runs as they are", async () => {
  const findings = await checkInvariants((sql) => client.query(sql), { isAppRunning: true });
  expect(findings.length).toBeGreaterThan(5);
  expect(findings.flatMap(({ violations }) => violations)).toEqual([]);
});

const copyOf = (type: string, seq: string) =>
  `INSERT INTO run_event (run_id, seq, workspace_id, at, type, data)
   SELECT run_id, ${seq}, workspace_id, at, type, data FROM run_event WHERE run_id = $1 AND type = '${type}' LIMIT 1`;
const next = "(SELECT next_seq FROM run WHERE id = $1)";

it.each([
  ["a gap in its events", "DELETE FROM run_event WHERE run_id = $1 AND seq = 3", /without a gap/],
  ["another plan than its version's", "UPDATE workflow_version SET plan_hash = 'other' WHERE $1 <> ''", /the plan of the version/],
  ["two ends", copyOf("run_finished", next), /exactly when one last event/],
  ["another outcome than its journal's", "UPDATE run SET status = 'failed' WHERE id = $1", /exactly when one last event/],
  ["an end in its journal alone", "UPDATE run SET status = 'running', finished_at = NULL WHERE id = $1", /exactly when one last event/],
  ["a step that succeeded twice", copyOf("step_succeeded", next), /recorded once/],
  ["a step that works again", copyOf("step_started", next), /No step works again/],
  [
    "a step that starts after a cancel",
    "UPDATE run_event SET type = 'cancel_requested', data = '{}' WHERE run_id = $1 AND seq = 2",
    /after a cancel/,
  ],
  ["a value that is gone", "DELETE FROM run_blob WHERE run_id = $1", /beside the journal/],
  [
    "nobody who drives it",
    "UPDATE run SET status = 'running', finished_at = NULL, owner = NULL, started_at = now() - interval '2 minutes', lease_until = NULL WHERE id = $1",
    /without an owner/,
  ],
  [
    "a rest beyond its time",
    "UPDATE run SET status = 'waiting', finished_at = NULL, wake_at = now() - interval '2 minutes', lease_until = NULL WHERE id = $1",
    /without an owner/,
  ],
])("finds a run that has %s", async (_what, sql, holds) => {
  await client.query(sql, [runId]);
  expect(await broken()).toEqual(expect.arrayContaining([expect.stringMatching(holds)]));
});

it("finds a run that goes on though the one that started it ended long ago", async () => {
  await client.query(
    `INSERT INTO run (id, workspace_id, created_by_id, workflow_id, version_id, number, status, trigger, input, finished_at)
     SELECT 'parent', workspace_id, created_by_id, workflow_id, version_id, 99, 'failed', 'api', input, now() - interval '2 minutes' FROM run WHERE id = $1`,
    [runId],
  );
  await client.query(
    "UPDATE run SET status = 'waiting', finished_at = NULL, trigger = 'workflow', parent_run_id = 'parent' WHERE id = $1",
    [runId],
  );
  expect(await broken()).toEqual(expect.arrayContaining([expect.stringMatching(/does not outlive/)]));
});

it("does not mind runs that rest where nobody takes runs", async () => {
  await client.query(
    "UPDATE run SET status = 'waiting', finished_at = NULL, wake_at = now() - interval '2 minutes', lease_until = NULL WHERE id = $1",
    [runId],
  );
  expect(await broken(false)).not.toEqual(expect.arrayContaining([expect.stringMatching(/without an owner/)]));
});
