/**
 * What must be so before anything is started.
 */
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";

const oldestNode = [20, 19];

/** Throws a sentence for a Node that is too old, or for packages that are not installed. */
export function checkInstallation(nodeVersion = process.versions.node) {
  const [major, minor] = nodeVersion.split(".").map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    throw new Error(`Windrose needs Node ${oldestNode.join(".")} or newer; this is ${nodeVersion}.`);
  }
  if (!existsSync(path.join(checkoutDir, "node_modules/next"))) throw new Error('The packages are not installed. Run "npm ci" first.');
}

/** Reads `.env` of the checkout; variables that are set already win. */
export function loadEnvironmentFile(file = path.join(checkoutDir, ".env")) {
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Throws a sentence when we may not write where the data lies. */
export function checkWritable(dataDir) {
  try {
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch {
    throw new Error(
      `The folder ${dataDir} belongs to another user, who started Windrose before. Start it as that user, or set WINDROSE_DATA_DIR to a folder of your own.`,
    );
  }
}
