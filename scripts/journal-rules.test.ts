import { beforeEach, expect, it } from "vitest";
import { withTestClient } from "./vitest/test-database";

const { client } = withTestClient();

beforeEach(async () => {
  await client().query("DELETE FROM workflow");
  await client().query(`
    INSERT INTO workflow (id, workspace_id, created_by_id, updated_by_id, name, draft) VALUES ('w', 'local', 'local', 'local', 'A', '{}');
    INSERT INTO workflow_version (id, workspace_id, created_by_id, workflow_id, number, hash, document, plan, plan_hash)
      VALUES ('v', 'local', 'local', 'w', 1, 'h', '{}', '{}', 'p');
    INSERT INTO run (id, workspace_id, created_by_id, workflow_id, version_id, number, status, trigger, input)
      VALUES ('r', 'local', 'local', 'w', 'v', 1, 'running', 'manual', '{}');
    INSERT INTO run_event (run_id, seq, workspace_id, at, type, data) VALUES ('r', 1, 'local', now(), 'run_started', '{}')`);
});

it.each([
  ["rewrites an event", "UPDATE run_event SET type = 'other'", /append-only/],
  ["removes an event", "DELETE FROM run_event", /append-only/],
  ["rewrites a version", "UPDATE workflow_version SET plan = '[]'", /does not change/],
  ["invents a status", "UPDATE run SET status = 'done'", /run_status_is_known/],
  ["ends a run without saying when", "UPDATE run SET status = 'failed'", /run_is_finished_or_open/],
])("refuses a statement that %s", async (_what, sql, reason) => {
  await expect(client().query(sql)).rejects.toThrow(reason);
});

it("lets a run end once, and lets go of its lease afterwards", async () => {
  await client().query("UPDATE run SET status = 'succeeded', finished_at = now(), next_seq = 3");
  await client().query("UPDATE run SET owner = NULL, lease_until = NULL, wake_seq = wake_seq + 1");
  await expect(client().query("UPDATE run SET status = 'running', finished_at = NULL")).rejects.toThrow(/finished run/);
  await expect(client().query("UPDATE run SET next_seq = 4")).rejects.toThrow(/finished run/);
});

it("deletes a run's journal together with the run", async () => {
  await client().query("DELETE FROM run");
  expect((await client().query("SELECT 1 FROM run_event")).rowCount).toBe(0);
});
