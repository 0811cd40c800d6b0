import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow, pipelineOf } from "./fixtures/workflow";

const screens = [
  { name: "a phone", viewport: { width: 390, height: 844 }, way: "up" },
  { name: "a large touch screen", viewport: { width: 1440, height: 900 }, way: "right" },
] as const;

type Point = { readonly x: number; readonly y: number };

for (const { name, viewport, way } of screens) {
  test.describe(`on ${name}`, () => {
    test.use({ viewport, hasTouch: true });

    test("a node is added by a tap, and where a finger lets it go", async ({ page, request }) => {
      await page.goto(`/workflows/${await importWorkflow(request, "", pipelineOf("Touched", []))}`);
      await page.getByTestId("palette-agent").tap();
      await expect(page.getByTestId("node-agent")).toBeVisible();

      const canvas = await boxOf(page.getByTestId("canvas"));
      const place = { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height - 90 };
      await carry(page, page.getByTestId("palette-agent"), way, place);
      const added = await boxOf(page.getByTestId("node-agent_2"));
      expect(Math.abs(added.x + added.width / 2 - place.x)).toBeLessThan(3);
      expect(added.y).toBeLessThan(place.y);
      expect(added.y + added.height).toBeGreaterThan(place.y);

      await page.getByRole("button", { name: /^Undo: Add Agent 2/ }).click();
      await expect(page.getByTestId("node-agent_2")).toHaveCount(0);
      await expect(page.getByTestId("node-agent")).toBeVisible();
    });

    test("a kind that is let go beside the canvas is not added", async ({ page, request }) => {
      await page.goto(`/workflows/${await importWorkflow(request, "", pipelineOf("Let go", []))}`);
      await expect(page.getByTestId("node-topic")).toBeVisible();
      await carry(page, page.getByTestId("palette-agent"), way, { x: viewport.width / 2, y: 20 });
      await expect(page.locator(".react-flow__node")).toHaveCount(2);
    });
  });
}

/**
 * Carries with a finger, first straight out of the palette: along it a finger scrolls. Playwright knows taps only,
 * so the browser is told of the finger itself.
 */
async function carry(page: Page, from: Locator, way: "up" | "right", to: Point): Promise<void> {
  const box = await boxOf(from);
  const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const corner = way === "up" ? { x: start.x, y: to.y } : { x: to.x, y: start.y };
  const browser = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: Point[]) =>
    browser.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [start]);
  for (const point of [...pointsBetween(start, corner), ...pointsBetween(corner, to)]) await touch("touchMove", [point]);
  await touch("touchEnd", []);
}

function pointsBetween(from: Point, to: Point): readonly Point[] {
  return [0.25, 0.5, 0.75, 1].map((part) => ({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }));
}

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await expect(element).toBeVisible();
  const box = await element.boundingBox();
  if (box === null) throw new Error("The element is not drawn.");
  return box;
}
