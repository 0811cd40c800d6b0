import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow, pipelineOf, startRun } from "./fixtures/workflow";

const card = (page: Page, id: string) => page.getByTestId(`node-${id}`);
const twoAgents = (name: string) => ({ ...pipelineOf(name, ["Plan briefly.", "Write briefly."]), sampleInput: { topic: "tides" } });

async function runToItsEnd(page: Page): Promise<void> {
  await startRun(page);
  await expect(card(page, "answer")).toContainText("succeeded", { timeout: 30_000 });
}

async function openSetup(page: Page, id: string): Promise<void> {
  await card(page, id).click();
  await page.getByRole("tab", { name: "Setup" }).click();
}

test("a prompt is mended and the run goes on with the draft: what came before is taken over", async ({ page, request }) => {
  await page.goto(`/workflows/${await importWorkflow(request, "", twoAgents("Mended"))}`);
  await runToItsEnd(page);
  await openSetup(page, "agent_2");
  await page.getByRole("textbox", { name: "Instructions" }).click();
  await page.keyboard.insertText("In verse. ");
  await page.getByRole("tab", { name: "This run" }).click();
  await page.getByRole("button", { name: "Run again from here, with the draft" }).click();
  await page.getByRole("menuitem", { name: "Run again from here with the draft" }).click();
  await expect(card(page, "agent_1")).toContainText("reused");
  await expect(card(page, "agent_2")).toContainText("succeeded", { timeout: 30_000 });
  await page.getByRole("tab", { name: "Input" }).click();
  await expect(page.getByRole("tabpanel").filter({ hasText: "In verse." }).first()).toBeVisible();
});

test("an output is pinned from a run: the next run takes it, undo takes the pin away", async ({ page, request }) => {
  await page.goto(`/workflows/${await importWorkflow(request, "", twoAgents("Pinned"))}`);
  await runToItsEnd(page);
  await card(page, "agent_1").click();
  await page.getByRole("button", { name: "Pin this output" }).click();
  await expect(card(page, "agent_1").getByRole("img", { name: "Pinned", exact: true })).toBeVisible();
  await page.getByTestId("run").click();
  await expect(page.getByRole("switch", { name: /pinned output of one node/ })).toBeChecked();
  await page.keyboard.press("Escape");

  await runToItsEnd(page);
  await expect(card(page, "agent_1")).toContainText("pinned");
  await expect(card(page, "agent_2")).toContainText("succeeded");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(card(page, "agent_1").getByRole("img", { name: "Pinned", exact: true })).toHaveCount(0);
});
