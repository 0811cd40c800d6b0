import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { identityOf, isAlive } from "../shared/processes.mjs";
import { findRunningApp, takeInstance } from "./instance.mjs";

let dataDir = "";
let other: ChildProcess;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "windrose-instance-"));
  other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
});
afterEach(() => {
  other.kill("SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

const lock = () => path.join(dataDir, "launcher.json");

it("leaves a running launcher alone and says who it is", async () => {
  writeFileSync(lock(), JSON.stringify({ ...identityOf(other.pid), children: [] }));
  expect(await takeInstance(dataDir)).toMatchObject({ taken: true, identity: { pid: other.pid } });
});

it("ends what a killed launcher left running, and takes its place", async () => {
  const left = identityOf(other.pid);
  writeFileSync(lock(), JSON.stringify({ pid: process.pid, startTime: "long ago", children: [left] }));
  const instance = await takeInstance(dataDir);
  expect(instance.taken).toBe(false);
  expect(isAlive(left)).toBe(false);
});

it("does not end a program that only has the number of one that was left", async () => {
  writeFileSync(lock(), JSON.stringify({ pid: process.pid, startTime: "long ago", children: [{ pid: other.pid, startTime: "long ago" }] }));
  await takeInstance(dataDir);
  expect(isAlive(identityOf(other.pid))).toBe(true);
});

it("takes over from a launcher that was killed while it wrote its file", async () => {
  writeFileSync(lock(), "");
  expect(await takeInstance(dataDir)).toMatchObject({ taken: false });
});

it.each([
  ["a data folder that is new", null],
  ["one that a killed launcher left", { pid: 999_999_999, startTime: "long ago", children: [] }],
])("makes exactly one of several starts at once the launcher of %s", async (_what, left) => {
  if (left) writeFileSync(lock(), JSON.stringify(left));
  const starts = [1, 2, 3].map(() => startElsewhere(Date.now() + 1_000));
  const answers = await Promise.all(starts.map(({ answer }) => answer));
  for (const { end } of starts) end();
  expect(answers.sort()).toEqual(["launcher", "taken", "taken"]);
});

/** A process of its own that tries to become the launcher. It lives on until it is ended, so that the others see that it does. */
function startElsewhere(at: number): { readonly answer: Promise<string>; readonly end: () => void } {
  const program = `
    const { takeInstance } = await import(${JSON.stringify(import.meta.resolve("./instance.mjs"))});
    while (Date.now() < ${at});
    const { taken } = await takeInstance(${JSON.stringify(dataDir)});
    process.stdout.write(taken ? "taken" : "launcher");
    process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["pipe", "pipe", "inherit"] });
  const answer = new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (output) => resolve(String(output)));
    child.once("close", () => reject(new Error("It ended without an answer.")));
  });
  return { answer, end: () => child.stdin.end() };
}

it("announces the app to its owner only, and no longer once released", async () => {
  const instance = await takeInstance(dataDir);
  if (!("announce" in instance)) throw new Error("a new data folder has no launcher");
  instance.announce({ port: 1, url: "http://127.0.0.1:1", databaseUrl: "postgresql://x", simulatorUrl: null });
  expect(findRunningApp(dataDir)).toMatchObject({ url: "http://127.0.0.1:1", pid: process.pid });
  expect(statSync(path.join(dataDir, "app.json")).mode & 0o777).toBe(0o600);
  instance.release();
  expect(findRunningApp(dataDir)).toBeNull();
  expect(existsSync(lock())).toBe(false);
});
