/**
 * The stages of `npm test`, in order. Each returns how many checks or tests passed and failed, the
 * names of the failed ones, and what to show when something failed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateClient } from "../generate.mjs";
import { openDataDir } from "../shared/checkout.mjs";
import { readJson } from "../shared/json-file.mjs";
import { build, isBuildCurrent } from "../start/build.mjs";
import { ensureBrowser } from "./browser.mjs";
import { ensureRedis } from "./redis.mjs";
import { countPlaywright, countVitest } from "./reports.mjs";
import { runTool } from "./run-tool.mjs";

const check = ({ status, output }) => ({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, failures: [], output });

/** Several tools of one stage; each counts as one check. */
async function checks(...commands) {
  const results = [];
  for (const command of commands) results.push(check(await runTool(command)));
  return {
    passed: results.filter((result) => result.passed === 1).length,
    failed: results.filter((result) => result.failed === 1).length,
    failures: [],
    output: results
      .filter((result) => result.failed === 1)
      .map((result) => result.output)
      .join("\n"),
  };
}

/** Runs a test runner that writes a JSON report to the file its environment names. */
async function withReport(count, command) {
  const folder = mkdtempSync(path.join(tmpdir(), "windrose-report-"));
  try {
    const file = path.join(folder, "report.json");
    const { status, output } = await command(file);
    const counted = count(readJson(file));
    // A runner that fails without a failed test has met an error outside the tests.
    return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1, output } : { ...counted, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const stages = [
  {
    name: "setup",
    about: "browser, Redis and database client",
    run: async () => {
      generateClient();
      return { ...check({ status: 0, output: "" }), note: `${await ensureBrowser()}, ${ensureRedis()}` };
    },
  },
  {
    name: "types",
    about: "TypeScript, whole and pure rooms",
    run: () =>
      checks(
        ["node_modules/next/dist/bin/next", "typegen"],
        ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"],
        ["node_modules/typescript/bin/tsc", "-p", "tsconfig.pure.json"],
      ),
  },
  { name: "lint", about: "Biome", run: () => checks(["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."]) },
  { name: "rules", about: "rules of the house", run: () => checks(["scripts/check-rules.mjs"]) },
  {
    name: "unit",
    about: "unit and integration tests on PostgreSQL",
    run: () =>
      withReport(countVitest, (file) =>
        runTool(["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]),
      ),
  },
  {
    name: "build",
    about: "production build",
    run: async () => {
      if (!isBuildCurrent()) await build(openDataDir());
      return check({ status: 0, output: "" });
    },
  },
  {
    name: "e2e",
    about: "end-to-end tests in Chromium",
    run: () =>
      withReport(countPlaywright, (file) =>
        runTool(["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
      ),
  },
  { name: "self-check", about: "the rules can fail", run: () => checks(["scripts/check-rules.mjs", "--self-check"]) },
];
