import "server-only";

/**
 * Connections to Redis, where there is one: it carries wake-ups and live text between processes.
 *
 * Nothing that counts lies there. Losing it, or all that is in it, costs unfinished text and some seconds of waiting.
 */
import { Redis } from "ioredis";
import { env } from "./env";
import { log } from "./log";

const answerWithinMs = 2_000;
const longestPauseMs = 2_000;

/**
 * A connection of its own, which is made again for as long as it takes.
 *
 * @param use `asking` answers or fails within 2 s; `waiting` may block for as long as the command says.
 */
export function connectRedis(use: "asking" | "waiting"): Redis {
  const url = env().REDIS_URL;
  if (url === undefined) throw new Error("There is no Redis without REDIS_URL.");
  const connection = new Redis(url, {
    ...(use === "asking" ? { commandTimeout: answerWithinMs, maxRetriesPerRequest: 1 } : { maxRetriesPerRequest: null }),
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), longestPauseMs),
  });
  let isAway = false;
  connection.on("error", (error: Error) => {
    if (!isAway) log().warn({ reason: error.message }, "Redis can't be reached for now; runs go on by the database alone");
    isAway = true;
  });
  connection.on("ready", () => {
    if (isAway) log().info("Redis answers again");
    isAway = false;
  });
  return connection;
}
