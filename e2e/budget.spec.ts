import { expectNoBarrier } from "./fixtures/barriers";
import { expect, test } from "./fixtures/test";
import { importWorkflow, pipelineOf, startRun } from "./fixtures/workflow";

test("a run waits when its budget is used up, says so, and goes on once it is raised", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const document = pipelineOf("Within its means", ["Say a first sentence.", "Say a second sentence."]);
  await page.goto(`/workflows/${await importWorkflow(page.request, baseURL ?? "", document)}`);
  const panel = page.getByTestId("workflow-panel");
  await panel.getByRole("button", { name: /^Budget of a run/ }).click();
  await panel.getByLabel("Model calls").fill("1");
  await page.keyboard.press("Tab");
  await panel.getByRole("button", { name: /^Budget of a run/ }).click();
  await expect(panel.getByText("1 model call", { exact: true })).toBeVisible();

  await startRun(page);
  const waits = page.getByRole("status").filter({ hasText: "Waits for its budget to be raised: 1 of 1 model call spent." });
  await expect(waits).toBeVisible({ timeout: 30_000 });
  await waits.getByRole("button", { name: "Raise…" }).click();
  const dialog = page.getByRole("dialog", { name: "Budget of this run" });
  await expect(dialog.getByText(/^Spent so far: 1 model call,/)).toBeVisible();
  await expect(dialog.getByLabel("Model calls")).toHaveValue("2");
  await expectNoBarrier(page);
  await dialog.getByRole("button", { name: "Set budget" }).click();
  await expect(dialog).toBeHidden();
  await expect(waits).toBeHidden();
  await expect(page.getByText("succeeded").first()).toBeVisible({ timeout: 30_000 });
});
