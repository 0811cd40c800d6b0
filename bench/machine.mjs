/**
 * The machine in words that say how fast it is and not whose it is.
 */
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import path from "node:path";

const tries = 50;

/** @param folder where the database lies: its disk is what makes a step durable. */
export function describeMachine(folder) {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? "",
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    fsyncMs: medianFsyncMs(path.join(folder, "fsync")),
    /** What others did on it at the start of the measurement. */
    load: loadavg()[0],
    measuredAt: new Date().toISOString().slice(0, 16).replace("T", " "),
  };
}

/** How long the disk takes to keep one page of 8 kB. */
function medianFsyncMs(file) {
  const page = Buffer.alloc(8_192, 1);
  const target = openSync(file, "w");
  const times = [];
  for (let count = 0; count < tries; count += 1) {
    const startedAt = performance.now();
    writeSync(target, page, 0, page.length, 0);
    fsyncSync(target);
    times.push(performance.now() - startedAt);
  }
  closeSync(target);
  rmSync(file);
  return times.sort((a, b) => a - b)[tries >> 1];
}

export const packageVersion = (checkoutDir, name) =>
  JSON.parse(readFileSync(path.join(checkoutDir, "node_modules", name, "package.json"), "utf8")).version;
