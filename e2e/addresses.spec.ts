/** What an address answers that leads nowhere, or is asked in a way that no page knows. */
import { expect, test } from "./fixtures/test";

for (const [address, title] of [
  ["/nowhere", "There is nothing at this address"],
  ["/workflows/nope", "There is nothing at this address"],
  ["/workflows/%00", "There is nothing at this address"],
  ["/agents/nope", "There is nothing at this address"],
  ["/libraries/%00", "There is nothing at this address"],
  ["/workflows/nope/runs/nope", "There is no such run"],
] as const) {
  test(`${address} is 404, and says where to go instead`, async ({ page }) => {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
  });
}

test("what is missing among the lists is said within their frame", async ({ page }) => {
  await page.goto("/agents/nope");
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await expect(page.getByRole("banner")).toHaveCount(1);
});

test("methods that no page knows are 405", async ({ request }) => {
  for (const method of ["TRACE", "DELETE", "PUT"]) {
    const answer = await request.fetch("/", { method });
    expect([method, answer.status()]).toEqual([method, 405]);
    expect(answer.headers().allow).toContain("GET");
  }
});
