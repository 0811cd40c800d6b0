import "server-only";

/**
 * The server's log: one JSON object a line, to stdout or to WINDROSE_LOG_FILE; silent in tests.
 *
 * Never holds credentials: fields with such names are removed at any depth, and what looks like one in a text.
 */
import pino, { type Logger } from "pino";
import { logLevels } from "./env";
import { processWide } from "./runtime";

/** Names of fields that hold a credential; counts of tokens do not. */
const secretName = /^key$|authorization|api[-_]?key|password|secret|token$|cookie|connectionstring|databaseurl/i;
const censored = "[removed]";
const mostDepth = 8;

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
    formatters: { log: (fields: object) => fieldsWithoutSecrets(fields, 0) },
    serializers: { err: (error: Error) => fieldsWithoutSecrets(pino.stdSerializers.err(error), 0) },
  };
  const file = process.env.WINDROSE_LOG_FILE?.trim();
  return file ? pino(options, pino.destination({ dest: file, mkdir: true, sync: true })) : pino(options);
}

function withoutSecrets(value: unknown, depth: number): unknown {
  if (typeof value === "string") return textWithoutSecrets(value);
  if (Array.isArray(value)) return depth >= mostDepth ? "[deeper]" : value.map((item) => withoutSecrets(item, depth + 1));
  // Dates and errors are their serializers'.
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return depth >= mostDepth ? "[deeper]" : fieldsWithoutSecrets(value, depth + 1);
}

function fieldsWithoutSecrets(fields: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]): [string, unknown] => [
    name,
    secretName.test(name) ? censored : withoutSecrets(value, depth),
  ]);
  return Object.fromEntries(entries);
}

/** Passwords in addresses, and what follows `Bearer`. */
function textWithoutSecrets(text: string): string {
  return text.replace(/(:\/\/[^\s:/@]*:)[^\s/@]+@/g, `$1${censored}@`).replace(/\bBearer\s+\S+/gi, `Bearer ${censored}`);
}
