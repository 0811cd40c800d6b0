import { expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";

withTestDatabase();

it("finds the run that nobody drives, and how long one waits that is due", async () => {
  const { metricsText } = await import("./metrics");
  const { pool } = await import("./db");
  await pool().query(`
    INSERT INTO workflow (id, workspace_id, created_by_id, updated_by_id, name, draft) VALUES ('w', 'local', 'local', 'local', 'A', '{}');
    INSERT INTO workflow_version (id, workspace_id, created_by_id, workflow_id, number, hash, document, plan, plan_hash)
      VALUES ('v', 'local', 'local', 'w', 1, 'h', '{}', '{}', 'p');
    INSERT INTO run (id, workspace_id, created_by_id, workflow_id, version_id, number, status, trigger, input, owner, lease_until, wake_at) VALUES
      ('driven', 'local', 'local', 'w', 'v', 1, 'running', 'manual', '{}', 'a worker', now() + interval '9 seconds', NULL),
      ('lost', 'local', 'local', 'w', 'v', 2, 'running', 'manual', '{}', 'a worker', now() - interval '61 seconds', NULL),
      ('due', 'local', 'local', 'w', 'v', 3, 'waiting', 'manual', '{}', NULL, NULL, now() - interval '30 seconds'),
      ('later', 'local', 'local', 'w', 'v', 4, 'waiting', 'manual', '{}', NULL, NULL, now() + interval '1 day')`);
  const said = await metricsText();
  expect(said).toContain("windrose_orphan_runs 1\n");
  expect(said).toContain('windrose_runs_open{status="running"} 2');
  expect(said).toContain('windrose_runs_open{status="waiting"} 2');
  expect(said).toMatch(/windrose_run_overdue_seconds 3\d\./);
});
