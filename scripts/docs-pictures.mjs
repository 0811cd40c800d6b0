/**
 * `npm run docs:pictures`: takes the pictures of the docs from the running product, which it starts with data of
 * its own and the simulated model. Names of kinds after it take only theirs. PORT is the product's.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { examples } from "./docs/examples/all.ts";
import { largestPicture, otherWorkflow } from "./docs/examples/example.ts";
import { answerOfShop } from "./docs/examples/shop.ts";
import { checkoutDir } from "./shared/checkout.mjs";
import { anyFreePort } from "./shared/ports.mjs";
import { findSystemBrowser } from "./test/browser.mjs";

const folder = path.join(checkoutDir, "docs/pictures/kinds");

/** Whatever this shell has set up for an installation must not reach the pictures. */
function environment(more) {
  const foreign = /^(MISTRAL_|OPENAI_COMPATIBLE_|DATABASE_URL$|NODE_ENV$|WINDROSE_)/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...more };
}

/** Starts the product; rejects with what it said when it ends before it is ready. */
function startProduct(env) {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: checkoutDir,
    env: environment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  let said = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        said += chunk;
        const url = /Windrose is ready: (\S+)/.exec(said)?.[1];
        if (url !== undefined) resolve({ url, stop });
      });
    }
    exited.then(() => reject(new Error(`The product did not start:\n${said}`)));
  });
}

async function importWorkflow(url, document) {
  const answer = await fetch(`${url}/api/workflows/import`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(document),
  });
  if (!answer.ok) throw new Error(`${document.name}: ${await answer.text()}`);
  return (await answer.json()).workflowId;
}

/** The document as this installation can run it. */
async function fitted({ document, other }, { url, shopUrl }) {
  const otherId = other === undefined ? undefined : await importWorkflow(url, other);
  const nodes = document.nodes.map((node) =>
    node.config.workflowId === otherWorkflow ? { ...node, config: { ...node.config, workflowId: otherId } } : node,
  );
  const sampleInput = document.sampleInput.shop === undefined ? document.sampleInput : { ...document.sampleInput, shop: shopUrl };
  return { ...document, nodes, sampleInput };
}

/** Runs the example as a person does and waits until it is over, or waits for a person. */
async function runIt(page, { kind }, url) {
  await page.getByTestId("run").click();
  await page.getByTestId("start-run").click();
  await page.waitForURL(({ searchParams }) => searchParams.has("run"));
  const runId = new URL(page.url()).searchParams.get("run");
  const wanted = kind === "approval" ? "waiting" : "succeeded";
  for (let tries = 0; tries < 300; tries += 1) {
    const { run } = await (await fetch(`${url}/api/runs/${runId}`)).json();
    if (run.status === wanted) return;
    if (["failed", "cancelled", "succeeded"].includes(run.status)) throw new Error(`The run of ${kind} ${run.status}.`);
    await page.waitForTimeout(200);
  }
  throw new Error(`The run of ${kind} did not end.`);
}

/** So that more of the panel is seen. */
async function lowerTheDrawer(page) {
  const handle = page.getByRole("separator", { name: "Height of the run's views" });
  for (let presses = 0; presses < 6; presses += 1) await handle.press("ArrowDown");
}

async function takePicture(page, example, places) {
  const { kind, shown, look } = example;
  await page.setViewportSize(look === "run" ? { width: 1200, height: kind === "approval" ? 950 : 780 } : { width: 1200, height: 640 });
  const workflowId = await importWorkflow(places.url, await fitted(example, places));
  await page.goto(`${places.url}/workflows/${workflowId}`);
  await runIt(page, example, places.url);
  if (look === "settings") await page.getByRole("button", { name: "Fold the run" }).click();
  else await lowerTheDrawer(page);
  const showAll = () => page.getByRole("button", { name: "Fit to view" }).click();
  await showAll();
  await page.waitForTimeout(400);
  await page.getByTestId(`node-${shown}`).click({ position: { x: 44, y: 14 } });
  if (kind !== "note") await page.getByRole("tab", { name: look === "run" ? "This run" : "Setup" }).click();
  await showAll();
  await page.mouse.move(500, 12);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    for (const part of document.querySelectorAll("[data-panel] *")) part.scrollTop = 0;
  });
  await page.waitForTimeout(700);
  const file = path.join(folder, `${kind}.webp`);
  // Playwright itself takes no WebP, which needs a third of the bytes of a PNG here.
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 80 });
  writeFileSync(file, Buffer.from(data, "base64"));
  return file;
}

async function takeAll(places) {
  const wanted = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: findSystemBrowser() ?? undefined, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const example of examples) {
      if (wanted.length > 0 && !wanted.includes(example.kind)) continue;
      // A browser of its own: heights and the like are remembered.
      const page = await browser.newPage({ colorScheme: "light", deviceScaleFactor: 2, reducedMotion: "reduce" });
      const file = await takePicture(page, example, places);
      await page.close();
      const { size } = statSync(file);
      console.log(`${path.relative(checkoutDir, file)} ${Math.round(size / 1_000)} KB`);
      if (size > largestPicture) throw new Error(`${file} has ${size} bytes; at most ${largestPicture} are wanted.`);
    }
  } finally {
    await browser.close();
  }
}

mkdirSync(folder, { recursive: true });
const dataDir = mkdtempSync(path.join(tmpdir(), "windrose-pictures-"));
const shop = createServer(answerOfShop);
await new Promise((resolve) => shop.listen(0, "127.0.0.1", resolve));
const shopUrl = `http://127.0.0.1:${shop.address().port}`;
const port = process.env.PORT ?? String(await anyFreePort());
const product = await startProduct({ PORT: port, WINDROSE_DATA_DIR: dataDir, WINDROSE_ALLOWED_HOSTS: new URL(shopUrl).host });
try {
  await takeAll({ url: product.url, shopUrl });
} finally {
  await product.stop();
  shop.close();
  rmSync(dataDir, { recursive: true, force: true });
}
