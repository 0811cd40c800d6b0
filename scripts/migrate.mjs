/**
 * Brings a database to the state this code expects.
 *
 * Applies prisma/migrations itself, because Prisma's CLI is slow to start and not needed to run the
 * product. Keeps Prisma's own book of what was applied, so both can be used on one database.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { checkoutDir } from "./shared/checkout.mjs";

export const migrationsDir = path.join(checkoutDir, "prisma/migrations");
const lockNumber = 72_707_369; // the same number Prisma's CLI takes, so that the two exclude each other

const bookSql = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Until accounts arrive there is one workspace and one person in it. */
const localOwnerSql = `
  WITH place AS (INSERT INTO workspace (id, name) VALUES ('local', 'My workspace') ON CONFLICT (id) DO NOTHING),
       owner AS (INSERT INTO person (id, name) VALUES ('local', 'You') ON CONFLICT (id) DO NOTHING)
  SELECT 1`;
const localMembershipSql = `
  INSERT INTO membership (workspace_id, person_id, role) VALUES ('local', 'local', 'owner')
  ON CONFLICT (workspace_id, person_id) DO NOTHING`;

/**
 * Applies what is missing, each migration in a transaction of its own.
 *
 * @returns the names of the migrations that were applied now.
 * @throws when the database is newer than this code, or was migrated with other files.
 */
export async function migrateDatabase(databaseUrl, folder = migrationsDir) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lockNumber]);
    const migrations = readMigrations(folder);
    await client.query(bookSql);
    const missing = compareWithBook(migrations, await readBook(client));
    for (const migration of missing) await apply(client, migration);
    await client.query(localOwnerSql);
    await client.query(localMembershipSql);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end(); // which also gives the lock back
  }
}

/** The files of all migrations, in the order in which they are applied. */
export function migrationFiles(folder = migrationsDir) {
  return readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name, "migration.sql"))
    .filter((file) => existsSync(file));
}

function readMigrations(folder) {
  return migrationFiles(folder).map((file) => {
    const sql = readFileSync(file, "utf8");
    return { name: path.basename(path.dirname(file)), sql, checksum: createHash("sha256").update(sql).digest("hex") };
  });
}

async function readBook(client) {
  const { rows } = await client.query(
    `SELECT migration_name AS name, checksum, finished_at AS "finishedAt" FROM "_prisma_migrations"
     WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows;
}

/** @returns the migrations that are not in the book; throws when the book and the files contradict each other. */
function compareWithBook(migrations, book) {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const unknown = book.filter((entry) => !known.has(entry.name)).map((entry) => entry.name);
  if (unknown.length > 0) {
    throw new Error(
      `The database is newer than this Windrose: it has ${unknown.join(", ")}, which this version does not know. Start the newer version, or use another database.`,
    );
  }
  const unfinished = book.find((entry) => entry.finishedAt === null);
  if (unfinished)
    throw new Error(
      `The migration ${unfinished.name} was begun by another program and not finished. Repair it with "npx prisma migrate resolve".`,
    );
  const changed = book.find((entry) => known.get(entry.name)?.checksum !== entry.checksum);
  if (changed)
    throw new Error(
      `The migration ${changed.name} was changed after it had been applied to this database. Restore the file prisma/migrations/${changed.name}/migration.sql.`,
    );
  const applied = new Set(book.map((entry) => entry.name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function apply(client, { name, sql, checksum }) {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`The migration ${name} failed and was undone: ${error.message}`, { cause: error });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const applied = await migrateDatabase(process.env.DATABASE_URL);
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Nothing to apply.");
}
