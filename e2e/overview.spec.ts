import { expect, test } from "./fixtures/test";
import { importWorkflow } from "./fixtures/workflow";

test("a large workflow seen from afar is a picture whose cards are selected, moved and come near by a double-click", async ({
  page,
  request,
}) => {
  await page.goto(`/workflows/${await importWorkflow(request, "", gridOf(120))}`);
  const card = page.locator('.react-flow__node[data-id="note_41"]');
  await expect(page.getByTestId("overview")).toBeVisible();
  await expect(page.getByTestId("node-note_41")).toHaveCount(0);
  await expect(card).toHaveAccessibleName("Note: Note 41");

  await card.click();
  await expect(page.getByTestId("node-title")).toHaveValue("Note 41");
  const before = await card.boundingBox();
  await card.dragTo(page.getByTestId("canvas"), { targetPosition: { x: 60, y: 60 }, steps: 6 });
  await expect(page.getByRole("button", { name: /^Undo: Move/ })).toBeVisible();
  expect((await card.boundingBox())?.x).not.toBe(before?.x);

  await card.dblclick();
  await expect(page.getByTestId("node-note_41")).toBeVisible();
  await expect(page.getByTestId("overview")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Zoom 100 %/ })).toBeVisible();
});

/** Notes in a grid: nothing to connect, nothing that can be wrong. */
function gridOf(count: number): object {
  const columns = 12;
  return {
    format: "windrose.workflow",
    formatVersion: 1,
    name: "Seen from afar",
    description: "",
    nodes: Array.from({ length: count }, (_, index) => ({
      id: `note_${index}`,
      type: "note",
      typeVersion: 1,
      title: `Note ${index}`,
      position: { x: (index % columns) * 320, y: Math.floor(index / columns) * 160 },
      config: { text: "Seen" },
    })),
    edges: [],
    state: [],
    sampleInput: {},
  };
}
