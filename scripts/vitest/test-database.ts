/**
 * A database of its own for each test file, migrated, with the local workspace and person in it.
 */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { databaseAddress } from "./test-server";

export type TestDatabase = { readonly url: string; readonly drop: () => Promise<void> };

/** Clones the template; takes some 30 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("testServerUrl");
  const name = `windrose_test_${Date.now()}_${randomBytes(4).toString("hex")}`;
  await onServer(serverUrl, `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(inject("testTemplate"))}`);
  return {
    url: databaseAddress(serverUrl, name),
    drop: () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
  };
}

/**
 * Points lib/server/db at a database of its own for all tests of the calling file, and drops it after them.
 */
export function withTestDatabase(): void {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    process.env.DATABASE_URL = database.url;
  });
  afterAll(async () => {
    const { closeDatabase } = await import("../../lib/server/db");
    await closeDatabase();
    await database?.drop();
  });
}

export type TestClient = { readonly database: () => TestDatabase; readonly client: () => pg.Client };

/** A database of its own for all tests of the calling file, and a connection to it. */
export function withTestClient(): TestClient {
  let database: TestDatabase | undefined;
  let client: pg.Client | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });
  return { database: () => begun(database), client: () => begun(client) };
}

/** What a hook has made. */
export function begun<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("Ask within a test: what it needs is made before the first one.");
  return value;
}

async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    // Two files that clone at the same moment would find the template in use.
    await client.query("SELECT pg_advisory_lock(hashtext('windrose_clone'))");
    await client.query(sql);
  } finally {
    await client.end();
  }
}
