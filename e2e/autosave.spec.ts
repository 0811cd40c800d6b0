import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow, pipelineOf } from "./fixtures/workflow";

test("an edit is saved by itself and is there after a reload", async ({ page, request }) => {
  await page.goto(`/workflows/${await importWorkflow(request, "", pipelineOf("Saved by itself", ["Answer briefly."]))}`);
  await description(page).fill("For the morning letter");
  await expect(page.getByTestId("saved-state")).toHaveAttribute("data-state", "saving");
  await expect(page.getByTestId("saved-state")).toHaveAttribute("data-state", "saved");
  await page.reload();
  await expect(description(page)).toHaveValue("For the morning letter");
});

test("an edit that never reached the server comes back with the page and is saved then", async ({ page, request }) => {
  const workflowId = await importWorkflow(request, "", pipelineOf("Out of reach", ["Answer briefly."]));
  await page.goto(`/workflows/${workflowId}`);
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

test("nothing in the editor can be typed into or pressed before it is heard", async ({ page, request }) => {
  const workflowId = await importWorkflow(request, "", pipelineOf("Early bird", ["Answer briefly."]));
  const letGo = await hold(page, /\.js(\?|$)/);
  await page.goto(`/workflows/${workflowId}`, { waitUntil: "commit" });
  await expect(page.getByRole("status", { name: "Opening the workflow" })).toBeVisible();
  await expect(page.locator("input, textarea, button, a[href]")).toHaveCount(0);
  letGo();
  await page.getByRole("textbox", { name: "Name of the workflow" }).fill("Early worm");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await (await request.get(`/api/workflows/${workflowId}/draft`)).json()).document.name).toBe("Early worm");
});

test("two tabs that change the same field are asked which one stays", async ({ page, context, request }) => {
  const workflowId = await importWorkflow(request, "", pipelineOf("Same field", ["Answer briefly."]));
  const other = await context.newPage();
  await page.goto(`/workflows/${workflowId}`);
  await other.goto(`/workflows/${workflowId}`);
  const letGo = await hold(page, /\/draft$/);
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
  await page.goto(`/workflows/${workflowId}`);
  await other.goto(`/workflows/${workflowId}`);
  const letGo = await hold(page, /\/draft$/);
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

async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByTestId("saved-state")).toHaveAttribute("data-state", "saved");
}

/** What this page asks for by such an address waits on its way until the function given back is called. */
async function hold(page: Page, address: RegExp): Promise<() => void> {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(address, async (route) => {
    await gate;
    await route.continue();
  });
  return letGo;
}
