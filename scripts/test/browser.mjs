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
/** Playwright asks each of its addresses several times: without a network, 30 s each (its default) would be minutes of silence. */
const connectLimitMs = 5_000;

/**
 * The path of a browser that starts: the one in CHROMIUM_PATH, else a system one.
 *
 * @returns `null` when there is none and Playwright's own is used.
 */
export function findSystemBrowser(wanted = variable("CHROMIUM_PATH"), others = systemBrowsers) {
  return [...(wanted === undefined ? [] : [wanted]), ...others].find(canStart) ?? null;
}

/**
 * Makes sure that there is a browser: a system one, Playwright's own, or one installed now: as root through apt, else by Playwright.
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

  const installed = (isRoot() && installThroughApt()) || (await installOwn());
  if (installed) return `${installed}, installed now`;
  throw new Error(noBrowserMessage(isRoot()));
}

/** Debian and its like bring every library a browser needs along; elsewhere there is no apt-get, or no such package, and this is over at once. */
function installThroughApt() {
  if (!run("apt-get", ["update"])) return null;
  return run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"]) ? findSystemBrowser() : null;
}

async function installOwn() {
  if (!run(process.execPath, [playwright, "install", "chromium"])) return null;
  if (!(await hasOwnBrowser()) && isRoot()) run(process.execPath, [playwright, "install-deps", "chromium"]);
  return (await hasOwnBrowser()) ? "Playwright's Chromium" : null;
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** What a person can do about it, which for an ordinary user is to ask for root once. */
export function noBrowserMessage(asRoot) {
  const command = asRoot ? "apt-get install chromium" : "sudo apt-get install chromium";
  return `No Chromium could be found or installed for the end-to-end tests. Install one, for example with "${command}", or name one that is here: CHROMIUM_PATH=/path/to/chromium npm test`;
}

async function hasOwnBrowser() {
  const { chromium } = await import("@playwright/test");
  return canStart(chromium.executablePath());
}

/** Starting shows more than existing does: a browser may lack libraries, or be a stub that points elsewhere. */
function canStart(program) {
  return spawnSync(program, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

/** Whether it ended well, within the limit. */
function run(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(connectLimitMs) };
  return spawnSync(program, args, { stdio: "ignore", timeout: installLimitMs, env }).status === 0;
}
