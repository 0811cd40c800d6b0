/**
 * Start and rest of the whole product: `npm start` of a built checkout to the first page, and the
 * memory it holds when nobody asks anything of it.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { checkoutDir } from "../scripts/shared/checkout.mjs";
import { readProcessTree } from "./memory.mjs";

const readyLine = /Windrose is ready: (\S+)/;
const restMs = 10_000;
const pages = ["/", "/templates", "/runs", "/settings"];

/**
 * The first start makes the database and, where there is none, the build; it is not measured.
 *
 * @param starts how many starts are measured.
 * @returns `startMs` of each, and `memory` at rest: after the first page, and after every page was opened.
 */
export async function measureStartup({ dataDir, port, starts }) {
  await (await startApp(dataDir, port)).stop();
  const startMs = [];
  let memory = null;
  for (let start = 1; start <= starts; start += 1) {
    const app = await startApp(dataDir, port);
    try {
      startMs.push(app.firstPageMs);
      if (start === starts) memory = await measureMemory(app);
    } finally {
      await app.stop();
    }
  }
  return { startMs, memory };
}

/** @returns `{ pid, url, firstPageMs, stop() }` of an app whose first page has answered. */
export async function startApp(dataDir, port) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(checkoutDir, "scripts/start.mjs")], {
    cwd: checkoutDir,
    env: { ...process.env, PORT: String(port), WINDROSE_DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  try {
    const url = await linkOf(child, exited);
    await open(url, "/");
    return { pid: child.pid, url, firstPageMs: performance.now() - startedAt, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The link that `npm start` prints; rejects with what it said when it ends without one. */
function linkOf(child, exited) {
  let said = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        said += chunk;
        const link = readyLine.exec(said)?.[1];
        if (link !== undefined) resolve(link);
      });
    }
    exited.then(() => reject(new Error(`The app did not start:\n${said}`)));
  });
}

async function open(url, page) {
  const response = await fetch(`${url}${page}`);
  await response.text();
  if (!response.ok) throw new Error(`${page} answered with status ${response.status}.`);
}

async function measureMemory(app) {
  await rest();
  const afterFirstPage = partsOf(app.pid);
  if (afterFirstPage === null) return null;
  for (const page of pages) await open(app.url, page);
  await rest();
  return { afterFirstPage, afterEveryPage: partsOf(app.pid) };
}

const rest = () => new Promise((resolve) => setTimeout(resolve, restMs));

/** Sums by part of the product; the launcher and the simulator are not needed by a run against Mistral. */
function partsOf(launcherPid) {
  const tree = readProcessTree(launcherPid);
  if (tree === null) return null;
  const parts = { web: empty(), postgres: empty(), simulator: empty(), launcher: empty() };
  for (const one of tree) {
    const part = parts[partOf(one, launcherPid)];
    part.processes += 1;
    part.pssMb += one.pssKb / 1_024;
    part.rssMb += one.rssKb / 1_024;
  }
  return parts;
}

const empty = () => ({ processes: 0, pssMb: 0, rssMb: 0 });

function partOf({ pid, command }, launcherPid) {
  if (pid === launcherPid) return "launcher";
  if (/postgres/.test(command)) return "postgres";
  return command.includes("lib/simulator/") ? "simulator" : "web";
}
