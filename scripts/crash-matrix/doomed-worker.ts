/**
 * A worker of its own process that can be told to die by kill -9: before or after the nth statement that writes to a
 * journal, or the nth request that leaves for outside.
 *
 * Its parent names the point in `CRASH_POINT` ("before:write:7"; absent: none). It says `ready` once it takes runs, and
 * on `count` how many of each there were.
 */
import { createRequire } from "node:module";
import pg from "pg";

const [moment, kind, number] = (process.env.CRASH_POINT ?? "").split(":");
const seen = { write: 0, call: 0 };

/** Counts one, and dies before it when that is the point. @returns its number. */
function begin(of: keyof typeof seen): number {
  seen[of] += 1;
  die("before", of, seen[of]);
  return seen[of];
}

function die(at: string, of: keyof typeof seen, count: number): void {
  if (moment === at && kind === of && Number(number) === count) process.kill(process.pid, "SIGKILL");
}

const journalWrites = new Set(["append-batch", "append-charged-batch", "insert-run"]);

// Prisma and the pool ask through this one method, with a callback, a promise, or a submittable.
const query: (...args: unknown[]) => unknown = pg.Client.prototype.query;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]): unknown {
  const [config] = args;
  const name = typeof config === "object" && config !== null && "name" in config ? String(config.name) : "";
  if (!journalWrites.has(name)) return query.apply(this, args);
  const count = begin("write");
  const last = args.at(-1);
  if (typeof last !== "function") throw new Error("The pool asks with a callback.");
  const answered = (...result: unknown[]) => {
    die("after", "write", count);
    last(...result);
  };
  return query.apply(this, [...args.slice(0, -1), answered]);
} as typeof pg.Client.prototype.query;

// Models are asked through it (lib/providers/http-send.server.ts). Who imports it later gets what stands here now.
const undici: typeof import("undici") = createRequire(import.meta.url)("undici");
const { request } = undici;
undici.request = async <Opaque>(...[url, options]: Parameters<typeof request<Opaque>>) => {
  const count = begin("call");
  const response = await request<Opaque>(url, options);
  die("after", "call", count);
  return response;
};

process.on("message", (message) => {
  if (message === "count") process.send?.({ counted: seen });
});
// Whoever watches it is gone.
process.on("disconnect", () => process.exit(0));

const { startWorker } = await import("../../lib/server/worker");
await startWorker();
process.send?.({ ready: true });
