import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startEmbeddedPostgres } from "./embedded-postgres.mjs";
import { openDataDir } from "./shared/checkout.mjs";
import { isAlive, signal, waitUntilGone } from "./shared/processes.mjs";

type Server = Awaited<ReturnType<typeof startEmbeddedPostgres>>;

let dataDir = "";
let server: Server | undefined;

beforeAll(() => {
  dataDir = openDataDir(mkdtempSync(path.join(tmpdir(), "windrose-postgres-")));
});
afterEach(() => server?.stop());
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it("listens on the loopback address only, opens no socket file, and writes to the disk before it says so", async () => {
  server = await startEmbeddedPostgres({ dataDir });
  const [settings] = await query(
    server.url,
    `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
            current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`,
  );
  expect(settings).toEqual({ addresses: "127.0.0.1", sockets: "", fsync: "on", commit: "on" });
});

it("asks for the password that only its owner can read", async () => {
  server = await startEmbeddedPostgres({ dataDir });
  const wrong = new URL(server.url);
  wrong.password = "wrong";
  await expect(query(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  const file = path.join(path.dirname(server.logFile), "cluster/password");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "utf8").length).toBeGreaterThan(20);
});

it("takes over a server that runs already, and leaves it to whoever still uses it", async () => {
  server = await startEmbeddedPostgres({ dataDir });
  const second = await startEmbeddedPostgres({ dataDir });
  expect(second.adopted).toBe(true);
  expect(second.identity).toEqual(server.identity);
  await second.stop();
  expect(isAlive(server.identity)).toBe(true);
});

it("does not count a user that was killed", async () => {
  server = await startEmbeddedPostgres({ dataDir });
  const users = path.join(path.dirname(server.logFile), "users");
  writeFileSync(path.join(users, "gone.json"), JSON.stringify({ pid: process.pid, startTime: "long ago" }));
  await server.stop();
  expect(isAlive(server.identity)).toBe(false);
});

it("stops when the last one leaves", async () => {
  const only = await startEmbeddedPostgres({ dataDir });
  await only.stop();
  expect(isAlive(only.identity)).toBe(false);
});

it("starts again after kill -9 with every committed row", async () => {
  const killed = await startEmbeddedPostgres({ dataDir });
  await query(killed.url, "CREATE TABLE kept AS SELECT 1 AS id");
  signal(killed.identity.pid, "SIGKILL");
  await waitUntilGone(killed.identity, 5_000);
  await killed.stop();
  server = await startEmbeddedPostgres({ dataDir });
  expect(server.adopted).toBe(false);
  expect(await query(server.url, "SELECT id FROM kept")).toEqual([{ id: 1 }]);
});

it("makes one cluster when two programs start it for the first time at once", async () => {
  const fresh = openDataDir(mkdtempSync(path.join(tmpdir(), "windrose-postgres-")));
  const [first, second] = await Promise.all([startEmbeddedPostgres({ dataDir: fresh }), startEmbeddedPostgres({ dataDir: fresh })]);
  expect(first.identity).toEqual(second.identity);
  await first.stop();
  await second.stop();
  rmSync(fresh, { recursive: true, force: true });
});
