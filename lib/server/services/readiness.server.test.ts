import { afterAll, expect, it } from "vitest";
import { withTestDatabase } from "../../../scripts/vitest/test-database";
import { forgetProcessWide } from "../runtime";
import { startWorker, stopWorker } from "../worker";
import { checkReadiness } from "./readiness";

withTestDatabase();
afterAll(async () => {
  await stopWorker();
  forgetProcessWide("worker");
});

it("is not ready before the worker takes runs, nor while it stops", async () => {
  expect(await checkReadiness()).toMatchObject({ error: { code: "worker_stopped" } });
  await startWorker();
  expect(await checkReadiness()).toMatchObject({ value: { status: "ready" } });
  const stopping = stopWorker();
  expect(await checkReadiness()).toMatchObject({ error: { code: "worker_stopped" } });
  await stopping;
});

it("is not ready while the database is away", async () => {
  await startWorker();
  const { closeDatabase, pool } = await import("../db");
  await pool().end();
  expect(await checkReadiness()).toMatchObject({ error: { code: "database_unreachable" } });
  await stopWorker();
  await closeDatabase().catch(() => undefined);
});
