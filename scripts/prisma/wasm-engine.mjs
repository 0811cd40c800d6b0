/**
 * Loads @prisma/schema-engine-wasm in Node, which its package does only for bundlers.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

const debug = (text) => {
  if (process.env.DEBUG) process.stderr.write(`${text}\n`);
};

/** The WASM engine, not yet connected to a database. */
export async function loadWasmEngine() {
  let panic = "";
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      panic = message;
      debug(`panic: ${message}`);
    },
  };
  const binding = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasmFile = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmFile)), { "./schema_engine_bg.js": binding });
  binding.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();

  return {
    /** @param datamodels pairs of path and text; @param database an adapter factory. */
    connect: (datamodels, database) =>
      binding.SchemaEngine.new(
        { datamodels: datamodels.length > 0 ? datamodels : undefined },
        debug,
        bindMigrationAwareSqlAdapterFactory(database),
      ),
    lastPanic: () => panic,
  };
}
