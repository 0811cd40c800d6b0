/**
 * For developers: writes the migration that leads from prisma/migrations to prisma/schema.prisma.
 *
 * `node scripts/new-migration.mjs add_sharing`. Read what it wrote before you commit it.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startEmbeddedPostgres } from "./embedded-postgres.mjs";
import { migrationsDir } from "./migrate.mjs";
import { diffMigrations } from "./prisma/diff-migrations.mjs";
import { checkoutDir, openDataDir } from "./shared/checkout.mjs";

async function main(name) {
  if (!/^[a-z][a-z0-9_]*$/.test(name ?? ""))
    throw new Error("Name the migration in small letters: node scripts/new-migration.mjs add_sharing");
  const server = await startEmbeddedPostgres({ dataDir: openDataDir(".windrose/migrations"), settings: { fsync: "off" } });
  try {
    const sql = diffMigrations(server.url);
    if (sql === null) return console.log("The schema and the migrations agree.");
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const file = path.join(migrationsDir, `${stamp}_${name}`, "migration.sql");
    mkdirSync(path.dirname(file));
    writeFileSync(file, `${sql}\n`);
    console.log(`Wrote ${path.relative(checkoutDir, file)}.`);
  } finally {
    await server.stop();
  }
}

main(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
