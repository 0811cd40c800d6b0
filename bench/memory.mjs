/**
 * Memory of a program and everything it started, read from /proc.
 *
 * PSS divides a shared page among those who share it, so that sums are true; RSS counts it for each.
 */
import { readdirSync, readFileSync } from "node:fs";

/**
 * @returns `{ pid, command, rssKb, pssKb }` of a process and all its descendants; `null` where there is no /proc.
 */
export function readProcessTree(root) {
  if (process.platform !== "linux") return null;
  const children = childrenByParent();
  const pids = [root];
  // `pids` doubles as the queue: those appended here are visited by this same loop.
  for (const pid of pids) pids.push(...(children.get(pid) ?? []));
  return pids.flatMap((pid) => readProcess(pid) ?? []);
}

function childrenByParent() {
  const children = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(name);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

function parentOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  // The name, in brackets, may itself hold spaces and brackets; the fields after it do not.
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

function readProcess(pid) {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  if (rollup === null) return null;
  const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? 0);
  const command = (read(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ").trim();
  return { pid, command, rssKb: kilobytes("Rss"), pssKb: kilobytes("Pss") };
}

/** Null for a process that is gone, or that is none of ours to read. */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
