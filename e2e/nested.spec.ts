import { expect, test } from "./fixtures/test";
import { importWorkflow, openTemplate, pipelineOf, startRun } from "./fixtures/workflow";

test("a container shows how far it is, and its lanes as rows of their own", async ({ page }) => {
  test.setTimeout(120_000);
  await openTemplate(page, "Research in lanes");
  await startRun(page);
  await expect(page.getByTestId("run")).toBeVisible({ timeout: 100_000 });
  await expect(page.getByTestId("progress-researchers")).toContainText("3 / 3 done");
  await expect(page.getByTestId("node-appraiser")).toContainText("succeeded");
  await page.getByTestId("timeline-researchers[0].engineer").click();
  await expect(page.getByRole("heading", { name: "Engineer" }).first()).toBeVisible();
});

test("a manager's workers run for real, each as a step beneath it", async ({ page }) => {
  test.setTimeout(120_000);
  await openTemplate(page, "Manager and workers");
  await startRun(page);
  await expect(page.getByTestId("run")).toBeVisible({ timeout: 100_000 });
  await expect(page.locator("[data-testid^='timeline-'][data-testid*='.call[']").first()).toBeVisible();
  await page.getByRole("tab", { name: "Output" }).first().click();
  await expect(page.getByRole("tabpanel", { name: "Output" }).first()).toContainText(/\w{4,}/);
});

test("a run waits for a person, through a reload, and goes on with the edited decision", async ({ page }) => {
  test.setTimeout(120_000);
  await openTemplate(page, "Approval");
  await startRun(page);
  await expect(page.getByText("waits for a person to decide")).toBeVisible({ timeout: 60_000 });
  const { origin, pathname, searchParams } = new URL(page.url());
  await page.goto(`${origin}${pathname}/runs/${searchParams.get("run")}`);
  await page.getByTestId("input-text").fill("We open at seven from June.");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByTestId("node-publisher")).toContainText("succeeded", { timeout: 60_000 });
  await expect(page.getByTestId("node-reviser")).toContainText("skipped");
  await expect(page.getByText("We open at seven from June.").first()).toBeVisible();
});

test("a card is dragged out of its container and back by undo", async ({ page }) => {
  await openTemplate(page, "Research in lanes");
  const card = page.getByTestId("node-appraiser");
  const problems = page.getByTestId("problem-count");
  await expect(problems).toContainText("0 problems");
  const box = await card.boundingBox();
  const container = await page.getByTestId("node-researchers").boundingBox();
  if (box === null || container === null) throw new Error("The cards are not drawn.");
  const from = { x: box.x + 40, y: box.y + 10 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y + 30, { steps: 5 });
  await page.mouse.move(from.x, container.y + container.height + 60, { steps: 10 });
  await page.mouse.up();
  await expect(problems).not.toContainText("0 problems");
  await page.keyboard.press("Control+z");
  await expect(problems).toContainText("0 problems");
});

test("a failed run goes on from where it failed and asks nothing again", async ({ page, baseURL }) => {
  test.setTimeout(90_000);
  const workflowId = await importWorkflow(page.request, baseURL ?? "", pipelineOf("Goes on", ["Answer.", "Answer. [simulate: guardrail]"]));
  await page.goto(`/workflows/${workflowId}`);
  await startRun(page);
  await expect(page.getByTestId("node-agent_2")).toContainText("failed", { timeout: 30_000 });
  const before = page.url();
  await page.getByRole("button", { name: "Go on from here" }).first().click();
  await page.waitForURL((url) => url.href !== before && /\/runs\/[0-9a-f-]{36}/.test(url.pathname));
  await expect(page.getByTestId("node-agent_1")).toContainText("reused");
  await expect(page.getByTestId("node-agent_2")).toContainText("failed", { timeout: 30_000 });
});
