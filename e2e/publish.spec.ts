import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { APIResponse, Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow, pipelineOf, startRun } from "./fixtures/workflow";

/** Specs share one workspace, and a run of the suite may follow another on the same data. */
const unique = () => `spec-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6).toString(36)}`;

async function openWorkflow(page: Page, baseURL: string | undefined, document: object): Promise<void> {
  const workflowId = await importWorkflow(page.request, baseURL ?? "", document);
  await page.goto(`/workflows/${workflowId}`);
  await expect(page.getByTestId("canvas")).toBeVisible();
}

async function newKey(page: Page, name: string): Promise<string> {
  await page.goto("/settings#keys");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make key" }).click();
  const key = await page.getByRole("dialog").getByRole("region", { name: "API key" }).locator("pre").innerText();
  await page.getByRole("button", { name: "I have copied it" }).click();
  return key.trim();
}

/** Sends what a shell would make of a curl command, without needing curl. */
async function callAsWritten(page: Page, command: string, key: string): Promise<APIResponse> {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }; ${command}`;
  const { stdout } = await promisify(execFile)("sh", ["-c", script], { env: { ...process.env, WINDROSE_KEY: key } });
  const [url = "", ...words] = stdout.split("\0").slice(0, -1);
  const valuesOf = (option: string) => words.flatMap((word, at) => (word === option ? (words[at + 1] ?? []) : []));
  const headers = Object.fromEntries(valuesOf("-H").map((header) => header.split(/: (.*)/s).slice(0, 2)));
  return page.request.post(url, { headers, data: valuesOf("-d")[0] });
}

test("a workflow is published, called as the dialog says, and keeps answering while its draft goes on", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const name = unique();
  await openWorkflow(page, baseURL, pipelineOf("Published", ["Answer in one sentence."]));
  await page.getByTestId("publish").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Not A Name");
  await expect(dialog.getByRole("alert")).toHaveText("Use small letters: not a name.");
  await expect(page.getByTestId("publish-now")).toBeDisabled();
  await dialog.getByLabel("Name").fill(name);
  await page.getByTestId("publish-now").click();
  await expect(dialog.getByText("answers now")).toBeVisible();
  const command = await dialog.locator("pre").innerText();
  const editor = page.url();

  const key = await newKey(page, name);
  const answer = await (await callAsWritten(page, command, key)).json();
  expect(answer).toMatchObject({ success: true, status: "succeeded", output: expect.any(String), error: null });
  expect(answer.results.map(({ path }: { path: string }) => path)).toEqual(["topic", "agent_1", "answer"]);

  await page.goto(editor);
  await page.getByTestId("workflow-panel").getByLabel("Name").fill("Changed since");
  await page.keyboard.press("Tab");
  await page.getByTestId("publish").click();
  await expect(dialog.getByText("The draft has changed since.")).toBeVisible();
  const described = await page.request.get(`/api/v1/workflows/${name}`, { headers: { authorization: `Bearer ${key}` } });
  expect(await described.json()).toMatchObject({ title: "Published", version: 1 });

  await page.getByTestId("publish-now").click();
  await expect(dialog.getByText("Version 2 answers")).toBeVisible();
  await dialog.getByRole("button", { name: "Publish version 1 again" }).click();
  await expect(dialog.getByText("Version 3 answers")).toBeVisible();
  await dialog.getByRole("button", { name: "Unpublish" }).click();
  await expect(dialog.getByText("Programs call it by its name.")).toBeVisible();
  const gone = await page.request.get(`/api/v1/workflows/${name}`, { headers: { authorization: `Bearer ${key}` } });
  expect(gone.status()).toBe(404);
});

test("a draft with problems is not published, and each problem leads to its card", async ({ page, baseURL }) => {
  const draft = pipelineOf("Not ready", ["Answer."]) as { nodes: { id: string; config: object }[] };
  const nodes = draft.nodes.map((node) => (node.id === "agent_1" ? { ...node, config: {} } : node));
  await openWorkflow(page, baseURL, { ...draft, nodes });
  await page.getByTestId("publish").click();
  await expect(page.getByRole("dialog", { name: "Not ready to publish" })).toBeVisible();
  await expect(page.getByTestId("publish-now")).toHaveCount(0);
  await page.getByRole("dialog").getByRole("list", { name: "Problems" }).getByRole("button").first().click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByTestId("node-agent_1")).toHaveAttribute("data-selected", "true");
});

test("a key that is revoked opens nothing any more", async ({ page }) => {
  const name = unique();
  const key = await newKey(page, name);
  const listed = () => page.request.get("/api/v1/workflows", { headers: { authorization: `Bearer ${key}` } });
  expect((await listed()).status()).toBe(200);
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("row", { name })).toHaveCount(0);
  expect((await listed()).status()).toBe(401);
});

test("a step's conversation lists every entry, ours and as the provider keeps it", async ({ page, baseURL }) => {
  test.setTimeout(90_000);
  await openWorkflow(page, baseURL, pipelineOf("Told", ["Answer in one sentence.", "Answer in one sentence."]));
  await startRun(page);
  await expect(page.getByTestId("run")).toBeVisible({ timeout: 60_000 });
  await page.getByTestId("node-agent_2").click();
  const panel = page.locator("[data-panel]");
  await panel.getByRole("tab", { name: "Conversation" }).click();
  const entries = panel.getByRole("list", { name: "Entries" }).getByRole("listitem");
  await expect(entries).toHaveCount(2);
  await panel.getByRole("button", { name: "Show", exact: true }).click();
  await expect(entries).toHaveCount(4);
  await expect(entries.first()).toContainText(/user\s*Agent 1\s*message\.input/i);
  await panel.getByText("Kept by the provider").click();
  await expect(entries).toHaveCount(4);
  await expect(entries.last()).toContainText(/assistant\s*Agent 2\s*message\.output/i);
});
