import { expect, test } from "./fixtures/test";
import { openTemplate, startRun } from "./fixtures/workflow";

for (const name of ["Data pipeline", "Conditional pipeline", "Research team"]) {
  test(`the template ${name} runs to its result with its sample input and no key`, async ({ page }) => {
    test.setTimeout(120_000);
    await openTemplate(page, name);
    await startRun(page);
    await expect(page.getByText("Simulated model").first()).toBeVisible();
    await expect(page.getByTestId("run")).toBeVisible({ timeout: 100_000 });
    await page.getByRole("tab", { name: "Output" }).first().click();
    await expect(page.getByRole("tabpanel", { name: "Output" }).first().getByRole("heading").first()).toBeVisible();
  });
}

test("a router's other branches are skipped and say why", async ({ page }) => {
  test.setTimeout(90_000);
  await openTemplate(page, "Conditional pipeline");
  await startRun(page);
  await expect(page.getByTestId("run")).toBeVisible({ timeout: 80_000 });
  await expect(page.locator("[data-testid^=node-]").filter({ hasText: /skipped: Classifier chose/ })).toHaveCount(4);
});
