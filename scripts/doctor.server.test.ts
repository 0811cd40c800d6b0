import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { withTestClient } from "./vitest/test-database";

const { database, client } = withTestClient();
const dataDir = mkdtempSync(path.join(tmpdir(), "windrose-doctor-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** What it prints, and its exit status. */
async function doctor(): Promise<{ readonly said: string; readonly status: number }> {
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/doctor.mjs"];
  const env = { ...process.env, DATABASE_URL: database().url, WINDROSE_DATA_DIR: dataDir };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    return { said: stdout, status: 0 };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "stdout" in error && "stderr" in error)) throw error;
    return { said: `${error.stdout}${error.stderr}`, status: Number(error.code) };
  }
}

it("says that everything holds, then names the run and what is wrong with it, and then that a database is not ours", async () => {
  const healthy = await doctor();
  expect(healthy).toEqual({ said: expect.stringMatching(/(\d+) of \1 hold\./), status: 0 });
  expect(healthy.said).toContain("✓ Events are numbered");

  await client().query(`
    INSERT INTO workflow (id, workspace_id, created_by_id, updated_by_id, name, draft) VALUES ('w', 'local', 'local', 'local', 'A', '{}');
    INSERT INTO workflow_version (id, workspace_id, created_by_id, workflow_id, number, hash, document, plan, plan_hash)
      VALUES ('v', 'local', 'local', 'w', 1, 'h', '{}', '{}', 'p');
    INSERT INTO run (id, workspace_id, created_by_id, workflow_id, version_id, number, status, trigger, input, next_seq)
      VALUES ('broken', 'local', 'local', 'w', 'v', 1, 'running', 'manual', '{}', 3);
    INSERT INTO run_event (run_id, seq, workspace_id, at, type, data) VALUES ('broken', 1, 'local', now(), 'run_started', '{"planHash": "p"}')`);
  const broken = await doctor();
  expect(broken.status).toBe(1);
  expect(broken.said).toContain("run broken: events: 1, last number: 1, next number: 3");
  expect(broken.said).toMatch(/1 of \d+ do not hold\./);

  await client().query("DROP TABLE run CASCADE");
  expect(await doctor()).toEqual({ said: expect.stringContaining("another release of Windrose"), status: 2 });
});
