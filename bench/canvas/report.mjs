/**
 * The canvas' figures as a page. Pure.
 */
import { table } from "../markdown-table.mjs";

const aimFps = 50;

/** The report as Markdown. */
export function reportText({ machine, versions, browser, documents, runs }) {
  const { cores, processor, memoryGb, system, node, load, measuredAt } = machine;
  return [
    "# Canvas bench",
    "",
    `Measured ${measuredAt} UTC on ${cores} cores (${processor}), ${memoryGb} GB, ${system}, Node ${node}, ${versions}, headless Chromium ${browser} at 1440 × 900 with software drawing.`,
    `Load before the start ${load.toFixed(1)}: what else runs on the machine takes frames away.`,
    "",
    `Frames a second, milliseconds between frames (median / 95th of a hundred), and processor time of the page for each frame. The aim is ${aimFps} frames a second. The pointer or wheel moves once in every frame.`,
    "",
    ...(documents.length > 0 ? [...strokesTable(documents), "", ...openTable(documents), ""] : []),
    ...(runs.length > 0 ? ["A run whose agents write side by side, watched on its own page:", "", ...strokesTable(runs), ""] : []),
  ].join("\n");
}

/** One row a stroke, one column a document. */
function strokesTable(measured) {
  const strokes = [...new Set(measured.flatMap(({ strokes }) => Object.keys(strokes)))];
  const rows = strokes.map((stroke) => [stroke, ...measured.map(({ strokes }) => (strokes[stroke] ? framesText(strokes[stroke]) : ""))]);
  return table(["cards", ...measured.map(({ name }) => name)], rows);
}

function framesText({ fps, p50, p95, processorMs }) {
  const shown = `${fps.toFixed(0)} (${p50.toFixed(0)} / ${p95.toFixed(0)}) ${processorMs.toFixed(0)} ms`;
  return fps < aimFps ? `**${shown}**` : shown;
}

function openTable(documents) {
  const row = (label, text) => [label, ...documents.map(text)];
  return table(
    ["cards", ...documents.map(({ name }) => name)],
    [
      row("edges", ({ edges }) => String(edges)),
      row("opened: first picture", ({ drawnMs }) => `${drawnMs.toFixed(0)} ms`),
      row("opened: last long task", ({ interactiveMs }) => `${interactiveMs.toFixed(0)} ms`),
      row("from key to frame, median / 95th", ({ key }) => `${key.p50.toFixed(0)} / ${key.p95.toFixed(0)} ms`),
      row("heap afterwards", ({ heapMb }) => `${heapMb.toFixed(0)} MB`),
    ],
  );
}
