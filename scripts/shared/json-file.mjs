/**
 * Small JSON files that other processes read while we write them.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** The file's value; `null` when it is missing or was never completed. */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Writes the whole file at once, readable only by its owner. */
export function writeJson(file, value) {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
