/**
 * What the migrations still lack of the schema.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { prismaEnvironment } from "../generate.mjs";
import { migrationFiles } from "../migrate.mjs";
import { checkoutDir } from "../shared/checkout.mjs";

/**
 * The SQL that leads from prisma/migrations to prisma/schema.prisma; `null` when they agree.
 *
 * @param databaseUrl a server on which a shadow database may be made.
 */
export function diffMigrations(databaseUrl) {
  const from = migrationFiles().length === 0 ? ["--from-empty"] : ["--from-migrations", "prisma/migrations"];
  const prisma = path.join(checkoutDir, "node_modules/prisma/build/index.js");
  const answer = spawnSync(process.execPath, [prisma, "migrate", "diff", ...from, "--to-schema", "prisma/schema.prisma", "--script"], {
    cwd: checkoutDir,
    encoding: "utf8",
    env: { ...process.env, ...prismaEnvironment, DATABASE_URL: databaseUrl, SHADOW_DATABASE_URL: databaseUrl },
  });
  if (answer.status !== 0) throw new Error(`${answer.stdout}${answer.stderr}`);
  const sql = answer.stdout.trim();
  return sql === "" || sql.startsWith("-- This is an empty migration") ? null : sql;
}
