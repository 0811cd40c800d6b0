/**
 * One running Windrose for a data folder: who it is, what it started, and what a killed one left.
 *
 * `launcher.json` is the lock and lists what to clean up after a launcher that was killed; `app.json`
 * exists while the app answers and tells other programs how to reach it.
 */
import { existsSync, linkSync, rmSync } from "node:fs";
import path from "node:path";
import { readJson, writeJson } from "../shared/json-file.mjs";
import { identityOf, isAlive } from "../shared/processes.mjs";
import { endChild } from "./child.mjs";

const lockFile = (dataDir) => path.join(dataDir, "launcher.json");
const appFile = (dataDir) => path.join(dataDir, "app.json");

/**
 * Makes this process the launcher of the data folder, after ending what a killed launcher left behind.
 *
 * Of several starts at once exactly one becomes the launcher: the lock appears together with its content,
 * and only one start at a time may take away that of a killed launcher.
 *
 * @returns `{ taken: true, identity }` when another launcher is alive.
 */
export async function takeInstance(dataDir) {
  const own = { ...identityOf(process.pid), children: [] };
  for (;;) {
    if (createWhole(lockFile(dataDir), own)) {
      await endChildrenOfKilled(dataDir, own);
      return { taken: false, ...ownInstance(dataDir, own) };
    }
    const other = readJson(lockFile(dataDir));
    if (isAlive(other)) return { taken: true, identity: identityOf(other.pid) };
    // They stand in our own lock until they have ended, should we be killed meanwhile.
    own.children = removeLockOfKilled(dataDir) ?? own.children;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Creates a file that nobody can read half of; false when it exists. */
function createWhole(file, value) {
  const draft = `${file}.${process.pid}.new`;
  writeJson(draft, value);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @returns the programs the killed launcher had noted; `null` when another start removes its lock, or has. */
function removeLockOfKilled(dataDir) {
  const guard = `${lockFile(dataDir)}.removal`;
  if (!createWhole(guard, identityOf(process.pid))) {
    if (!isAlive(readJson(guard))) rmSync(guard, { force: true }); // of a start that was killed at this very moment
    return null;
  }
  try {
    const killed = readJson(lockFile(dataDir));
    if (isAlive(killed) || !existsSync(lockFile(dataDir))) return null;
    rmSync(lockFile(dataDir));
    return killed?.children ?? [];
  } finally {
    rmSync(guard, { force: true });
  }
}

async function endChildrenOfKilled(dataDir, own) {
  for (const child of own.children) await endChild(child, 2_000);
  own.children = [];
  rmSync(appFile(dataDir), { force: true });
}

function ownInstance(dataDir, own) {
  return {
    /** Notes a program to be ended by the next launcher should this one be killed. */
    note(identity) {
      own.children.push(identity);
      writeJson(lockFile(dataDir), own);
    },
    /** Tells other programs how to reach the app. Holds the database's password, so only its owner can read it. */
    announce: (app) => writeJson(appFile(dataDir), { ...identityOf(process.pid), ...app }),
    release() {
      rmSync(appFile(dataDir), { force: true });
      rmSync(lockFile(dataDir), { force: true });
    },
  };
}

/**
 * The app that runs for a data folder: pid, port, url, databaseUrl, simulatorUrl (null with a real
 * provider); `null` when none runs.
 */
export function findRunningApp(dataDir) {
  const app = readJson(appFile(dataDir));
  return app && isAlive(app) ? app : null;
}
