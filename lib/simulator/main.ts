/**
 * The simulator as a program of its own: `PORT`, `HOST`, and how fast it speaks.
 *
 * WINDROSE_SIMULATOR_PACE is 1 by default, 0 for at once, 2 for half as fast.
 * WINDROSE_SIMULATOR_LATENCY_MS waits that long before every answer.
 */
import { startSimulator } from "./server";

const lookEveryMs = 1_000;

async function main(): Promise<void> {
  const host = process.env.HOST || "127.0.0.1";
  const simulator = await startSimulator({
    host,
    port: numberFrom("PORT", 0),
    pace: numberFrom("WINDROSE_SIMULATOR_PACE", 1),
    latency: numberFrom("WINDROSE_SIMULATOR_LATENCY_MS", 0),
  });
  process.stdout.write(`simulator listening on ${simulator.url}\n`);
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  endWithParent(stop);
}

/** A launcher that was killed can't stop us: look after it. */
function endWithParent(stop: () => void): void {
  const parent = numberFrom("WINDROSE_PARENT_PID", 0);
  if (parent <= 0) return;
  setInterval(() => {
    if (!isAlive(parent)) stop();
  }, lookEveryMs).unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function numberFrom(name: string, fallback: number): number {
  const text = process.env[name];
  const value = text === undefined || text === "" ? fallback : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name} must be a number, 0 or more, not "${text}".`);
  return value;
}

main().catch((error: unknown) => {
  process.stderr.write(`The simulator did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
