/**
 * A cluster's life: made once, started, found running, stopped. Loopback only, a password, no socket.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import pg from "pg";
import { anyFreePort } from "../shared/ports.mjs";
import { commandOf, endProcess, identityOf, isAlive, signal, waitUntilGone } from "../shared/processes.mjs";
import { giveTo } from "./account.mjs";

export const superuser = "windrose";
const maxLogBytes = 10_000_000;
const startAttempts = 6;

/** Small on memory, safe on power loss. */
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "64MB",
  max_connections: "60",
  max_wal_size: "256MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  max_parallel_workers_per_gather: "0",
  io_method: "sync",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};

/**
 * Makes the cluster unless it exists.
 *
 * It appears whole or not at all, password included, even when two starts make it at once or one is
 * killed: each makes a draft, and the first to rename its draft wins.
 */
export function ensureCluster(home) {
  if (existsSync(home.cluster)) return;
  const draft = `${home.cluster}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(path.join(draft, "data"), { recursive: true });
  chmodSync(draft, 0o755);
  chmodSync(path.join(draft, "data"), 0o700);
  giveTo(home.account, path.join(draft, "data"));
  const password = path.join(draft, "password");
  writeFileSync(password, randomBytes(24).toString("base64url"), { mode: 0o600 });
  initialise(home, path.join(draft, "data"), password);
  try {
    renameSync(draft, home.cluster);
  } catch (error) {
    if (!existsSync(home.data)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
}

function initialise(home, data, passwordFile) {
  const readable = `${passwordFile}.initdb`;
  copyFileSync(passwordFile, readable);
  chmodSync(readable, 0o600);
  giveTo(home.account, readable);
  const flags = ["-D", data, "-U", superuser, "-A", "scram-sha-256", `--pwfile=${readable}`, "-E", "UTF8"];
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const made = spawnSync(home.programs.initdb, [...flags, ...locale], { ...runAs(home), encoding: "utf8" });
  rmSync(readable);
  if (made.status === 0) return;
  const reason = causeIn(made.stderr) || made.error?.message;
  throw new Error(`PostgreSQL could not make its data folder in ${home.folder}: ${reason}`);
}

/**
 * The running server of this cluster: one that is up already, or a fresh one.
 *
 * After a killed postmaster the first start can fail while its children still go; so it is tried
 * again, a little later each time.
 *
 * @param overrides settings that win over ours (`{ fsync: "off" }` for throw-away data).
 */
export async function startCluster(home, overrides = {}) {
  for (let attempt = 1; ; attempt += 1) {
    const running = await findRunning(home);
    if (running) return { ...running, adopted: true };
    const started = await launch(home, overrides);
    if (started) return { ...started, adopted: false };
    if (attempt === startAttempts) {
      throw new Error(`PostgreSQL did not start. Its log, ${home.log}, ends with: ${lastLine(readFileSync(home.log, "utf8"))}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
  }
}

/** Stops the server; open connections are closed, committed work is kept. */
export async function stopCluster(identity) {
  if (!isAlive(identity)) return;
  signal(identity.pid, "SIGINT");
  if (await waitUntilGone(identity, 10_000)) return;
  await endProcess(identity, 5_000, "SIGQUIT");
}

/** The address of a database of this cluster. */
export function addressOf(home, port, database) {
  const password = readFileSync(home.password, "utf8").trim();
  return `postgresql://${superuser}:${password}@127.0.0.1:${port}/${database}`;
}

const runAs = (home) => ({ ...home.account, cwd: home.folder, env: { PATH: process.env.PATH, HOME: home.folder, LC_ALL: "C" } });

/** The server that `postmaster.pid` names, when it answers with our password. */
async function findRunning(home) {
  const lock = readPostmasterFile(home);
  if (!lock) return null;
  const identity = identityOf(lock.pid);
  if (!isAlive(identity)) return null;
  if (!commandOf(lock.pid).includes("postgres")) {
    rmSync(path.join(home.data, "postmaster.pid")); // after a restart of the machine another program may have the number
    return null;
  }
  return (await answers(home, lock.port)) ? { identity, port: lock.port } : null;
}

function readPostmasterFile(home) {
  const file = path.join(home.data, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/** Starts a server in a session of its own, so that Ctrl+C ends it after the app and not with it. */
async function launch(home, overrides) {
  const port = await anyFreePort();
  const flags = Object.entries({ ...settings, ...overrides }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  if (existsSync(home.log) && statSync(home.log).size > maxLogBytes) truncateSync(home.log);
  const log = openSync(home.log, "a", 0o600);
  const child = spawn(home.programs.postgres, ["-D", home.data, "-p", String(port), ...flags], {
    ...runAs(home),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve)).then(() => false);
  const ready = await Promise.race([exited, becomesReady(home, child.pid, port)]);
  child.unref();
  return ready ? { identity: identityOf(child.pid), port } : null;
}

/** Resolves to true when the server accepts connections, to false when it has not after half a minute. */
async function becomesReady(home, pid, port) {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const lock = readPostmasterFile(home);
    if (lock?.pid === pid && lock.ready && (await answers(home, port))) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

async function answers(home, port) {
  const client = new pg.Client({ connectionString: addressOf(home, port, "postgres"), connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The line that says why; initdb goes on to say how it tidies up. */
function causeIn(output) {
  const lines = (output ?? "").trim().split("\n");
  return lines.find((line) => /\b(error|FATAL|PANIC|could not)\b/.test(line)) ?? lines.at(-1);
}

const lastLine = (text) => (text ?? "").trim().split("\n").at(-1) ?? "";
