/**
 * The database as the schema engine sees it: adapter-pg, plus shadow databases and the catalog's
 * own column type.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const CATALOG_CHAR = 18; // PostgreSQL's internal "char", which adapter-pg refuses
const TEXT = 25;

/** An adapter factory over a single connection to `url`. */
export async function schemaEngineDatabase(url) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", () => {}); // dropping a shadow database closes its idle connections
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => acceptCatalogChar(runScriptsWhole(await connect()));
  factory.connectToShadowDb = () => createShadowDatabase(pool, url);
  return factory;
}

async function createShadowDatabase(pool, url) {
  const name = `prisma_shadow_${process.pid}_${Date.now()}`;
  await pool.query(`CREATE DATABASE "${name}"`);
  const shadowUrl = new URL(url);
  shadowUrl.pathname = `/${name}`;
  const shadow = await (await schemaEngineDatabase(shadowUrl.href)).connect();
  shadow.dispose = async () => {
    await shadow.underlyingDriver().end();
    await pool.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  };
  return shadow;
}

/** Sends a script as it is: the adapter would cut it at every semicolon, those of function bodies too. */
function runScriptsWhole(adapter) {
  adapter.executeScript = async (script) => {
    await adapter.underlyingDriver().query(script);
  };
  return adapter;
}

/** Presents catalog "char" columns as text to the adapter and as characters to the engine. */
function acceptCatalogChar(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns = [];
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    charColumns = result.fields.flatMap((field, index) => (field.dataTypeID === CATALOG_CHAR ? [index] : []));
    for (const index of charColumns) result.fields[index].dataTypeID = TEXT;
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}

/**
 * The engine's `cli` commands: create-database, drop-database, can-connect-to-database.
 *
 * @returns the exit status; a failure is written to stderr in the form the CLI reads.
 */
export async function answerDatabaseCommand(command, url) {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1)) || "postgres";
  if (command !== "can-connect-to-database") target.pathname = "/postgres";
  const client = new pg.Client({ connectionString: target.href });
  try {
    await client.connect();
    if (command === "create-database") await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    else if (command === "drop-database") await client.query(`DROP DATABASE ${pg.escapeIdentifier(name)}`);
    else await client.query("SELECT 1");
    return 0;
  } catch (error) {
    writeEngineError(String(error.message), error.code === "3D000" ? "P1003" : "P1001");
    return 1;
  } finally {
    await client.end();
  }
}

function writeEngineError(message, errorCode) {
  const fields = { message, error_code: errorCode, is_panic: false };
  const entry = { level: "ERROR", target: "schema_engine::logger", timestamp: new Date().toISOString(), fields };
  process.stderr.write(`${JSON.stringify(entry)}\n`);
}
