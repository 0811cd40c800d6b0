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

test("a person steps through the instances of a container, and cards, timeline and panel show the same one", async ({ page, baseURL }) => {
  test.setTimeout(90_000);
  const workflowId = await importWorkflow(page.request, baseURL ?? "", mapOver(["bora", "mistral", "sirocco"]));
  await page.goto(`/workflows/${workflowId}`);
  await startRun(page);
  await expect(page.getByTestId("progress-each")).toContainText("3 / 3 done", { timeout: 60_000 });
  const runId = new URL(page.url()).searchParams.get("run");
  await page.goto(`/workflows/${workflowId}/runs/${runId}`);

  const row = (index: number) => page.getByTestId(`timeline-each[${index}].writer`);
  const instances = page.getByTestId("instances-each");
  await row(0).click();
  await expect(instances).toContainText("1 / 3");
  await page.getByRole("button", { name: "Next instance of Each" }).press("Enter");
  await expect(instances).toContainText("2 / 3");
  await expect(row(1)).toHaveAttribute("aria-selected", "true");
  await expect(page).toHaveURL(/step=each%5B1%5D\.writer/);
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

/** A Map with one agent in it. */
function mapOver(items: readonly string[]): object {
  const node = (id: string, type: string, title: string, x: number, config: object) => ({
    id,
    type,
    typeVersion: 1,
    title,
    position: { x, y: 40 },
    config,
  });
  const writer = { model: "mistral-small-latest", instructions: "Answer in one line.", message: "Write about {{ item }}." };
  const edge = (source: string, target: string) => ({
    id: `${source}.out>${target}.in`,
    source,
    sourcePort: "out",
    target,
    targetPort: "in",
  });
  return {
    format: "windrose.workflow",
    formatVersion: 1,
    name: "Each wind",
    description: "",
    nodes: [
      node("topic", "input", "Topic", 0, { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] }),
      { ...node("each", "map", "Each", 320, { items: JSON.stringify(items) }), size: { width: 480, height: 200 } },
      { ...node("writer", "agent", "Writer", 36, writer), parent: "each" },
      node("answer", "output", "Answer", 880, { format: "markdown", value: "" }),
    ],
    edges: [edge("topic", "each"), edge("each", "answer")],
    state: [],
    sampleInput: { topic: "winds" },
  };
}
