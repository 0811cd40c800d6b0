/**
 * Who may import whom, by dependency-cruiser and .dependency-cruiser.cjs.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";

const program = path.join(checkoutDir, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

/**
 * Cruises the folders.
 *
 * @returns `modules`, the files it saw, and `violations`, a line each. A tool that could not run throws.
 */
export function cruise(folders, workDir = checkoutDir) {
  const answer = spawnSync(
    process.execPath,
    [program, "--config", path.join(checkoutDir, ".dependency-cruiser.cjs"), "--output-type", "json", ...folders],
    {
      cwd: workDir,
      encoding: "utf8",
      maxBuffer: 512 * 1024 * 1024,
    },
  );
  let report;
  try {
    report = JSON.parse(answer.stdout);
  } catch {
    throw new Error(`dependency-cruiser did not run: ${answer.stderr.trim() || answer.error?.message || "no output"}`);
  }
  return {
    modules: report.modules.map((module) => module.source),
    violations: report.summary.violations
      .filter((violation) => violation.rule.severity === "error")
      .map(({ rule, from, to, cycle }) => `${rule.name}: ${from} → ${cycle ? cycle.map((step) => step.name ?? step).join(" → ") : to}`),
  };
}
