import { expectNoBarrier, showIn } from "./fixtures/barriers";
import { expect, test } from "./fixtures/test";
import { importWorkflow, workflowOf } from "./fixtures/workflow";

test("a person emits an event to a run that listens, and what is no JSON is said before it is sent", async ({ page, request }) => {
  await showIn(page, "dark");
  const workflowId = await importWorkflow(request, "", listening);
  const started = await request.post(`/api/workflows/${workflowId}/runs`, { data: { input: {} } });
  expect(started.ok(), await started.text()).toBe(true);
  const { runId } = await started.json();
  await page.goto(`/workflows/${workflowId}/runs/${runId}`);
  await page.getByRole("tab", { name: "Events" }).click();
  const form = page.getByRole("form", { name: "Emit an event" });
  await expect(form.getByLabel("Event")).toHaveValue("order.placed");

  await form.getByLabel("Data (JSON)").fill("{chairs: 12");
  await form.getByRole("button", { name: "Emit" }).click();
  await expect(form.getByText("This is not JSON.", { exact: false })).toBeVisible();
  await expectNoBarrier(page);

  await form.getByLabel("Data (JSON)").fill('{"chairs": 12}');
  await form.getByRole("button", { name: "Emit" }).click();
  await expect(form.getByLabel("Data (JSON)")).toHaveValue("");
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByTestId("timeline-orders[0].confirm").click();
  await expect(page.getByText("12 chairs are on their way.").first()).toBeVisible();

  expect((await request.post(`/api/runs/${runId}/cancel`, { data: {} })).ok()).toBe(true);
  await page.getByRole("tab", { name: "Events" }).click();
  await expect(form).toHaveCount(0);
});

const listening = workflowOf(
  "Listens",
  [
    { id: "begin", type: "input", title: "Begin", config: { fields: [{ key: "shop", label: "Shop", type: "text", required: false }] } },
    { id: "end", type: "output", title: "End", position: { x: 312, y: 0 }, config: { format: "text", value: "" } },
    {
      id: "orders",
      type: "on_event",
      title: "Orders",
      position: { x: 0, y: 200 },
      config: { event: "order.placed", listenUntil: "time", seconds: 60 },
    },
    {
      id: "confirm",
      type: "transform",
      title: "Confirm",
      parent: "orders",
      position: { x: 36, y: 52 },
      config: { mode: "template", template: "{{ event.data.chairs }} chairs are on their way.", expression: "" },
    },
  ],
  ["begin>end"],
);
