#!/usr/bin/env node
/**
 * Stand-in for Prisma's native schema engine, over the WASM engine that ships in npm.
 *
 * Prisma's CLI downloads a native binary and fails where it can't. `PRISMA_SCHEMA_ENGINE_BINARY`
 * points here instead. Speaks the CLI's JSON-RPC, one message a line, on stdin and stdout.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { answerDatabaseCommand, schemaEngineDatabase } from "./prisma/engine-database.mjs";
import { loadWasmEngine } from "./prisma/wasm-engine.mjs";

/** Reads the flags the CLI passes to its engine; unknown flags are skipped with their value. */
function parseArguments(args) {
  const parsed = { version: false, datamodels: [], datasourceUrl: process.env.DATABASE_URL, databaseCommand: null };
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index];
    if (argument === "--version" || argument === "-V") parsed.version = true;
    else if (argument === "--datasource") parsed.datasourceUrl = JSON.parse(args[++index]).url ?? parsed.datasourceUrl;
    else if (argument === "--datamodels") parsed.datamodels.push(args[++index]);
    else if (argument === "cli") parsed.databaseCommand = args[++index];
    else if (argument.startsWith("--")) index += 1;
  }
  return parsed;
}

const options = parseArguments(process.argv.slice(2));
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

/** The CLI calls one method by another name than the WASM engine does. */
const engineMethod = { getDatabaseVersion: "version" };

async function answerRequests() {
  const wasm = await loadWasmEngine();
  let engine;
  const connect = async () => {
    engine ??= await wasm.connect(
      options.datamodels.map((path) => [path, readFileSync(path, "utf8")]),
      await schemaEngineDatabase(options.datasourceUrl),
    );
    return engine;
  };
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const { id, method, params } = JSON.parse(line);
    if (!method) continue; // the CLI's acknowledgement of a "print"
    try {
      const connected = await connect();
      const result = await connected[engineMethod[method] ?? method](params ?? {});
      if (method === "diff" && result?.stdout) send({ id: 9_000_000 + id, method: "print", params: { content: result.stdout } });
      send({ id, result: result ?? null });
    } catch (error) {
      send({
        id,
        error: {
          code: 4466,
          message: "engine error",
          data: { message: wasm.lastPanic() || String(error?.message ?? error), is_panic: false, error_code: error?.code },
        },
      });
    }
  }
}

if (options.version) console.log("schema-engine-wasm 0edf323efd1d98336f3f0a68684b56f689b900d3");
else if (options.databaseCommand) process.exitCode = await answerDatabaseCommand(options.databaseCommand, options.datasourceUrl);
else {
  await answerRequests();
  process.exit(0); // the engine keeps its connections open
}
