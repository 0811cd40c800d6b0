/**
 * Generates the Prisma client into lib/server/generated, when the schema or Prisma has changed since.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkoutDir } from "./shared/checkout.mjs";

const generatedDir = path.join(checkoutDir, "lib/server/generated");
const stampFile = path.join(generatedDir, ".made-from");

/** @returns whether it had to be generated. */
export function generateClient() {
  const stamp = stampOfSources();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return false;
  const prisma = path.join(checkoutDir, "node_modules/prisma/build/index.js");
  const answer = spawnSync(process.execPath, [prisma, "generate", "--no-hints"], {
    cwd: checkoutDir,
    encoding: "utf8",
    env: { ...process.env, ...prismaEnvironment, DATABASE_URL: process.env.DATABASE_URL ?? "postgresql://localhost/windrose" },
  });
  if (answer.status !== 0) throw new Error(`The database client could not be generated.\n${answer.stdout}${answer.stderr}`);
  writeFileSync(stampFile, stamp);
  return true;
}

/** Makes Prisma's CLI use the engine from npm and ask nobody for anything. */
export const prismaEnvironment = {
  PRISMA_SCHEMA_ENGINE_BINARY: path.join(checkoutDir, "scripts/schema-engine.mjs"),
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
};

function stampOfSources() {
  const hash = createHash("sha256");
  for (const file of ["prisma/schema.prisma", "prisma.config.ts", "node_modules/prisma/package.json"]) {
    hash.update(readFileSync(path.join(checkoutDir, file)));
  }
  return hash.digest("hex");
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(generateClient() ? "Generated the database client." : "The database client is up to date.");
