import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";

test("every edit is undone one by one to the empty canvas, and redone one by one", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "New", exact: true }).first().click();
  await expect(page.getByTestId("canvas")).toBeVisible();

  const edits: readonly (() => Promise<void>)[] = [
    () => page.getByTestId("palette-agent").click(),
    () => page.getByTestId("palette-output").click(),
    () => page.getByTestId("port-agent-out").dragTo(page.getByTestId("port-output-in")),
    () => page.getByTestId("node-agent").dragTo(page.getByTestId("canvas"), { targetPosition: { x: 700, y: 600 }, steps: 8 }),
    () => nameCard(page, "agent", "Writer"),
    () => deleteCard(page, "agent"),
  ];
  const states = [await drawingOf(page)];
  for (const edit of edits) {
    const before = await drawingOf(page);
    await edit();
    await expect.poll(() => drawingOf(page)).not.toEqual(before);
    states.push(await drawingOf(page));
  }

  for (const state of states.slice(0, -1).reverse()) {
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => drawingOf(page)).toEqual(state);
  }
  for (const state of states.slice(1)) {
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await expect.poll(() => drawingOf(page)).toEqual(state);
  }
});

test("an edit after an undo takes the place of what was undone", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "New", exact: true }).first().click();
  await page.getByTestId("palette-agent").click();
  await expect(page.getByTestId("node-agent")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByTestId("node-agent")).toHaveCount(0);
  await page.getByTestId("palette-output").click();
  await expect(page.getByTestId("node-output")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+y");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByTestId("node-output")).toHaveCount(0);
  await expect(page.getByTestId("node-agent")).toHaveCount(0);
});

/** What is drawn: the cards with their names and places, and the connections. */
async function drawingOf(page: Page): Promise<{ readonly cards: readonly string[]; readonly edges: readonly string[] }> {
  const cards = await page
    .locator(".react-flow__node")
    .evaluateAll((nodes) => nodes.map((node) => `${node.textContent} ${node instanceof HTMLElement ? node.style.transform : ""}`));
  const edges = await page
    .locator("[data-testid^=edge-]")
    .evaluateAll((paths) => paths.map((path) => path.getAttribute("data-testid") ?? ""));
  return { cards: cards.toSorted(), edges: edges.toSorted() };
}

/** Typed letter by letter, which is one edit all the same. */
async function nameCard(page: Page, nodeId: string, title: string): Promise<void> {
  await page.getByTestId(`node-${nodeId}`).click();
  await page.getByTestId("node-title").press("ControlOrMeta+a");
  await page.getByTestId("node-title").pressSequentially(title);
  await page.getByTestId("node-title").press("Enter");
  await expect(page.getByTestId(`node-${nodeId}`)).toContainText(title);
}

async function deleteCard(page: Page, nodeId: string): Promise<void> {
  await page.getByTestId(`node-${nodeId}`).click();
  await page.keyboard.press("Delete");
  await expect(page.getByTestId(`node-${nodeId}`)).toHaveCount(0);
}
