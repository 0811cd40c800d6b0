/**
 * The database the app uses: the one at DATABASE_URL, or our own.
 */
import pg from "pg";
import { startEmbeddedPostgres } from "../embedded-postgres.mjs";
import { variable } from "../shared/environment.mjs";

const patienceMs = 10_000;
const pauseMs = 500;

/** @returns `url`, and `stop()` that leaves a database that is not ours alone. */
export async function openDatabase(dataDir, databaseUrl = variable("DATABASE_URL")) {
  if (!databaseUrl) return startEmbeddedPostgres({ dataDir });
  await waitForDatabase(databaseUrl);
  return { url: databaseUrl, identity: null, stop: async () => {} };
}

/** Waits a few seconds for a database that is only just starting, then says why it can't be used. */
export async function waitForDatabase(databaseUrl, limitMs = patienceMs) {
  const place = describe(databaseUrl);
  const deadline = Date.now() + limitMs;
  for (;;) {
    const error = await tryToConnect(databaseUrl);
    if (!error) return;
    const refusal = refusalOf(error, place);
    if (refusal) throw new Error(refusal);
    if (Date.now() + pauseMs > deadline) {
      throw new Error(
        `The database at ${place} (DATABASE_URL) can't be reached: ${reasonOf(error)}. Start it, or unset DATABASE_URL to use the built-in one.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function tryToConnect(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return null;
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A sentence for failures that waiting does not mend, by PostgreSQL's own codes. */
function refusalOf(error, place) {
  if (error.code === "28P01" || error.code === "28000") return `The database at ${place} refuses the user or password in DATABASE_URL.`;
  if (error.code === "3D000") return `The database at ${place} does not exist. Create it, or name another one in DATABASE_URL.`;
  return null;
}

function describe(databaseUrl) {
  try {
    const { protocol, hostname, port, pathname } = new URL(databaseUrl);
    if (/^postgres(ql)?:$/.test(protocol)) return `${hostname || "localhost"}:${port || 5432}${pathname}`;
  } catch {
    // Said below, in the same words as for another kind of address.
  }
  throw new Error("DATABASE_URL is not a PostgreSQL address. It must look like postgresql://user:password@host:5432/database.");
}

const reasonOf = (error) => (error.message || error.errors?.[0]?.message || error.code || "no answer").replace(/\.$/, "");
