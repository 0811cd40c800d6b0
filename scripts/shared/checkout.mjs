/**
 * Where things lie: the checkout, and the folder that holds everything an installation writes.
 */
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";

/** The folder that holds package.json. */
export const checkoutDir = path.resolve(import.meta.dirname, "../..");

/** The folder for data, made when it is missing. Others may pass through it, but read no file of ours in it. */
export function openDataDir(dataDir = process.env.WINDROSE_DATA_DIR) {
  const folder = path.resolve(checkoutDir, dataDir?.trim() || ".windrose");
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  try {
    chmodSync(folder, 0o755);
  } catch (error) {
    if (error.code !== "EPERM") throw error; // somebody else's folder: whether it can be used shows later
  }
  return folder;
}
