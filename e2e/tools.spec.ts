import type { Page } from "@playwright/test";
import { expectNoBarrier, showIn } from "./fixtures/barriers";
import { expect, test } from "./fixtures/test";
import { importWorkflow, openTemplate, workflowOf } from "./fixtures/workflow";

test("the tools of an MCP server are loaded into its panel, and one that is left out stays left out", async ({ page, request }) => {
  await showIn(page, "light");
  await openShop(page, await importWorkflow(request, "", shopAt(`http://${process.env.WINDROSE_E2E_MCP_HOST}/mcp`)));
  await page.getByRole("button", { name: "Load tools" }).click();
  const price = page.getByRole("switch", { name: "price", exact: true });
  const greet = page.getByRole("switch", { name: "greet", exact: true });
  await expect(price).toBeChecked();
  await expect(page.getByText("Price of an article.")).toBeVisible();
  await expectNoBarrier(page);

  await greet.click();
  await page.getByRole("button", { name: "Load again" }).click();
  await expect(greet).not.toBeChecked();
  await expect(price).toBeChecked();
});

test("an MCP server that may not be called says who can allow it", async ({ page, request }) => {
  await showIn(page, "dark");
  await openShop(page, await importWorkflow(request, "", shopAt("http://127.0.0.1:9/mcp")));
  await page.getByRole("button", { name: "Load tools" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "WINDROSE_ALLOWED_HOSTS" })).toBeVisible();
  await expectNoBarrier(page);
});

test("a node that an agent may call says what the model is told of it and fills in", async ({ page }) => {
  await showIn(page, "light");
  await openTemplate(page, "Agent with tools");
  await page.getByTestId("node-quote").click();
  const section = page.getByRole("region", { name: "As a tool" });
  await section.getByRole("button", { name: "As a tool" }).click();
  await expect(section.getByLabel("What it does")).toHaveValue(/\w/);
  await expect(section.getByText("{{ received.quantity }}")).toBeVisible();
  await expectNoBarrier(page);

  await section.getByLabel("What it does").fill("The price of some articles.");
  await section.getByLabel("What it does").blur();
  await page.getByTestId("node-order_desk").click();
  await expect(section).toHaveCount(0);
  await page.getByTestId("node-quote").click();
  await section.getByRole("button", { name: "As a tool" }).click();
  await expect(section.getByLabel("What it does")).toHaveValue("The price of some articles.");
});

async function openShop(page: Page, workflowId: string): Promise<void> {
  await page.goto(`/workflows/${workflowId}`);
  await page.getByTestId("node-shop").click();
  await expect(page.getByTestId("node-panel")).toBeVisible();
}

function shopAt(url: string): object {
  return workflowOf("A shop", [{ id: "shop", type: "mcp", title: "Shop", config: { url } }]);
}
