/**
 * The production build: made when the last one was not of these sources.
 */
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";
import { lastLines } from "./child.mjs";
import { hashSources } from "./source-hash.mjs";

const stampFile = path.join(checkoutDir, ".next/windrose-build");
export const nextProgram = path.join(checkoutDir, "node_modules/next/dist/bin/next");

/** Whether there is a build of exactly these sources. */
export function isBuildCurrent() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === hashSources(checkoutDir);
}

/** Builds, unless `interrupt` ends it; what Next says goes to a file, and into the error when it fails. */
export async function build(dataDir, interrupt) {
  const hash = hashSources(checkoutDir);
  rmSync(stampFile, { force: true });
  const logFile = path.join(dataDir, "build.log");
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, [nextProgram, "build"], {
    cwd: checkoutDir,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", log, log],
    signal: interrupt,
  });
  const status = await new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  closeSync(log);
  interrupt?.throwIfAborted();
  if (status !== 0) throw new Error(`The build failed. ${logFile} ends with:\n${lastLines(readFileSync(logFile, "utf8"), 30)}`);
  writeFileSync(stampFile, hash);
}
