import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { migrateDatabase, migrationFiles, migrationsDir } from "./migrate.mjs";
import { diffMigrations } from "./prisma/diff-migrations.mjs";
import { createTestDatabase, type TestDatabase } from "./vitest/test-database";

let database: TestDatabase;
let folder = "";

beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "windrose-migrations-"));
  cpSync(migrationsDir, folder, { recursive: true });
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function addMigration(name: string, sql: string) {
  mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, name, "migration.sql"), sql);
}

async function query(sql: string) {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it("applies what is missing, once", async () => {
  addMigration("20990101000000_add", "CREATE TABLE added (id text);");
  expect(await migrateDatabase(database.url, folder)).toEqual(["20990101000000_add"]);
  expect(await migrateDatabase(database.url, folder)).toEqual([]);
  expect(await query("SELECT * FROM added")).toEqual([]);
});

it("applies a migration once when two programs migrate at the same moment", async () => {
  addMigration("20990101000000_add", "CREATE TABLE added (id text);");
  const applied = await Promise.all([migrateDatabase(database.url, folder), migrateDatabase(database.url, folder)]);
  expect(applied.flat()).toEqual(["20990101000000_add"]);
});

it("refuses a database that is newer than the code, naming what it does not know", async () => {
  addMigration("20990101000000_add", "CREATE TABLE added (id text);");
  await migrateDatabase(database.url, folder);
  await expect(migrateDatabase(database.url, migrationsDir)).rejects.toThrow(/newer than this Windrose: it has 20990101000000_add/);
});

it("undoes a migration that fails half way, and can be tried again", async () => {
  addMigration("20990101000000_add", "CREATE TABLE added (id text); SELECT nonsense;");
  await expect(migrateDatabase(database.url, folder)).rejects.toThrow(/20990101000000_add failed and was undone/);
  expect(await query("SELECT to_regclass('added') AS made")).toEqual([{ made: null }]);
  writeFileSync(path.join(folder, "20990101000000_add/migration.sql"), "CREATE TABLE added (id text);");
  expect(await migrateDatabase(database.url, folder)).toEqual(["20990101000000_add"]);
});

it("refuses a migration whose file was changed after it had been applied", async () => {
  const [first] = migrationFiles(folder);
  writeFileSync(String(first), "SELECT 1;");
  await expect(migrateDatabase(database.url, folder)).rejects.toThrow(/was changed after it had been applied/);
});

it("leads to exactly the tables that the schema describes", () => {
  expect(diffMigrations(database.url)).toBeNull();
});
