/**
 * `npm run docs:tables`: makes the generated parts of docs/kinds anew from the code. With --check nothing is
 * written, and the exit status is 1 when something would be.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFiles } from "./docs/pages.ts";
import { checkoutDir } from "./shared/checkout.mjs";

const stale = makeFiles().filter(({ file, text }) => readOrNothing(file) !== text);
for (const { file, text } of stale) {
  console.log(file);
  if (!process.argv.includes("--check")) writeFileSync(path.join(checkoutDir, file), text);
}
if (stale.length === 0) console.log("The generated parts of the docs are up to date.");
else if (process.argv.includes("--check")) process.exitCode = 1;

function readOrNothing(file) {
  try {
    return readFileSync(path.join(checkoutDir, file), "utf8");
  } catch {
    return null;
  }
}
