import pg from "pg";
import { afterEach, expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import { pauseAfter, WakeListener, wakeChannel } from "./wake-listener";

withTestDatabase();
const databaseUrl = () => process.env.DATABASE_URL ?? "";

let listener: WakeListener | undefined;
afterEach(() => listener?.stop());

async function query(sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  await client.query(sql, [...values]).finally(() => client.end());
}

it("hears wake-ups, also after its connection was lost", async () => {
  const heard = new Set<string>();
  listener = new WakeListener(databaseUrl(), (runId) => heard.add(runId));
  await listener.start();
  await query("SELECT pg_notify($1, 'before')", [wakeChannel]);
  await expect.poll(() => heard.has("before")).toBe(true);

  await query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
  const callUntilHeard = async (): Promise<boolean> => {
    await query("SELECT pg_notify($1, 'after')", [wakeChannel]);
    return heard.has("after");
  };
  await expect.poll(callUntilHeard, { timeout: 10_000 }).toBe(true);
});

it("tells one of several workers of a database that it is alone, and the next one once all others have ended", async () => {
  const newListener = () => new WakeListener(databaseUrl(), () => undefined);
  const three = [newListener(), newListener(), newListener()];
  const startsAlone = async (): Promise<boolean> => {
    const late = newListener();
    return late.start().finally(() => late.stop());
  };
  expect((await Promise.all(three.map((one) => one.start()))).filter(Boolean)).toHaveLength(1);
  expect(await startsAlone()).toBe(false);
  await Promise.all(three.map((one) => one.stop()));
  await expect.poll(startsAlone).toBe(true);
});

it("does not fail where the database is away", async () => {
  listener = new WakeListener("postgresql://127.0.0.1:1/nothing", () => undefined);
  expect(await listener.start()).toBe(false);
});

it("tries again after ever longer pauses, up to half a minute", () => {
  expect([1, 2, 3, 6, 2_000].map(pauseAfter)).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
});
