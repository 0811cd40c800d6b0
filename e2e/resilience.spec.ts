import { expect, test } from "./fixtures/test";
import { importWorkflow, openTemplate, pipelineOf, runEnd, startRun } from "./fixtures/workflow";

test("a run that was opened again after a reload shows the same and goes on", async ({ page }) => {
  test.setTimeout(90_000);
  const workflowId = await openTemplate(page, "Research team");
  await startRun(page);
  await page.reload();
  await expect(page.getByTestId("cancel-run")).toBeVisible();
  await page.goto(`/runs?workflow=${workflowId}`);
  await page.locator("a[href*='/runs/']").first().click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  await page.reload();
  await expect(page.getByText("running").first()).toBeVisible();
  const runId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  expect((await runEnd(page.request, new URL(page.url()).origin, runId)).status).toBe("succeeded");
  await expect(page.getByText("succeeded").first()).toBeVisible();
  await page.getByRole("link", { name: "Run again" }).click();
  await expect(page.getByTestId("input-topic")).toHaveValue("Artificial intelligence in healthcare");
});

test("cancel stops a run within a second and nothing starts after it", async ({ page, baseURL }) => {
  const url = baseURL ?? "";
  const workflowId = await importWorkflow(page.request, url, pipelineOf("To be cancelled", ["Answer. [simulate: slow 20s]", "Go on."]));
  await page.goto(`/workflows/${workflowId}`);
  await startRun(page);
  await expect(page.getByTestId("node-agent_1")).toContainText("running");
  await page.getByTestId("cancel-run").click();
  await expect(page.getByTestId("node-agent_1")).toContainText("cancelled", { timeout: 3_000 });
  await expect(page.getByTestId("run")).toBeVisible();
  await expect(page.getByTestId("node-agent_2")).not.toContainText("running");
});

test("a step that fails says what happened and what to do, and the run keeps what was finished", async ({ page, baseURL }) => {
  const workflowId = await importWorkflow(page.request, baseURL ?? "", pipelineOf("Fails", ["Answer.", "Answer. [simulate: guardrail]"]));
  await page.goto(`/workflows/${workflowId}`);
  await startRun(page);
  await expect(page.getByTestId("node-agent_2")).toContainText("failed", { timeout: 30_000 });
  await expect(page.getByTestId("node-agent_1")).toContainText("succeeded");
  await expect(page.getByText(/guardrail|content policy/i).first()).toBeVisible();
});

test("a run goes on after kill -9 and repeats no completed step", async ({ page, ownApp }) => {
  test.setTimeout(240_000);
  const workflowId = await importWorkflow(
    page.request,
    ownApp.url,
    pipelineOf("Survivor", ["Answer in one sentence.", "Answer. [simulate: slow 4s]", "Answer in one sentence."]),
  );
  const started = await page.request.post(`${ownApp.url}/api/workflows/${workflowId}/runs`, { data: { input: { topic: "tides" } } });
  const { runId } = await started.json();
  const attemptsOf = async (path: string) => (await page.request.get(`${ownApp.url}/api/runs/${runId}/attempts?path=${path}`)).json();
  await expect.poll(async () => (await attemptsOf("agent_1")).length, { timeout: 30_000 }).toBe(1);
  await ownApp.kill();
  await ownApp.restart();
  expect((await runEnd(page.request, ownApp.url, runId, 90_000)).status).toBe("succeeded");
  expect(await attemptsOf("agent_1")).toHaveLength(1);
  await page.goto(`${ownApp.url}/workflows/${workflowId}/runs/${runId}`);
  await expect(page.getByText(/went on|restart/i).first()).toBeVisible();
});
