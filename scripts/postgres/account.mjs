/**
 * As whom PostgreSQL runs. It refuses to run as root, so root hands it to an account without rights.
 */
import { spawnSync } from "node:child_process";
import { chownSync, statSync } from "node:fs";

const nobody = { uid: 65_534, gid: 65_534 };

/**
 * The account for a server whose data is, or will be, in `data`: whoever owns it already, else nobody.
 *
 * @returns `null` when we are not root and PostgreSQL simply runs as us.
 */
export function chooseAccount(data) {
  if (process.getuid?.() !== 0) return null;
  try {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  return nobody;
}

/** Gives a file or folder to the account; nothing happens when PostgreSQL runs as us. */
export function giveTo(account, file) {
  if (account) chownSync(file, account.uid, account.gid);
}

/** Whether the account can start this program where it lies. */
export function canRun(account, program) {
  return spawnSync(program, ["--version"], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

/** Whether the account can pass through this folder to what lies in it. */
export function canPassThrough(account, folder) {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}
