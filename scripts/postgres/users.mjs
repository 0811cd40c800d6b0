/**
 * Who uses a server now. The last one to leave stops it; a killed one is not counted.
 */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { readJson, writeJson } from "../shared/json-file.mjs";
import { identityOf, isAlive } from "../shared/processes.mjs";

let joined = 0;

/**
 * Counts the caller as a user of the server in `home`.
 *
 * @returns a function to call once when done; it answers whether nobody uses the server any more.
 */
export function joinUsers(home) {
  const folder = path.join(home.folder, "users");
  joined += 1;
  const own = path.join(folder, `${process.pid}-${joined}.json`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeJson(own, identityOf(process.pid));
  return () => {
    rmSync(own, { force: true });
    const others = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return !others.some((name) => isAlive(readJson(path.join(folder, name))));
  };
}
