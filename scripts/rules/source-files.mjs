/**
 * Every source file that we write, for the checks of the house's rules.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Folders whose TypeScript is the product and its tests. */
export const rooms = ["app", "components", "lib", "e2e", "bench"];
const generated = "lib/server/generated/";

/** TypeScript files under the rooms: path relative to the checkout, and text. */
export function readSourceFiles(checkoutDir) {
  return rooms
    .filter((room) => existsSync(path.join(checkoutDir, room)))
    .flatMap((room) => readdirSync(path.join(checkoutDir, room), { recursive: true }).map((name) => `${room}/${name}`))
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith(generated))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(checkoutDir, file), "utf8") }));
}
