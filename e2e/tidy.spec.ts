import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow, workflowOf } from "./fixtures/workflow";

test("tidying up lays out what stands in a container, too, lets the container reach around it, and is one step of undo", async ({
  page,
  request,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`/workflows/${await importWorkflow(request, "", heap)}`);
  const cards = ["first", "second", "third"].map((id) => page.getByTestId(`node-${id}`));
  await expect(page.getByTestId("node-third")).toBeVisible();
  expect(await overlapping(cards)).toBe(true);

  await page.keyboard.press("Shift+T");
  await expect(page.getByRole("button", { name: /^Undo: Tidy/ })).toBeVisible();
  await expect.poll(() => overlapping(cards)).toBe(false);
  const container = await boxOf(page.getByTestId("node-each"));
  const boxes = await Promise.all(cards.map(boxOf));
  for (const box of boxes) {
    expect(box.x).toBeGreaterThan(container.x);
    expect(box.y).toBeGreaterThan(container.y);
    expect(box.x + box.width).toBeLessThan(container.x + container.width);
    expect(box.y + box.height).toBeLessThan(container.y + container.height);
  }
  // In the order in which they are connected.
  expect(boxes.map(({ x }) => x)).toEqual(boxes.map(({ x }) => x).toSorted((a, b) => a - b));

  await page.keyboard.press("Control+z");
  await expect.poll(() => overlapping(cards)).toBe(true);
});

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

async function boxOf(card: Locator): Promise<Box> {
  const box = await card.boundingBox();
  if (box === null) throw new Error("The card is not drawn.");
  return box;
}

async function overlapping(cards: readonly Locator[]): Promise<boolean> {
  const boxes = await Promise.all(cards.map(boxOf));
  return boxes.some((a, at) =>
    boxes.slice(at + 1).some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
  );
}

const inEach = (id: string, x: number, y: number) => ({
  id,
  type: "transform",
  title: id,
  parent: "each",
  position: { x, y },
  config: { mode: "template", template: "{{ item }}", expression: "" },
});

/** Three cards on a heap, in a container that is too small for a row of them. */
const heap = workflowOf(
  "A heap",
  [
    { id: "each", type: "map", title: "Each", config: { items: "received" }, size: { width: 420, height: 220 } },
    inEach("third", 60, 70),
    inEach("first", 90, 90),
    inEach("second", 40, 100),
  ],
  ["first>second", "second>third"],
);
