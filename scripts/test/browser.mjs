/**
 * A Chromium for the end-to-end tests: one that is here, else one we install.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";
import { variable } from "../shared/environment.mjs";

const systemBrowsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome"];
const playwright = path.join(checkoutDir, "node_modules/@playwright/test/cli.js");
const installLimitMs = 300_000;

/**
 * The path of a browser that starts: the one in CHROMIUM_PATH, else a system one.
 *
 * @returns `null` when there is none and Playwright's own is used.
 */
export function findSystemBrowser(wanted = variable("CHROMIUM_PATH"), others = systemBrowsers) {
  return [...(wanted === undefined ? [] : [wanted]), ...others].find(canStart) ?? null;
}

/**
 * Makes sure that there is a browser: system, Playwright's own, as root through apt.
 *
 * @returns a line that says which, and whether it is another than CHROMIUM_PATH asks for; throws a sentence when none could be had.
 */
export async function ensureBrowser(wanted = variable("CHROMIUM_PATH")) {
  const found = await findOrInstall();
  return wanted === undefined || found === wanted ? found : `${found}, because CHROMIUM_PATH is "${wanted}", which does not start`;
}

async function findOrInstall() {
  const system = findSystemBrowser();
  if (system) return system;
  if (await hasOwnBrowser()) return "Playwright's Chromium";

  run(process.execPath, [playwright, "install", "chromium"]);
  if (await hasOwnBrowser()) return "Playwright's Chromium, installed now";
  if (process.getuid?.() === 0) {
    run(process.execPath, [playwright, "install-deps", "chromium"]);
    if (await hasOwnBrowser()) return "Playwright's Chromium, installed now";
    run("apt-get", ["update"]);
    run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"]);
    const installed = findSystemBrowser();
    if (installed) return `${installed}, installed now`;
  }
  throw new Error('No Chromium could be found or installed. Install one ("apt-get install chromium"), or name it in CHROMIUM_PATH.');
}

async function hasOwnBrowser() {
  const { chromium } = await import("@playwright/test");
  return canStart(chromium.executablePath());
}

/** Starting shows more than existing does: a browser may lack libraries, or be a stub that points elsewhere. */
function canStart(program) {
  return spawnSync(program, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

function run(program, args) {
  spawnSync(program, args, { stdio: "ignore", timeout: installLimitMs, env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}
