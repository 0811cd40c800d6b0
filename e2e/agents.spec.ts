import type { APIRequestContext, Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow, pipelineOf } from "./fixtures/workflow";

/** Makes an agent as a person does and ends on its page. */
async function makeAgent(page: Page, name: string, instructions: string): Promise<string> {
  await page.goto("/agents/new");
  await page.getByLabel("Name").fill(name);
  await page.getByRole("textbox", { name: "Instructions" }).click();
  await page.keyboard.insertText(instructions);
  await page.getByRole("button", { name: "Create agent" }).click();
  await page.waitForURL(/\/agents\/[0-9a-f-]{36}$/);
  await expect(page.getByTestId("version-1")).toContainText("current");
  return page.url().split("/").at(-1) ?? "";
}

async function saveWithTemperature(page: Page, temperature: string): Promise<void> {
  const form = page.getByTestId("agent-form");
  if ((await form.getByLabel("Temperature").count()) === 0) await form.getByRole("button", { name: "Advanced" }).click();
  await form.getByLabel("Temperature").fill(temperature);
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form).toContainText("Everything is saved");
}

async function openPalette(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Open the palette" }).click();
}

test("an agent is dragged onto the canvas, changed in the library, and the node brought up to date in one step of undo", async ({
  page,
  context,
  request,
}) => {
  const name = `Scout ${Date.now()}`;
  const agentId = await makeAgent(page, name, "You are a scout. Say what lies ahead.");
  await page.goto(`/workflows/${await importWorkflow(request, "", pipelineOf(`With ${name}`, ["Answer."]))}`);
  await openPalette(page);
  const entry = page.getByRole("region", { name: "Your agents" }).getByRole("button", { name });
  await entry.dragTo(page.getByTestId("canvas"), { targetPosition: { x: 500, y: 600 } });

  const library = page.getByTestId("library");
  await expect(library).toContainText(`from ${name} v1`);
  await expect(page.getByTestId("node-panel")).toContainText("You are a scout.");

  const other = await context.newPage();
  await other.goto(`/agents/${agentId}`);
  await saveWithTemperature(other, "0.2");
  await expect(other.getByTestId("version-2")).toContainText("Changed: temperature");
  await other.close();

  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(library).toContainText("newer version 2");
  await library.getByRole("button", { name: "Update" }).click();
  await expect(library).toContainText(`from ${name} v2`);
  await expect(library).toHaveAttribute("data-standing", "current");
  await page.getByRole("button", { name: new RegExp(`^Undo: Update ${name}`) }).click();
  await expect(library).toContainText("newer version 2");
});

test("any agent of a canvas can be saved in the library, and what is changed there becomes its next version", async ({ page, request }) => {
  const title = `Critic ${Date.now()}`;
  const document = pipelineOf("Saves an agent", ["You criticise."]);
  const text = JSON.stringify(document).replace("Agent 1", title);
  await page.goto(`/workflows/${await importWorkflow(request, "", JSON.parse(text))}`);
  await page.getByTestId("node-agent_1").click();
  const library = page.getByTestId("library");
  await library.getByRole("button", { name: "Save as agent" }).click();
  await expect(library).toContainText(`from ${title} v1`);

  await page.getByRole("textbox", { name: "Instructions" }).click();
  await page.keyboard.press("End");
  await page.keyboard.insertText(" Be kind.");
  await expect(library).toContainText("changed here");
  await library.getByRole("button", { name: "Save as version 2" }).click();
  await expect(library).toHaveAttribute("data-standing", "current");
  await library.getByRole("link", { name: title }).click();
  await expect(page.getByTestId("version-2")).toContainText("Changed: instructions");
});

test("an earlier version comes back as a new one", async ({ page }) => {
  await makeAgent(page, `Planner ${Date.now()}`, "You are a planner.");
  await saveWithTemperature(page, "0.7");
  await page.getByRole("button", { name: "Restore version 1" }).click();
  await expect(page.getByTestId("version-3")).toContainText("current");
  await expect(page.getByTestId("agent-form").getByLabel("Temperature")).toHaveValue("");
});

test("deleting an agent names the workflows that use it, and their nodes keep what they copied", async ({ page, request }) => {
  const name = `Leaver ${Date.now()}`;
  await makeAgent(page, name, "You leave.");
  const workflowId = await importWorkflow(request, "", pipelineOf(`Uses ${name}`, ["Answer."]));
  await page.goto(`/workflows/${workflowId}`);
  await openPalette(page);
  await page.getByRole("region", { name: "Your agents" }).getByRole("button", { name }).click();
  await expect(page.getByTestId("library")).toContainText(`from ${name} v1`);
  await expect(page.getByTestId("saved-state")).toContainText(/saved/i);

  await page.goto("/agents");
  await page.getByLabel("Search agents").fill(name);
  await page.getByTestId("agent-card").filter({ hasText: name }).hover();
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toContainText(`Uses ${name}`);
  await page.getByRole("button", { name: "Delete agent" }).click();
  await expect(page.getByTestId("agent-card").filter({ hasText: name })).toHaveCount(0);

  await page.goto(`/workflows/${workflowId}`);
  await page.locator("[data-testid^=node-][data-card]").filter({ hasText: name }).click();
  await expect(page.getByTestId("library")).toContainText("not in this library");
  await expect(page.getByTestId("node-panel")).toContainText("You leave.");
});

test("a copy at Mistral follows every save; what is changed there is shown, taken over or replaced", async ({ page, request }) => {
  await makeAgent(page, `Envoy ${Date.now()}`, "You negotiate.");
  const copy = page.getByTestId("copy");
  await page.getByRole("button", { name: "Keep a copy at Mistral" }).click();
  await expect(copy).toHaveAttribute("data-copy", "same");
  const remote = await remoteAgent(request, (await copy.locator("[data-remote-id]").getAttribute("data-remote-id")) ?? "");

  await saveWithTemperature(page, "0.4");
  await expect(copy).toHaveAttribute("data-copy", "same");
  expect(await remote.read()).toMatchObject({ instructions: "You negotiate.", completion_args: { temperature: 0.4 }, version: 1 });

  await remote.change({ instructions: "You give in." });
  await page.reload();
  await expect(copy).toHaveAttribute("data-copy", "different");
  await expect(page.getByTestId("difference-instructions")).toContainText("You give in.");
  await expect(page.locator("[data-testid^=difference-]")).toHaveCount(1);
  await copy.getByRole("button", { name: "Take theirs" }).click();
  await expect(copy).toHaveAttribute("data-copy", "same");
  await expect(page.getByTestId("version-3")).toContainText("Changed: instructions");
  await expect(page.getByTestId("agent-form")).toContainText("You give in.");

  await remote.change({ name: "Somebody else", completion_args: {} });
  await page.reload();
  await expect(page.locator("[data-testid^=difference-]")).toHaveCount(2);
  await copy.getByRole("button", { name: "Send ours" }).click();
  await expect(copy).toHaveAttribute("data-copy", "same");
  expect(await remote.read()).toMatchObject({ name: expect.stringContaining("Envoy"), completion_args: { temperature: 0.4 } });

  await copy.getByRole("button", { name: "Stop keeping it" }).click();
  await page.getByRole("button", { name: "Delete it at Mistral" }).click();
  await expect(copy).toHaveAttribute("data-copy", "none");
  expect(await remote.status()).toBe(404);
});

/** The agent as somebody else with the same key sees it, past Windrose. */
async function remoteAgent(request: APIRequestContext, id: string) {
  const { provider } = await (await request.get("/api/models")).json();
  const url = `${provider.serverUrl}/v1/agents/${id}`;
  return {
    read: async () => (await request.get(url)).json(),
    status: async () => (await request.get(url)).status(),
    change: async (data: object) => expect((await request.patch(url, { data })).status()).toBe(200),
  };
}

test("what was typed into an agent's form is still there after a visit elsewhere, until it is discarded", async ({ page }) => {
  const name = `Kept ${Date.now()}`;
  const agentId = await makeAgent(page, name, "You are kept.");
  await page.getByLabel("Name").fill(`${name} and changed`);
  await page.getByRole("navigation").getByRole("link", { name: "Runs" }).click();
  await page.waitForURL(/\/runs$/);
  await page.goto(`/agents/${agentId}`);
  await expect(page.getByLabel("Name")).toHaveValue(`${name} and changed`);
  await expect(page.getByTestId("agent-form")).toContainText("Not saved yet");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.reload();
  await expect(page.getByLabel("Name")).toHaveValue(name);
});
