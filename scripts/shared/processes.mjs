/**
 * Processes of this machine: which of ours still live, and how to end one.
 *
 * A pid alone is not an identity, because numbers come round again; a pid and its start time is.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A text that tells this process from a later one with the same pid; `null` when there is none. */
export function startTimeOf(pid) {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The name, in brackets, may itself hold spaces and brackets; the fields after it do not.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  const answer = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return answer.status === 0 ? answer.stdout.trim() : null;
}

/** The command line of a process; empty when there is no such process. */
export function commandOf(pid) {
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    } catch {
      return "";
    }
  }
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
}

/** What has to be written down to recognise a process later. */
export function identityOf(pid) {
  return { pid, startTime: startTimeOf(pid) };
}

/** Whether the process that was written down is the one that has this pid now. */
export function isAlive(identity) {
  return Boolean(identity?.pid) && identity.startTime !== null && startTimeOf(identity.pid) === identity.startTime;
}

/** Sends a signal to a process, or with a negative pid to its group; one that has gone meanwhile is no failure. */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Resolves to whether the process was gone within `timeoutMs`. */
export async function waitUntilGone(identity, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** Asks a process to end, and ends it when it has not after `graceMs`. */
export async function endProcess(identity, graceMs, politeSignal = "SIGTERM") {
  if (!isAlive(identity)) return;
  signal(identity.pid, politeSignal);
  if (await waitUntilGone(identity, graceMs)) return;
  signal(identity.pid, "SIGKILL");
  await waitUntilGone(identity, 5_000);
}
