import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow, pipelineOf, startRun } from "./fixtures/workflow";

test("a pipeline drawn from an empty canvas with the mouse runs to its result", async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto("/");
  await page.getByRole("button", { name: "New", exact: true }).first().click();
  await page.waitForURL(/\/workflows\/[0-9a-f-]{36}$/);
  for (const type of ["input", "agent", "output"]) {
    await page.getByTestId(`palette-${type}`).click();
    await expect(page.getByTestId(`node-${type}`)).toBeVisible();
  }
  await page.getByRole("button", { name: "Tidy up", exact: true }).click();
  await expect(page.getByRole("button", { name: /^Undo: Tidy up/ })).toBeVisible();
  await page.getByTestId("port-input-out").dragTo(page.getByTestId("port-agent-in"));
  await page.getByTestId("port-agent-out").dragTo(page.getByTestId("port-output-in"));
  await expect(page.locator("[data-testid^=edge-]")).toHaveCount(2);
  await page.getByTestId("run").click();
  await page.locator("[data-testid^=input-]").first().fill("sodium-ion batteries");
  await page.getByTestId("start-run").click();
  await expect(page.getByTestId("node-output")).toContainText("succeeded", { timeout: 60_000 });
});

test("an input that is missing is asked for beside its field, and nothing starts", async ({ page }) => {
  await page.goto("/templates");
  await page.getByRole("button", { name: "Use this: Research team" }).click();
  await page.getByTestId("run").click();
  await page.getByTestId("input-topic").fill("");
  await page.getByTestId("start-run").click();
  await expect(page.getByTestId("cancel-run")).toHaveCount(0);
  await page.getByTestId("input-topic").fill("tidal power");
  await page.keyboard.press("Escape");
  await startRun(page);
});

test("an edge is moved by its end in one step of undo, and stays where it was when no card takes it", async ({ page, request }) => {
  await page.goto(`/workflows/${await importWorkflow(request, "", pipelineOf("Moved edges", ["Answer.", "Go on."]))}`);
  const direct = page.getByTestId("edge-agent_1.out>answer.in");
  const through = page.getByTestId("edge-agent_1.out>agent_2.in");

  await moveEnd(page, "agent_1.out>agent_2.in", page.getByTestId("port-answer-in"));
  await expect(direct).toHaveCount(1);
  await expect(through).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(through).toHaveCount(1);
  await expect(direct).toHaveCount(0);

  await moveEnd(page, "agent_1.out>agent_2.in", page.getByTestId("canvas"));
  await expect(through).toHaveCount(1);
  await expect(page.getByTestId("quick-picker")).toHaveCount(0);

  await moveEnd(page, "agent_2.out>answer.in", page.getByTestId("port-agent_1-in"), async () => {
    await expect(page.getByTestId("connection-refusal")).toContainText("cycle");
  });
  await expect(page.getByTestId("edge-agent_2.out>answer.in")).toHaveCount(1);
  await expect(page.locator("[data-testid^=edge-]")).toHaveCount(3);
});

/** Takes the end of an edge at its target and lets it go on the middle of `to`, of the canvas: below all cards. */
async function moveEnd(page: Page, edgeId: string, to: Locator, onTheWay: () => Promise<void> = async () => undefined): Promise<void> {
  await page.locator(`[data-id="${edgeId}"] .react-flow__edgeupdater-target`).hover();
  await page.mouse.down();
  const box = await to.boundingBox();
  if (box === null) throw new Error("There is nothing to let the edge go on.");
  const share = (await to.getAttribute("data-testid")) === "canvas" ? 0.85 : 0.5;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * share, { steps: 8 });
  await onTheWay();
  await page.mouse.up();
}
