import type { APIRequestContext, Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow } from "./fixtures/workflow";

type Card = { readonly id: string; readonly type: string; readonly config: object; readonly parent?: string; readonly lane?: string };

/** Cards in a row, those inside a container in a column, one a lane; edges as `a>b`. */
function workflowOf(name: string, cards: readonly Card[], edges: readonly string[], more: object = {}): object {
  return {
    format: "windrose.workflow",
    formatVersion: 1,
    name,
    description: "",
    nodes: cards.map((card, index) => ({
      ...card,
      typeVersion: 1,
      title: card.id,
      position: card.parent === undefined ? { x: index * 320, y: 0 } : { x: 40, y: 60 + insideBefore(cards, index) * 104 },
    })),
    edges: edges.map((edge) => {
      const [source = "", target = ""] = edge.split(">");
      return { id: `${source}.out>${target}.in`, source, sourcePort: "out", target, targetPort: "in" };
    }),
    state: [],
    sampleInput: {},
    ...more,
  };
}

function insideBefore(cards: readonly Card[], index: number): number {
  return cards.slice(0, index).filter(({ parent }) => parent !== undefined).length;
}

const input: Card = { id: "start", type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] } };
const output: Card = { id: "end", type: "output", config: { format: "markdown", value: "" } };
const text = (id: string, more: Partial<Card> = {}): Card => ({
  id,
  type: "transform",
  config: { mode: "template", template: id },
  ...more,
});

/** Opens a new workflow and the panel of one of its nodes. */
async function openPanel(page: Page, request: APIRequestContext, document: object, nodeId: string): Promise<string> {
  const workflowId = await importWorkflow(request, "", document);
  await page.goto(`/workflows/${workflowId}`);
  await page.getByTestId(`node-${nodeId}`).getByRole("heading").click();
  return workflowId;
}

test("a removed lane leaves its steps to its neighbour, and one undo brings both back", async ({ page, request }) => {
  const lanes = ["market", "law", "costs"].map((id) => ({ id, title: id }));
  const inside = lanes.map(({ id }) => text(`${id}_step`, { parent: "team", lane: id }));
  const team: Card = { id: "team", type: "parallel", config: { lanes } };
  await openPanel(page, request, workflowOf("Lanes", [input, team, ...inside, output], ["start>team", "team>end"]), "team");
  const card = page.getByTestId("node-team");
  const names = page.getByRole("textbox", { name: /^Name of lane/ });
  await expect(card).toContainText("3 lanes");

  await page.getByRole("button", { name: "Remove law" }).click();
  await expect(names).toHaveCount(2);
  await expect(card).toContainText("2 lanes");
  await expect(page.getByTestId("node-law_step")).toBeVisible();
  await expect(page.getByTestId("problem-count")).toContainText("0 problems");

  await page.getByRole("button", { name: "Undo: Remove law" }).click();
  await expect(names).toHaveCount(3);
  await expect(names.nth(1)).toHaveValue("law");

  await page.getByRole("button", { name: "Add a lane" }).focus();
  await page.keyboard.press("Enter");
  await expect(names).toHaveCount(4);
  await names.nth(3).focus();
  await page.keyboard.type("People");
  await expect(card).toContainText("People");
  await expect(async () => {
    const [frame, last] = [await card.boundingBox(), await page.getByText("People", { exact: true }).boundingBox()];
    if (frame === null || last === null) throw new Error("The lanes are not drawn.");
    expect(last.y + last.height).toBeLessThan(frame.y + frame.height);
  }).toPass();
});

test("the form of an approval is made of rows, by keyboard alone", async ({ page, request }) => {
  const ask: Card = { id: "ask", type: "approval", config: { title: "Good?", body: "", fields: [], output: "content" } };
  await openPanel(page, request, workflowOf("Form", [input, ask], ["start>ask"]), "ask");
  await page.getByRole("button", { name: "Add a field" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Label" }).focus();
  await page.keyboard.type("Final text");
  await expect(page.getByRole("textbox", { name: "Key" })).toHaveValue("final_text");
  const first = page.getByRole("textbox", { name: "Begins with" });
  await first.click();
  await page.keyboard.type("{{ received");
  await page.keyboard.press("Escape");
  await expect(first).toContainText("{{ received");
  await page.getByRole("button", { name: "Remove Final text" }).focus();
  await page.keyboard.press("Enter");
  await expect(first).toHaveCount(0);
  await expect(page.getByText("the person says yes or no")).toBeVisible();
});

test("a State node changes declared variables, and a refused name says why", async ({ page, request }) => {
  const state = [
    { name: "notes", type: "list", reducer: "append", initial: [] },
    { name: "count", type: "number", reducer: "add", initial: 0 },
  ];
  const keep: Card = { id: "keep", type: "state", config: { changes: [] } };
  await openPanel(page, request, workflowOf("State", [input, keep], ["start>keep"], { state }), "keep");
  await page.getByRole("button", { name: "Add a change" }).click();
  await page.getByRole("combobox", { name: "Variable" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox")).toBeVisible();
  await page.keyboard.type("count");
  await expect(page.getByRole("option", { name: "count" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("radio", { name: "Expression" }).click();
  await page.getByRole("textbox", { name: "New value of count" }).fill("1");
  await expect(page.getByTestId("node-keep")).toContainText("count");

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Close" }).first().click();
  await page.getByRole("button", { name: /^State/ }).click();
  const name = page.getByRole("group", { name: "notes" }).getByRole("textbox", { name: "Name" });
  await name.fill("count");
  await name.press("Tab");
  await expect(page.getByText("Another value has this name.")).toBeVisible();
  await expect(name).toHaveValue("count");
});

test("a Sub-workflow is chosen by name, asks for what the other takes, and says when that is gone", async ({ page, request }) => {
  const name = `Called ${Date.now()}`;
  const calledId = await importWorkflow(request, "", workflowOf(name, [input, output], ["start>end"]));
  const sub: Card = { id: "sub", type: "workflow", config: { workflowId: crypto.randomUUID(), inputs: {} } };
  await openPanel(page, request, workflowOf("Caller", [input, sub, output], ["start>sub", "sub>end"]), "sub");
  await expect(page.getByText("There is no workflow with this id")).toBeVisible();

  await page.getByTestId("workflow").click();
  await page.locator("input:focus").fill(name);
  await expect(page.getByRole("option", { name })).toHaveAttribute("data-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("workflow")).toContainText(name);
  await expect(page.getByRole("link", { name: "Open it" })).toHaveAttribute("href", `/workflows/${calledId}`);
  await page.getByRole("textbox", { name: "Topic" }).fill("{{ input.topic }}");
  await expect(page.getByTestId("node-sub")).toContainText("1 field");
});

test("one step of a run is cancelled, and the run is done again with an output put in by hand", async ({ page, request }) => {
  const code: Card = { id: "code", type: "code", config: { source: "console.log('looked at', input.topic);\nreturn { count: 2 };" } };
  const wait: Card = { id: "wait", type: "delay", config: { mode: "for", amount: 1, unit: "hours" } };
  const shown: Card = { id: "shown", type: "transform", config: { mode: "template", template: "Counted {{ nodes.code.output.count }}" } };
  const document = workflowOf("Steps", [input, code, wait, shown, output], ["start>code", "code>wait", "code>shown", "shown>end"]);
  const workflowId = await importWorkflow(request, "", document);
  const started = await request.post(`/api/workflows/${workflowId}/runs`, { data: { input: { topic: "tea" } } });
  const { runId } = await started.json();
  await page.goto(`/workflows/${workflowId}/runs/${runId}?step=wait`);
  await page.getByRole("button", { name: "Cancel step" }).click();
  await expect(page.getByTestId("node-wait")).toContainText("cancelled");
  await expect(page.getByTestId("node-end")).toContainText("succeeded");

  await page.goto(`/workflows/${workflowId}/runs/${runId}?step=code`);
  await page.getByRole("tab", { name: "Attempts" }).click();
  await expect(page.getByText("looked at tea")).toBeVisible();
  await page.getByRole("tab", { name: "Output" }).last().click();
  await page.getByRole("button", { name: "Run again with an edited output" }).click();
  await page.getByRole("textbox", { name: "Output (JSON)" }).fill("{ count: 7");
  await page.getByRole("button", { name: "Run again", exact: true }).click();
  await expect(page.getByText("This is not JSON.")).toBeVisible();
  await page.getByRole("textbox", { name: "Output (JSON)" }).fill('{ "count": 7 }');
  await page.getByRole("button", { name: "Run again", exact: true }).click();
  await page.waitForURL((url) => /\/runs\//.test(url.pathname) && !url.pathname.includes(runId));
  await expect(page.getByTestId("node-code")).toContainText("reused");
  await page.goto(`${page.url().split("?")[0]}?step=shown`);
  await expect(page.getByText("Counted 7").first()).toBeVisible();
});
