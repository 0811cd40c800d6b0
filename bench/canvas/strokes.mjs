/**
 * What a person does on a canvas, each measured by the frames drawn meanwhile.
 *
 * Press and release are real; what lies between is moved once in every frame from inside the page.
 */
import { strokeInFrames, watchKeys } from "./in-page.mjs";

const frames = 150;
/** Cards come back, saves go out: nothing of it belongs to the next stroke. */
const restMs = 900;

const rest = (page) => page.waitForTimeout(restMs);

export async function pan(page) {
  const at = await middleOf(page);
  return page.evaluate(strokeInFrames, { kind: "wheel", frames, from: at, to: at, wheel: { x: 9, y: 4, zooms: false } });
}

export async function zoom(page) {
  const at = await middleOf(page);
  return page.evaluate(strokeInFrames, { kind: "wheel", frames, from: at, to: at, wheel: { x: 0, y: 2, zooms: true } });
}

/** The card nearest to the middle, to and fro. */
export async function dragOne(page) {
  const from = await cardInView(page);
  const swung = await swing(page, from, { x: from.x + 160, y: from.y + 90 });
  await undoMove(page);
  return swung;
}

/** Nearer to the edge the canvas would move along. */
const fromEdge = 60;

/** A frame drawn over half of what is in view. */
export async function marquee(page) {
  const { x, y, width, height } = await canvasBox(page);
  // Beneath the lowest cards, away from the minimap.
  const from = { x: x + fromEdge, y: y + height - fromEdge };
  await page.keyboard.down("Shift");
  // Pressed before the canvas knows of the key, the pointer would pan.
  await page.locator(".react-flow__pane.selection").waitFor();
  const swung = await swing(page, from, { x: x + width * 0.7, y: y + height * 0.2 });
  await page.keyboard.up("Shift");
  if ((await page.locator(".react-flow__node.selected").count()) < 2) throw new Error("The frame selected nothing.");
  await page.keyboard.press("Escape");
  return swung;
}

/** Everything is taken, and moved by one of its cards. */
export async function dragMany(page) {
  await page.keyboard.press("Control+a");
  await rest(page);
  const from = await cardInView(page);
  const swung = await swing(page, from, { x: from.x + 120, y: from.y + 70 });
  await undoMove(page);
  await page.keyboard.press("Escape");
  return swung;
}

/** Sixty letters into a field of the panel, thirty a second. @returns `deltas` of frames and `keys`, from each key to its frame. */
export async function typeInPanel(page) {
  const at = await cardInView(page);
  await page.mouse.click(at.x, at.y);
  const title = page.getByTestId("node-title");
  await title.click();
  await page.evaluate(watchKeys);
  const clock = page.evaluate(strokeInFrames, { kind: "rest", frames, from: at, to: at });
  await page.keyboard.type("the quick brown fox jumps over the lazy dog and runs home ok", { delay: 33 });
  const deltas = await clock;
  const keys = await page.evaluate(() => window.readKeys());
  await page.keyboard.press("Escape");
  return { deltas, keys };
}

/** Nobody moves: what is drawn, a run draws. */
export async function watch(page) {
  return page.evaluate(strokeInFrames, { kind: "rest", frames, from: { x: 0, y: 0 }, to: { x: 0, y: 0 } });
}

/** From far away to a card at 100 %, as a double-click there does. */
export async function comeNear(page) {
  if ((await page.getByTestId("overview").count()) === 0) return;
  const at = await cardInView(page);
  await page.mouse.dblclick(at.x, at.y);
  await page.getByTestId("overview").waitFor({ state: "detached" });
  await rest(page);
}

async function swing(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // Beyond the few pixels that tell a drag from a press.
  await page.mouse.move(from.x + 4, from.y + 4, { steps: 2 });
  const deltas = await page.evaluate(strokeInFrames, { kind: "pointer", frames, from: { x: from.x + 4, y: from.y + 4 }, to });
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
  await rest(page);
  return deltas;
}

/** Fails where nothing was moved: then nothing was measured either. */
async function undoMove(page) {
  await page.getByRole("button", { name: /^Undo: Move/ }).waitFor({ timeout: 5_000 });
  await page.keyboard.press("Control+z");
  await rest(page);
}

const canvasBox = (page) => page.getByTestId("canvas").boundingBox();

async function middleOf(page) {
  const { x, y, width, height } = await canvasBox(page);
  return { x: x + width / 2, y: y + height / 2 };
}

/** Where a card near the middle can be pressed: between the ports at its top. */
async function cardInView(page) {
  const middle = await middleOf(page);
  return page.evaluate(({ x, y }) => {
    const boxes = [...document.querySelectorAll(".react-flow__node:not(.react-flow__node-container)")].map((card) =>
      card.getBoundingClientRect(),
    );
    const points = boxes.map((box) => ({ x: box.x + box.width / 2, y: box.y + Math.min(10, box.height / 3) }));
    const distance = (point) => Math.hypot(point.x - x, point.y - y);
    return points.reduce((nearest, point) => (distance(point) < distance(nearest) ? point : nearest));
  }, middle);
}

/** Waits until nothing of the last stroke is under way. */
export const settle = rest;
