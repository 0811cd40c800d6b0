/**
 * Where things lie: the checkout, and the folder that holds everything an installation writes.
 */
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const checkoutDir = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, ""); // also in a Node that is too old

/**
 * The folder for data, made when it is missing. Others may pass through it, but read no file of ours in it.
 *
 * Throws a sentence when it can't be made.
 */
export function openDataDir(dataDir = process.env.WINDROSE_DATA_DIR) {
  const folder = path.resolve(checkoutDir, dataDir?.trim() || ".windrose");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    chmodSync(folder, 0o755);
  } catch (error) {
    // EPERM: somebody else's folder, and whether it can be used shows later.
    if (error.code !== "EPERM")
      throw new Error(
        `Windrose can't keep its data in ${folder} (${error.code}). Set WINDROSE_DATA_DIR to a folder that you may write to.`,
      );
  }
  return folder;
}
