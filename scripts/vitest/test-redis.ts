/** A Redis of a test file's own, which may be flushed, stopped and started again. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { anyFreePort } from "../shared/ports.mjs";

export type TestRedis = {
  readonly url: string;
  readonly start: () => Promise<void>;
  /** Ends it at once; what it held is gone. */
  readonly kill: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const patienceMs = 10_000;

/** Starts it. Keeps nothing on disk. */
export async function startTestRedis(): Promise<TestRedis> {
  const port = await anyFreePort();
  const dir = mkdtempSync(path.join(tmpdir(), "windrose-redis-"));
  let server: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--save", "", "--appendonly", "no"];
    const started = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
    server = started;
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("Redis did not start.")), patienceMs);
      started.once("error", reject);
      started.once("exit", () => reject(new Error("Redis ended before it was ready.")));
      started.stdout.on("data", (text: Buffer) => {
        if (!text.toString().includes("Ready to accept connections")) return;
        clearTimeout(late);
        resolve();
      });
    });
  };
  const kill = async (): Promise<void> => {
    const running = server;
    server = null;
    if (running === null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    close: async () => {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
