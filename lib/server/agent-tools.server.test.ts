import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { sentBody, withKinds, withLiveRuns } from "../../scripts/vitest/live-runs";
import type { WorkflowDocument } from "../document/schema";
import { documentOf, nodeOf } from "../document/testing";

const { simulator, actor, start, ended, journalOf } = withLiveRuns();

beforeEach(() => simulator().reset());

/** An agent whose model may call a price list (an expression) and a calculator (code). */
function clerk(config: { readonly [key: string]: string } = {}): WorkflowDocument {
  const drawn = documentOf(
    [
      "input",
      nodeOf("clerk", { model: "mistral-small-latest", instructions: "You answer questions about prices.", ...config }),
      "prices",
      "tax",
      "output",
    ],
    ["input>clerk", "clerk>output"],
  );
  const tools = ["prices", "tax"].map((target) => ({
    id: `clerk.tools>${target}.in`,
    source: "clerk",
    sourcePort: "tools",
    target,
    targetPort: "in",
  }));
  const article = { key: "article", label: "Article", type: "text" as const, required: true };
  return withKinds(
    {
      ...drawn,
      edges: [...drawn.edges, ...tools],
      sampleInput: { question: "What is the price of the article chair, and the tax on it?" },
    },
    {
      input: { type: "input", config: { fields: [{ key: "question", label: "Question", type: "text", required: true }] } },
      prices: {
        type: "transform",
        config: { mode: "expression", template: "", expression: "{ price: 20, article: received.article }" },
        settings: { tool: { description: "Looks up the price of an article.", parameters: [article] } },
      },
      tax: {
        type: "code",
        config: { source: "return 'tax on ' + received.article + ': 4';" },
        settings: { tool: { description: "Calculates the tax on an article.", parameters: [article] } },
      },
      output: { type: "output", config: { format: "markdown", value: "" } },
    },
  );
}

it("runs the functions a model calls as steps, gives their results back in its conversation, and answers with them", async () => {
  const runId = await start(clerk());
  const journal = await ended(runId);
  expect(journal.at(-1)).toMatchObject({ type: "run_finished", status: "succeeded" });
  const spawned = journal.find((event) => event.type === "step_spawned");
  expect(spawned).toMatchObject({ path: "clerk", policy: { onFailure: "settle" } });
  const called = journal.flatMap((event) => (event.type === "step_succeeded" && event.path.startsWith("clerk.call[") ? [event.path] : []));
  expect(called.toSorted()).toEqual(["clerk.call[0].prices", "clerk.call[1].tax"]);

  const [first, second, ...more] = simulator().requests();
  expect(more).toEqual([]);
  expect(sentBody(first).tools).toMatchObject([
    { type: "function", function: { name: "prices", description: "Looks up the price of an article." } },
    { type: "function", function: { name: "tax" } },
  ]);
  expect(second?.path).toMatch(/^\/v1\/conversations\/conv_/);
  expect(sentBody(second).inputs?.map(({ type }) => type)).toEqual(["function.result", "function.result"]);
  expect(JSON.stringify(second?.body)).toContain("tax on");
});

it("repeats no other tool when one of them is run again, and leaves the conversation of the earlier run alone", async () => {
  const { rerun } = await import("./services/reruns");
  const runId = await start(clerk());
  await ended(runId);
  simulator().reset();
  const again = await rerun(actor(), runId, { path: "clerk.call[1].tax" });
  if (!again.ok) throw new Error(again.error.message);
  const journal = await ended(again.value.runId);
  expect(journal.at(-1)).toMatchObject({ status: "succeeded" });
  const anew = journal.flatMap((event) => (event.type === "step_started" && event.reused !== true ? [event.path] : []));
  expect(anew).toContain("clerk.call[1].tax");
  expect(anew).not.toContain("clerk.call[0].prices");
  const [only, ...more] = simulator().requests();
  expect(more).toEqual([]);
  expect(only?.path).toMatch(/^\/v1\/conversations(#stream)?$/);
  expect(sentBody(only).inputs?.map(({ type }) => type)).toEqual([
    "message.input",
    "function.call",
    "function.call",
    "function.result",
    "function.result",
  ]);
});

/** The same with tools that a person has to allow. */
function askingFirst(drawn: WorkflowDocument, decideHours?: number): WorkflowDocument {
  const asks = { askFirst: true, ...(decideHours !== undefined && { decideHours }) };
  const nodes = drawn.nodes.map((node) => {
    const tool = node.settings?.tool;
    return tool === undefined ? node : { ...node, settings: { ...node.settings, tool: { ...tool, ...asks } } };
  });
  return { ...drawn, nodes };
}

it("waits for a person before a tool that asks first, holding no process, and goes on with what they decided after a restart", async () => {
  const { pool } = await import("./db");
  const { decideStep } = await import("./services/run-inbox");
  const { startWorker, stopWorker } = await import("./worker");
  const runId = await start(askingFirst(clerk()));
  const asked = async (count: number) => {
    const waits = async () => (await journalOf(runId)).filter((event) => event.type === "step_waiting");
    await expect.poll(async () => (await waits()).length, { timeout: 10_000 }).toBe(count);
    return (await waits()).at(-1);
  };
  const first = await asked(1);
  expect(first).toMatchObject({ path: "clerk", until: { ask: { title: expect.stringContaining("May CLERK call") } } });
  const row = async () => (await pool().query("SELECT status, owner FROM run WHERE id = $1", [runId])).rows[0];
  await expect.poll(row, { timeout: 10_000 }).toEqual({ status: "waiting", owner: null });
  await stopWorker();
  const decision = { approve: true, comment: "", values: { article: "a desk" } };
  expect(await decideStep(actor(), runId, { seq: first?.seq ?? 0, decision })).toMatchObject({ ok: true });
  await startWorker();
  const second = await asked(2);
  const refusal = { approve: false, comment: "No tax today.", values: {} };
  expect(await decideStep(actor(), runId, { seq: second?.seq ?? 0, decision: refusal })).toMatchObject({ ok: true });

  const journal = await ended(runId);
  expect(journal.at(-1)).toMatchObject({ status: "succeeded" });
  const ran = journal.flatMap((event) => (event.type === "step_succeeded" && event.path.startsWith("clerk.call[") ? [event] : []));
  expect(ran).toMatchObject([{ path: "clerk.call[0].prices", output: { inline: { article: "a desk" } } }]);
  const requests = simulator().requests();
  expect(requests).toHaveLength(2);
  const results = JSON.stringify(requests[1]?.body);
  expect(results).toContain("A person refused this call: No tax today.");
  expect(results).toContain("A person changed the arguments");
});

it("refuses a call that nobody allows within its time, also when that passed while no process ran", async () => {
  const { pool } = await import("./db");
  const { startWorker, stopWorker } = await import("./worker");
  const runId = await start(askingFirst(clerk(), 1));
  const waits = async () => (await journalOf(runId)).filter((event) => event.type === "step_waiting");
  const row = async () => (await pool().query("SELECT status, owner FROM run WHERE id = $1", [runId])).rows[0];
  const now = Date.now;
  onTestFinished(() => void vi.restoreAllMocks());
  for (const hour of [1, 2]) {
    await expect.poll(async () => (await waits()).length, { timeout: 10_000 }).toBe(hour);
    await expect.poll(row, { timeout: 10_000 }).toEqual({ status: "waiting", owner: null });
    await stopWorker();
    vi.spyOn(Date, "now").mockImplementation(() => now() + hour * 3_600_000);
    // The database's clock is not ours to move.
    await pool().query("UPDATE run SET wake_at = now() WHERE id = $1", [runId]);
    await startWorker();
  }
  const journal = await ended(runId);
  expect(journal.at(-1)).toMatchObject({ status: "succeeded" });
  expect(journal.filter((event) => event.type === "step_spawned")).toEqual([]);
  const requests = simulator().requests();
  expect(requests).toHaveLength(2);
  expect(JSON.stringify(requests[1]?.body).match(/Nobody allowed this call in time/g)).toHaveLength(2);
});
