import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow, pipelineOf } from "./fixtures/workflow";

test("a workflow is drawn and run with the keyboard alone", async ({ page }) => {
  await page.goto("/");
  await tabTo(page, page.getByRole("button", { name: "New", exact: true }).first());
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/workflows\/[0-9a-f-]{36}$/);
  await expect(page.getByTestId("canvas")).toBeVisible();

  for (const type of ["input", "agent", "output"]) await addByKeyboard(page, type);
  await tabTo(page, card(page, "input"));
  await connectByKeyboard(page, "input", "agent");
  await tabTo(page, card(page, "agent"));
  await connectByKeyboard(page, "agent", "output");

  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("dialog", { name: /^Run / })).toBeVisible();
  await expect(page.locator("[data-testid^=input-]").first()).toBeFocused();
  await page.keyboard.type("sodium-ion batteries");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByTestId("node-output")).toHaveAttribute("data-status", "succeeded", { timeout: 30_000 });
});

test("the run dialog begins in its first field, and starts the run from whatever has the focus in it", async ({ page, request }) => {
  await page.goto(`/workflows/${await importWorkflow(request, "", pipelineOf("Asked first", ["Answer briefly."]))}`);
  await page.getByTestId("run").click();
  await expect(page.getByTestId("input-topic")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("tidal power");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).first().focus();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByTestId("node-topic")).toHaveAttribute("data-status", "succeeded");
  await page.getByTestId("run").click();
  await expect(page.getByTestId("input-topic")).toHaveValue("tidal power");
});

test("Escape leaves the quick picker and the connect dialog without a change", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "New", exact: true }).first().click();
  await expect(page.getByTestId("canvas")).toBeVisible();
  await addByKeyboard(page, "agent");
  await page.keyboard.press("/");
  await expect(page.getByTestId("quick-picker")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("quick-picker")).toHaveCount(0);
  await expect(card(page, "agent")).toBeFocused();
  await page.keyboard.press("c");
  await expect(page.getByRole("dialog", { name: /^Connect / })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator("[data-testid^=edge-]")).toHaveCount(0);
  await expect(card(page, "agent")).toBeFocused();
});

const card = (page: Page, nodeId: string) => page.locator(`.react-flow__node[data-id="${nodeId}"]`);

async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(wanted).toBeFocused({ timeout: 150 });
  }).toPass({ intervals: [1], timeout: 15_000 });
}

async function addByKeyboard(page: Page, type: string): Promise<void> {
  await page.keyboard.press("/");
  await expect(page.getByTestId("quick-picker").getByRole("combobox")).toBeFocused();
  await page.keyboard.type(type);
  await expect(page.getByTestId(`pick-${type}`)).toHaveAttribute("data-selected", "true");
  await page.keyboard.press("Enter");
  await expect(card(page, type)).toBeFocused();
}

/** From the card that has the focus, which keeps it. */
async function connectByKeyboard(page: Page, from: string, to: string): Promise<void> {
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: /^Connect / });
  await expect(dialog.getByRole("combobox")).toBeFocused();
  await page.keyboard.type(to);
  await expect(dialog.getByRole("option").first()).toHaveAttribute("data-selected", "true");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.locator(`[data-testid^="edge-${from}."][data-testid*=">${to}."]`)).toHaveCount(1);
  await expect(card(page, from)).toBeFocused();
}
