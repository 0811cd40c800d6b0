import type { Page } from "@playwright/test";
import { expectNoBarrier, showIn } from "./fixtures/barriers";
import { expect, test } from "./fixtures/test";
import { importWorkflow, openTemplate, pipelineOf, runEnd } from "./fixtures/workflow";

const places = [
  { name: "home", path: "/", heading: "Workflows" },
  { name: "templates", path: "/templates", heading: "Templates" },
  { name: "runs", path: "/runs", heading: "Runs" },
  { name: "libraries", path: "/libraries", heading: "Libraries" },
  { name: "agents", path: "/agents", heading: "Agents" },
  { name: "new agent", path: "/agents/new", heading: "New agent" },
  { name: "settings", path: "/settings", heading: "Settings" },
] as const;

for (const theme of ["light", "dark"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.beforeEach(({ page }) => showIn(page, theme));

    for (const { name, path, heading } of places) {
      test(`the ${name} page has no barrier`, async ({ page }) => {
        await importWorkflow(page.request, "", pipelineOf("In the list", ["Answer."]));
        await page.goto(path);
        await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
        await expectNoBarrierIn(page, theme);
      });
    }

    test("the editor has no barrier, with the workflow's panel and with a node's", async ({ page }) => {
      await openTemplate(page, "Research team");
      await expect(page.getByTestId("workflow-panel")).toBeVisible();
      await expectNoBarrierIn(page, theme);
      await page.locator("[data-testid^=node-][data-card]").first().click();
      await expect(page.getByTestId("node-panel")).toBeVisible();
      await expectNoBarrierIn(page, theme);
    });

    test("the page of a finished run has no barrier", async ({ page, request }) => {
      const workflowId = await importWorkflow(request, "", pipelineOf(`Barriers ${theme}`, ["Answer in one sentence."]));
      const started = await request.post(`/api/workflows/${workflowId}/runs`, { data: { input: { topic: "tidal power" } } });
      const { runId } = await started.json();
      expect((await runEnd(request, "", runId)).status).toBe("succeeded");
      await page.goto(`/workflows/${workflowId}/runs/${runId}`);
      await expect(page.getByTestId("node-answer")).toHaveAttribute("data-status", "succeeded");
      await expectNoBarrierIn(page, theme);
    });
  });
}

async function expectNoBarrierIn(page: Page, theme: string): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
  await expectNoBarrier(page);
}
