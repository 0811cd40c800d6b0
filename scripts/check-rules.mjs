/**
 * The rules of the house: who may import whom, what a file must say, which versions are safe.
 *
 * `--self-check` proves instead that the rules can fail.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { longFiles, missingServerOnly } from "./rules/files.mjs";
import { cruise } from "./rules/imports.mjs";
import { selfCheck } from "./rules/self-check.mjs";
import { readSourceFiles } from "./rules/source-files.mjs";
import { unsafeVersions } from "./rules/versions.mjs";
import { checkoutDir } from "./shared/checkout.mjs";

function checkImports(sources) {
  const folders = [...new Set(sources.map(({ file }) => file.split("/")[0]))];
  const { modules, violations } = cruise(folders);
  const seen = new Set(modules);
  const unseen = sources.filter(({ file }) => !seen.has(file)).map(({ file }) => `${file} was not looked at`);
  return [...violations, ...unseen];
}

function checkEverything() {
  const sources = readSourceFiles(checkoutDir);
  for (const line of longFiles(sources)) console.log(`note: ${line}`);
  const lockfile = JSON.parse(readFileSync(path.join(checkoutDir, "package-lock.json"), "utf8"));
  const problems = [...checkImports(sources), ...missingServerOnly(sources), ...unsafeVersions(lockfile)];
  return { problems, done: `${sources.length} files keep the rules of the house.` };
}

const { problems, done } = process.argv.includes("--self-check")
  ? { problems: selfCheck(), done: "Each rule finds the violation planted for it." }
  : checkEverything();
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(done);
process.exitCode = problems.length === 0 ? 0 : 1;
