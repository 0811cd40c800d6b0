/**
 * One running Windrose for a data folder: who it is, what it started, and what a killed one left.
 *
 * `launcher.json` is the lock and lists what to clean up after a launcher that was killed; `app.json`
 * exists while the app answers and tells other programs how to reach it.
 */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readJson, writeJson } from "../shared/json-file.mjs";
import { identityOf, isAlive } from "../shared/processes.mjs";
import { endChild } from "./child.mjs";

const lockFile = (dataDir) => path.join(dataDir, "launcher.json");
const appFile = (dataDir) => path.join(dataDir, "app.json");

/**
 * Makes this process the launcher of the data folder, after ending what a killed launcher left behind.
 *
 * @returns `{ taken: true, identity }` when another launcher is alive.
 */
export async function takeInstance(dataDir) {
  const own = { ...identityOf(process.pid), children: [] };
  for (;;) {
    try {
      writeFileSync(lockFile(dataDir), JSON.stringify(own), { flag: "wx", mode: 0o600 });
      return { taken: false, ...ownInstance(dataDir, own) };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const other = readJson(lockFile(dataDir));
    if (isAlive(other)) return { taken: true, identity: identityOf(other.pid) };
    for (const child of other?.children ?? []) await endChild(child, 2_000);
    rmSync(appFile(dataDir), { force: true });
    rmSync(lockFile(dataDir), { force: true });
  }
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
