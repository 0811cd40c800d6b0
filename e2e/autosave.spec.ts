import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow, pipelineOf } from "./fixtures/workflow";

test("an edit is saved by itself and is there after a reload", async ({ page, request }) => {
  await openOwn(page, await importWorkflow(request, "", pipelineOf("Saved by itself", ["Answer briefly."])));
  await description(page).fill("For the morning letter");
  await expect(page.getByTestId("saved-state")).toHaveAttribute("data-state", "saving");
  await expect(page.getByTestId("saved-state")).toHaveAttribute("data-state", "saved");
  await page.reload();
  await expect(description(page)).toHaveValue("For the morning letter");
});

test("an edit that never reached the server comes back with the page and is saved then", async ({ page, request }) => {
  const workflowId = await importWorkflow(request, "", pipelineOf("Out of reach", ["Answer briefly."]));
  await openOwn(page, workflowId);
  await page.route(/\/draft$/, (route) => route.abort());
  await description(page).fill("Written without a server");
  await expect(page.getByTestId("saved-state")).toHaveAttribute("data-state", "not_saved");
  await page.reload();
  await expect(description(page)).toHaveValue("Written without a server");
  await page.unroute(/\/draft$/);
  await page.reload();
  await expect(page.getByTestId("saved-state")).toHaveAttribute("data-state", "saved");
  await expect
    .poll(async () => (await (await request.get(`/api/workflows/${workflowId}/draft`)).json()).document.description)
    .toBe("Written without a server");
});

test("two tabs that change the same field are asked which one stays", async ({ page, context, request }) => {
  const workflowId = await importWorkflow(request, "", pipelineOf("Same field", ["Answer briefly."]));
  const other = await context.newPage();
  await openOwn(page, workflowId);
  await openOwn(other, workflowId);
  const letGo = await holdSaving(page);
  await description(page).fill("From the first tab");
  await description(other).fill("From the second tab");
  await expectSaved(other);
  letGo();

  const question = page.getByTestId("conflict-document.description");
  await expect(page.getByRole("dialog", { name: "Changed elsewhere" })).toBeVisible();
  await expect(question).toContainText("From the first tab");
  await expect(question).toContainText("From the second tab");
  await question.getByRole("radio", { name: "Theirs" }).click();
  await page.getByTestId("resolve-conflicts").click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(description(page)).toHaveValue("From the second tab");
  await expectSaved(page);
});

test("two tabs that change different fields are put together without a word", async ({ page, context, request }) => {
  const workflowId = await importWorkflow(request, "", pipelineOf("Different fields", ["Answer briefly."]));
  const other = await context.newPage();
  await openOwn(page, workflowId);
  await openOwn(other, workflowId);
  const letGo = await holdSaving(page);
  await description(page).fill("From the first tab");
  await other.getByTestId("node-agent_1").click();
  await other.getByTestId("node-title").fill("Second tab's agent");
  await expectSaved(other);
  letGo();

  await expectSaved(page);
  await expect(page.getByTestId("node-agent_1")).toContainText("Second tab's agent");
  await expect(description(page)).toHaveValue("From the first tab");
  await other.keyboard.press("Enter");
  await other.getByRole("button", { name: "Close", exact: true }).click();
  await expect(description(other)).toHaveValue("From the first tab");
  for (const tab of [page, other]) await expect(tab.getByRole("dialog")).toHaveCount(0);
});

const description = (page: Page): Locator => page.getByTestId("workflow-panel").getByLabel("Description");

async function openOwn(page: Page, workflowId: string): Promise<void> {
  await page.goto(`/workflows/${workflowId}`);
  // The age of the last save is told by the live page only: what is typed from here on is heard.
  await expect(page.getByTestId("saved-state")).toHaveText(/just now|ago/);
}

async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByTestId("saved-state")).toHaveAttribute("data-state", "saved");
}

/** What this page saves waits on its way until the function given back is called. */
async function holdSaving(page: Page): Promise<() => void> {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/\/draft$/, async (route) => {
    await gate;
    await route.continue();
  });
  return letGo;
}
