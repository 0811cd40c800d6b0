import "server-only";

/**
 * PostgreSQL, once per process: one pool, and Prisma over that same pool.
 *
 * The journal, claims and leases use `pool()` (one statement each); everything else `prisma()`.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "./env";
import { PrismaClient } from "./generated/client";
import { log } from "./log";
import { forgetProcessWide, processWide } from "./runtime";

const maxConnections = 20;

/** The connection pool of this process. */
export function pool(): pg.Pool {
  return processWide("pool", () => {
    const made = new pg.Pool({ connectionString: env().DATABASE_URL, max: maxConnections, connectionTimeoutMillis: 10_000 });
    // Without a listener an idle connection that PostgreSQL drops would end the process.
    made.on("error", (error) => log().warn({ reason: error.message }, "a database connection was lost"));
    return made;
  });
}

/** Prisma over `pool()`. */
export function prisma(): PrismaClient {
  return processWide("prisma", () => new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }) }));
}

/** Ends every connection; the next call of `pool` or `prisma` opens new ones. */
export async function closeDatabase(): Promise<void> {
  const [client, connections] = [prisma(), pool()];
  forgetProcessWide("prisma");
  forgetProcessWide("pool");
  await client.$disconnect();
  await connections.end();
}
