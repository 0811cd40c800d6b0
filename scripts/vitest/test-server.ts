/**
 * The PostgreSQL that tests use: one server kept between test runs, with a migrated template in it.
 *
 * Its data is thrown away when it can't be used, so it does not wait for the disk (fsync off).
 */
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../embedded-postgres.mjs";
import { migrateDatabase, migrationFiles } from "../migrate.mjs";
import { checkoutDir, openDataDir } from "../shared/checkout.mjs";

export type TestServer = {
  /** Address of the server's `postgres` database, for making and dropping others. */
  readonly url: string;
  /** Database with every migration applied. */
  readonly template: string;
  readonly stop: () => Promise<void>;
};

/** Starts or joins the server; `WINDROSE_TEST_DATABASE_URL` names another one to use instead. */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env.WINDROSE_TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startThrowAwayServer();
  const template = await ensureTemplate(server.url);
  return { url: server.url, template, stop: server.stop };
}

async function startThrowAwayServer() {
  const dataDir = openDataDir(path.join(checkoutDir, ".windrose/test"));
  const start = () =>
    startEmbeddedPostgres({
      dataDir,
      database: "postgres",
      settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
    });
  try {
    return await start();
  } catch {
    rmSync(dataDir, { recursive: true, force: true });
    openDataDir(dataDir);
    return start();
  }
}

/** The template's name follows from the migrations, so that a changed one is never reused. */
async function ensureTemplate(serverUrl: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of migrationFiles()) hash.update(readFileSync(file));
  const template = `windrose_template_${hash.digest("hex").slice(0, 16)}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [template]);
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
    if (rowCount === 0) await makeTemplate(client, serverUrl, template);
    await dropForgottenDatabases(client);
  } finally {
    await client.end();
  }
  return template;
}

/** Made under another name and renamed, so that a killed run leaves no half template. */
async function makeTemplate(client: pg.Client, serverUrl: string, template: string): Promise<void> {
  const draft = `${template}_draft`;
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(draft)} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${pg.escapeIdentifier(draft)}`);
  await migrateDatabase(databaseAddress(serverUrl, draft));
  await client.query(`ALTER DATABASE ${pg.escapeIdentifier(draft)} RENAME TO ${pg.escapeIdentifier(template)}`);
}

/** Databases of test runs that were killed, and templates of migrations that have changed, older than an hour. */
async function dropForgottenDatabases(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname LIKE 'windrose_test_%' AND substring(datname FROM 'windrose_test_([0-9]+)_')::bigint < $1`,
    [Date.now() - 3_600_000],
  );
  for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

/** The same server, another database. */
export function databaseAddress(serverUrl: string, database: string): string {
  const address = new URL(serverUrl);
  address.pathname = `/${database}`;
  return address.href;
}
