import "server-only";

/**
 * The server's log: one JSON object a line, to stdout or to WINDROSE_LOG_FILE; silent in tests.
 *
 * Never holds credentials: fields with such names are removed at any of the depths we log.
 */
import pino, { type Logger } from "pino";
import { logLevels } from "./env";
import { processWide } from "./runtime";

const secretFields = [
  "authorization",
  "apiKey",
  "api_key",
  "key",
  "password",
  "secret",
  "token",
  "cookie",
  "connectionString",
  "databaseUrl",
];
const redactedPaths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** The process's logger. `log().child({ runId })` adds fields to every line. */
export function log(): Logger {
  return processWide("log", makeLogger);
}

// Reads process.env itself: the log must work when the environment is what is wrong.
function makeLogger(): Logger {
  const wanted = process.env.WINDROSE_LOG_LEVEL?.trim();
  const level = logLevels.find((known) => known === wanted) ?? (process.env.VITEST ? "silent" : "info");
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redactedPaths, censor: "[removed]" },
  };
  const file = process.env.WINDROSE_LOG_FILE?.trim();
  return file ? pino(options, pino.destination({ dest: file, mkdir: true, sync: true })) : pino(options);
}
