/**
 * `npm run bench:canvas`: measures how the canvas feels in a real browser, with large workflows.
 *
 * Starts the built product with data of its own in a temporary folder, or uses the one that `--url` names.
 * Options: `--cards 100,500,1000`, `--parts grid,containers,run`, `--url http://…`, `--port 3100`,
 * `--no-save`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { measureCanvas } from "../bench/canvas/measure.mjs";
import { reportText } from "../bench/canvas/report.mjs";
import { describeMachine, packageVersion } from "../bench/machine.mjs";
import { forgetInstallation } from "../bench/own-environment.mjs";
import { startApp } from "../bench/startup.mjs";
import { checkoutDir, openDataDir } from "./shared/checkout.mjs";
import { anyFreePort } from "./shared/ports.mjs";
import { ensureBrowser } from "./test/browser.mjs";

const { values: options } = parseArgs({
  options: {
    cards: { type: "string", default: "100,500,1000" },
    parts: { type: "string", default: "grid,containers,run" },
    url: { type: "string" },
    port: { type: "string" },
    "no-save": { type: "boolean", default: false },
  },
});

/** So many agents write at once, and for so long, that the canvas is what is measured. */
const manyWriters = {
  WINDROSE_LIMIT_RUN_STEPS_AT_ONCE: "200",
  WINDROSE_PROVIDER_CONCURRENCY: "500",
  WINDROSE_SIMULATOR_PACE: "12",
};

async function openApp(folder) {
  if (options.url) return { url: options.url.replace(/\/$/, ""), stop: async () => {} };
  Object.assign(process.env, manyWriters);
  return startApp(openDataDir(path.join(folder, "data")), Number(options.port) || (await anyFreePort()));
}

async function measureEverything(folder) {
  await ensureBrowser();
  const machine = describeMachine(folder);
  const app = await openApp(folder);
  try {
    const figures = await measureCanvas({
      url: app.url,
      sizes: options.cards.split(",").map(Number),
      parts: options.parts.split(","),
      onProgress: (line) => console.log(line),
    });
    return { machine, versions: `@xyflow/react ${packageVersion(checkoutDir, "@xyflow/react")}`, ...figures };
  } finally {
    await app.stop();
  }
}

function save(report, text) {
  const results = path.join(checkoutDir, "bench/results");
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, "canvas.md"), text);
  writeFileSync(path.join(results, "canvas.json"), `${JSON.stringify(report, null, 1)}\n`);
}

forgetInstallation();
const folder = mkdtempSync(path.join(tmpdir(), "windrose-bench-"));
try {
  openDataDir(folder); // PostgreSQL's account must be able to pass through
  const report = await measureEverything(folder);
  const text = reportText(report);
  console.log(text);
  if (!options["no-save"]) save(report, text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
