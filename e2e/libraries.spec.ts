import { expect, test } from "./fixtures/test";

test("a library is made, filled, chosen by an agent and deleted again", async ({ page }) => {
  await page.goto("/libraries");
  await page.getByRole("button", { name: "New library" }).click();
  await page.getByLabel("Name").fill("Harbour handbook");
  await page.getByLabel("Description").fill("Opening hours and berths.");
  await page.getByRole("button", { name: "Make library" }).click();
  await expect(page.getByRole("heading", { name: "Harbour handbook" })).toBeVisible();
  await expect(page.getByText("No documents yet")).toBeVisible();

  await page.getByLabel("Documents to add").setInputFiles([
    { name: "hours.md", mimeType: "text/markdown", buffer: Buffer.from("The harbour office opens at six.") },
    { name: "empty.md", mimeType: "text/markdown", buffer: Buffer.from("") },
  ]);
  await expect(page.getByRole("row", { name: /hours\.md Ready/ })).toBeVisible();
  await expect(page.getByText("empty.md is empty")).toBeVisible();

  await page.getByRole("button", { name: "Delete hours.md" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("row", { name: /hours\.md/ })).toBeHidden();

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: "Libraries" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Harbour handbook" })).toBeHidden();
});
