import { expect, test } from "./fixtures/test";
import { startRun } from "./fixtures/workflow";

test("a pipeline drawn from an empty canvas with the mouse runs to its result", async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto("/");
  await page.getByRole("button", { name: "New", exact: true }).first().click();
  await page.waitForURL(/\/workflows\/[0-9a-f-]{36}$/);
  // Only the live page tells the age of the last save: from here on clicks are heard.
  await expect(page.getByTestId("saved-state")).toHaveText(/just now|ago/);
  for (const type of ["input", "agent", "output"]) {
    await page.getByTestId(`palette-${type}`).click();
    await expect(page.getByTestId(`node-${type}`)).toBeVisible();
  }
  await page.getByRole("button", { name: /Tidy up/ }).click();
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
  await expect(page.getByTestId("saved-state")).toHaveText(/just now|ago/);
  await page.getByTestId("run").click();
  await page.getByTestId("input-topic").fill("");
  await page.getByTestId("start-run").click();
  await expect(page.getByTestId("cancel-run")).toHaveCount(0);
  await page.getByTestId("input-topic").fill("tidal power");
  await page.keyboard.press("Escape");
  await startRun(page);
});
