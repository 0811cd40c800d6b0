/**
 * A program the launcher runs: in a session of its own, its output in a file.
 *
 * A session of its own, so that Ctrl+C reaches only the launcher, which then stops things in order;
 * a file, so that the program can go on writing when the launcher is killed.
 */
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from "node:fs";
import { identityOf, isAlive, signal, waitUntilGone } from "../shared/processes.mjs";

const maxLogBytes = 20_000_000;

/**
 * @param program `name` for people, `args` for node, `env`, `logFile`, `visible` to write to the terminal instead.
 */
export function startChild({ name, args, env, cwd, logFile, visible = false }) {
  const log = visible ? null : openLog(logFile);
  const logStart = visible ? 0 : statSync(logFile).size;
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ["ignore", log ?? "inherit", log ?? "inherit"] });
  if (log !== null) closeSync(log);
  const exited = new Promise((resolve) => child.once("exit", (code, signalName) => resolve(signalName ?? code)).once("error", resolve));
  return {
    name,
    identity: identityOf(child.pid),
    /** Resolves to the exit status or the signal that ended it. */
    exited,
    /** What it has written since it was started. */
    output: () => (visible ? "" : readFileSync(logFile).subarray(logStart).toString("utf8")),
  };
}

function openLog(file) {
  if (existsSync(file) && statSync(file).size > maxLogBytes) truncateSync(file);
  return openSync(file, "a", 0o600);
}

/** Ends a program and whatever it started; politely first, then not after `graceMs`. */
export async function endChild(identity, graceMs) {
  if (!isAlive(identity)) return;
  signal(identity.pid, "SIGTERM");
  if (!(await waitUntilGone(identity, graceMs))) signal(identity.pid, "SIGKILL");
  signal(-identity.pid, "SIGKILL"); // its group, where it left something behind
  await waitUntilGone(identity, 5_000);
}

/** The last lines of a text, for a message about what went wrong. */
export function lastLines(text, count = 12) {
  return text.trim().split("\n").slice(-count).join("\n");
}
