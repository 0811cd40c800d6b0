/**
 * Opens documents in a real browser and measures what it feels like to work in them.
 */
import { chromium } from "@playwright/test";
import { findSystemBrowser } from "../../scripts/test/browser.mjs";
import { containerDocument, fanDocument, gridDocument } from "./documents.mjs";
import { readLoad, watchLoad } from "./in-page.mjs";
import { comeNear, dragMany, dragOne, marquee, pan, settle, typeInPanel, watch, zoom } from "./strokes.mjs";

const view = { width: 1440, height: 900 };
const quietMs = 1_500;
const megabyte = 1024 ** 2;

/**
 * @param sizes how many cards. @param parts any of "grid", "containers" and "run".
 * @returns `{ browser, documents, runs }`: figures of each document and of each run that streams.
 */
export async function measureCanvas({ url, sizes, parts, onProgress }) {
  const executablePath = findSystemBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--enable-precise-memory-info"],
  });
  try {
    const documents = [];
    for (const count of sizes) {
      if (parts.includes("grid"))
        documents.push(await measureDocument({ browser, url, name: `${count}`, count, document: gridDocument(count), onProgress }));
      if (parts.includes("containers"))
        documents.push(
          await measureDocument({ browser, url, name: `${count}, in containers`, count, document: containerDocument(count), onProgress }),
        );
    }
    const runs = [];
    for (const count of parts.includes("run") ? sizes : []) runs.push(await measureRun({ browser, url, count, onProgress }));
    return { browser: browser.version(), documents, runs };
  } finally {
    await browser.close();
  }
}

async function measureDocument({ browser, url, name, count, document, onProgress }) {
  const workflowId = await importWorkflow(url, document);
  const page = await openPage(browser);
  await page.goto(`${url}/workflows/${workflowId}`);
  const load = await loadOf(page);
  const strokes = {};
  const measure = async (stroke, work) => {
    strokes[stroke] = await framesOf(browser, () => work(page));
    onProgress(`${name}: ${stroke} ${strokes[stroke].fps.toFixed(0)} fps`);
    await settle(page);
  };
  await measure("pan, fit", pan);
  await measure("zoom, fit", zoom);
  await refit(page);
  await measure("drag one, fit", dragOne);
  await measure("marquee, fit", marquee);
  await measure("drag all, fit", dragMany);
  await comeNear(page);
  await measure("pan, 100 %", pan);
  await measure("drag one, 100 %", dragOne);
  let keys = [];
  strokes.typing = await framesOf(browser, async () => {
    const typed = await typeInPanel(page);
    keys = typed.keys;
    return typed.deltas;
  });
  const heapMb = await heapOf(page);
  await page.context().close();
  return { name, count, edges: document.edges.length, ...load, key: spreadOf(keys), heapMb, strokes };
}

/** A run that is watched on its own page, from afar and near by. */
async function measureRun({ browser, url, count, onProgress }) {
  const workflowId = await importWorkflow(url, fanDocument(count));
  const strokes = {};
  for (const [stroke, approach] of [
    ["streams, fit", settle],
    ["streams, 100 %", comeNear],
  ]) {
    const page = await openPage(browser);
    const runId = await startRun(url, workflowId);
    await page.goto(`${url}/workflows/${workflowId}/runs/${runId}`);
    await page.getByTestId("canvas").waitFor();
    await approach(page);
    const figures = await framesOf(browser, () => watch(page));
    const isValid = await isRunning(url, runId);
    if (isValid) strokes[stroke] = figures;
    onProgress(`run of ${count}: ${stroke} ${isValid ? `${figures.fps.toFixed(0)} fps` : "was over before it was measured"}`);
    await fetch(`${url}/api/runs/${runId}/cancel`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    await page.context().close();
  }
  return { name: `${count}`, count, strokes };
}

async function openPage(browser) {
  const context = await browser.newContext({ viewport: view });
  const page = await context.newPage();
  await page.addInitScript(watchLoad);
  return page;
}

async function loadOf(page) {
  await page.waitForFunction(() => window.drawnAt !== undefined);
  await page.waitForTimeout(quietMs);
  return page.evaluate(readLoad);
}

async function refit(page) {
  await page.keyboard.press("f");
  await settle(page);
}

/** What the page holds on to, in MB, after everything that can be let go was. */
async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / megabyte;
}

async function importWorkflow(url, document) {
  return (await post(`${url}/api/workflows/import`, document)).workflowId;
}

async function startRun(url, workflowId) {
  return (await post(`${url}/api/workflows/${workflowId}/runs`, { input: { topic: "the winds of the Mediterranean" } })).runId;
}

/** Of a run that is over nothing streams. */
async function isRunning(url, runId) {
  const { run } = await (await fetch(`${url}/api/runs/${runId}`)).json();
  return run.status === "running";
}

async function post(address, body) {
  const answer = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** @param work returns milliseconds between frames. @returns frames a second, their spread, and processor time of the page a frame. */
async function framesOf(browser, work) {
  const session = await browser.newBrowserCDPSession();
  const before = await pageProcessorMs(session);
  const deltas = await work();
  const spent = (await pageProcessorMs(session)) - before;
  await session.detach();
  const total = deltas.reduce((sum, delta) => sum + delta, 0);
  return { fps: (deltas.length * 1_000) / total, ...spreadOf(deltas), processorMs: spent / deltas.length };
}

/** Of all pages; only one is open. */
async function pageProcessorMs(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, { type, cpuTime }) => (type === "renderer" ? sum + cpuTime * 1_000 : sum), 0);
}

function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
