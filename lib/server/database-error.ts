import "server-only";

/**
 * Tells a database that is away, or has no room left, from a database that refused.
 *
 * Drivers nest their errors (Prisma wraps pg, pg wraps the socket), so causes are followed.
 */
const unreachableCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "P1001", // Prisma: can't reach the server
  "P1002", // Prisma: reached, then timed out
  "P1008", // Prisma: operation timed out
  "P1017", // Prisma: the server closed the connection
  "57P01", // PostgreSQL: shut down by an administrator
  "57P02", // PostgreSQL: crash shutdown
  "57P03", // PostgreSQL: starting up
]);

/** PostgreSQL: no room left on its disk. */
const diskFull = "53100";

const maxCauses = 8;

export function isDatabaseUnreachable(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < maxCauses && typeof current === "object" && current !== null; depth += 1) {
    if (unreachableCodes.has(String(read(current, "code"))) || unreachableCodes.has(String(read(current, "originalCode")))) return true;
    if (current instanceof Error && current.message.includes("Connection terminated")) return true;
    current = causeOf(current);
  }
  return false;
}

/** True when the disk under the database is full. */
export function isDiskFull(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < maxCauses && typeof current === "object" && current !== null; depth += 1) {
    if (read(current, "code") === diskFull || read(current, "originalCode") === diskFull) return true;
    current = causeOf(current);
  }
  return false;
}

/** True for a row that a unique constraint refused: two wrote at once. */
export function isUniqueViolation(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < maxCauses && typeof current === "object" && current !== null; depth += 1) {
    const code = read(current, "code");
    if (code === "P2002" || code === "23505" || read(current, "originalCode") === "23505") return true;
    current = causeOf(current);
  }
  return false;
}

function causeOf(error: object): unknown {
  return read(error, "cause") ?? read(error, "meta") ?? read(error, "driverAdapterError");
}

function read(object: object, key: string): unknown {
  return Reflect.get(object, key);
}
