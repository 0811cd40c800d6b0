import { expect, it } from "vitest";
import { withKinds, withLiveRuns } from "../../scripts/vitest/live-runs";
import { endOf, pipeline, sentWith } from "../../scripts/vitest/pipeline";
import type { WorkflowDocument } from "../document/schema";
import { documentOf } from "../document/testing";
import type { RunEvent } from "../engine/events";
import type { Budget, BudgetState } from "../shared/budget";
import { forgetProcessWide, processWide } from "./runtime";

const runs = withLiveRuns();

const capped = (document: WorkflowDocument, budget: Budget): WorkflowDocument => ({ ...document, budget });

async function budgetOfRun(runId: string): Promise<BudgetState> {
  const { readRunBudget } = await import("./services/run-budgets");
  const state = await readRunBudget(runs.actor(), runId);
  if (!state.ok) throw new Error(state.error.message);
  return state.value;
}

async function raise(runId: string, budget: Budget): Promise<void> {
  const { changeRunBudget } = await import("./services/run-budgets");
  expect(await changeRunBudget(runs.actor(), runId, budget)).toEqual({ ok: true, value: {} });
}

/** The row, once nobody holds the run any more. */
async function released(runId: string): Promise<{ readonly status: string; readonly note: string | null }> {
  const { pool } = await import("./db");
  const read = async () => (await pool().query("SELECT status, note, owner FROM run WHERE id = $1", [runId])).rows[0];
  await expect.poll(async () => (await read()).owner, { timeout: 10_000 }).toBeNull();
  return read();
}

const unfunded = (event: RunEvent): boolean => event.type === "step_unfunded";

it("has spent exactly what its attempts took once a run is over, and holds nothing back", async () => {
  const runId = await runs.start(pipeline([{ instructions: "One." }, { instructions: "Two." }]));
  expect(endOf(await runs.ended(runId))).toMatchObject({ status: "succeeded" });
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT total_tokens FROM run WHERE id = $1", [runId]);
  const { spent, held, caps } = await budgetOfRun(runId);
  expect(spent).toMatchObject({ calls: 2, tokens: rows[0].total_tokens });
  expect(spent.micros).toBeGreaterThan(0);
  expect(held).toEqual({ calls: 0, tokens: 0, micros: 0, activeMs: 0 });
  expect(caps).toEqual({ calls: 2_000, tokens: 500_000, micros: null, activeMs: 3_600_000 });
});

it("waits without a process when its budget does not allow the next call, and goes on in the same attempt once it is raised", async () => {
  runs.simulator().reset();
  const runId = await runs.start(capped(pipeline([{ instructions: "First voice." }, { instructions: "Second voice." }]), { calls: 1 }));
  await runs.reached(runId, unfunded);
  expect(await released(runId)).toMatchObject({
    status: "waiting",
    note: "Waiting for its budget to be raised: 1 of 1 model call spent.",
  });
  expect(sentWith(runs.simulator(), "Second voice.")).toHaveLength(0);
  await raise(runId, { calls: 2 });
  const journal = await runs.ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  expect(sentWith(runs.simulator(), "First voice.")).toHaveLength(1);
  expect(sentWith(runs.simulator(), "Second voice.")).toHaveLength(1);
  const second = journal.filter((event) => event.type === "step_started" && event.path === "agent_2");
  expect(second).toMatchObject([{ attempt: 1 }, { attempt: 1 }]);
  expect(journal.find(({ type }) => type === "budget_raised")).toMatchObject({ by: "local", caps: { calls: 2, tokens: null } });
});

it("waits again when it was raised by too little", async () => {
  const runId = await runs.start(capped(pipeline([{ instructions: "A long answer." }]), { tokens: 10 }));
  await runs.reached(runId, unfunded);
  await raise(runId, { tokens: 20 });
  await expect.poll(async () => (await runs.journalOf(runId)).filter(unfunded).length, { timeout: 10_000 }).toBe(2);
  await raise(runId, { tokens: 100_000 });
  expect(endOf(await runs.ended(runId))).toMatchObject({ status: "succeeded" });
});

/** The agent's failure would be handled by the output. */
function withErrorPort(document: WorkflowDocument): WorkflowDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) => (node.type === "agent" ? { ...node, settings: { errorPort: true } } : node)),
    edges: [...document.edges, { id: "failed", source: "agent_1", sourcePort: "error", target: "answer", targetPort: "in" }],
  };
}

it("can be cancelled while it waits for its budget, and an error port never takes what the budget refused", async () => {
  const { cancelRun } = await import("./services/run-inbox");
  const runId = await runs.start(capped(withErrorPort(pipeline([{ instructions: "Answer." }])), { tokens: 10 }));
  await runs.reached(runId, unfunded);
  expect((await cancelRun(runs.actor(), runId)).ok).toBe(true);
  const journal = await runs.ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "cancelled" });
  expect(journal.some(({ type }) => type === "step_failed")).toBe(false);
});

it("never lets calls side by side spend more than there is, and waits for what they give back", async () => {
  const ids = Array.from({ length: 6 }, (_, at) => `agent_${at}`);
  const drawn = documentOf(
    ["start", ...ids],
    ids.map((id): `${string}>${string}` => `start>${id}`),
  );
  const speaks = (id: string) => ({
    model: "mistral-small-latest",
    instructions: `Voice of ${id}.`,
    message: "Say a word.",
    maxTokens: 500,
  });
  const kinds = Object.fromEntries(ids.map((id) => [id, { type: "agent", config: speaks(id) }]));
  const agents = withKinds(drawn, { ...kinds, start: { type: "input", config: { fields: [] } } });
  // Two calls may take so much at once; what they do take leaves room for all.
  const runId = await runs.start(capped(agents, { tokens: 1_600 }), {});
  const journal = await runs.ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  const { spent, caps } = await budgetOfRun(runId);
  expect(spent.calls).toBe(6);
  expect(spent.tokens).toBeLessThanOrEqual(caps.tokens ?? 0);
});

it("shares its budget with the runs that its steps start", async () => {
  const { createWorkflow } = await import("./services/workflows");
  const inner = await createWorkflow(runs.actor(), { document: pipeline([{ instructions: "Inner voice." }]) });
  if (!inner.ok) throw new Error(inner.error.message);
  const drawn = documentOf(["start", "sub"], ["start>sub"]);
  const called = { workflowId: inner.value.workflowId, inputs: { topic: "tides" } };
  const outer = withKinds(drawn, { start: { type: "input", config: { fields: [] } }, sub: { type: "workflow", config: called } });
  const runId = await runs.start(capped(outer, { tokens: 10 }), {});
  const { pool } = await import("./db");
  const children = async (): Promise<readonly string[]> =>
    (await pool().query("SELECT id FROM run WHERE parent_run_id = $1", [runId])).rows.map(({ id }) => id);
  await expect.poll(async () => (await children()).length, { timeout: 10_000 }).toBe(1);
  const [childId = ""] = await children();
  await runs.reached(childId, unfunded);
  await raise(runId, { tokens: 100_000 });
  expect(endOf(await runs.ended(runId))).toMatchObject({ status: "succeeded" });
  expect((await budgetOfRun(runId)).spent.calls).toBe(1);
  // Asked by the child, it is the same budget.
  expect(await budgetOfRun(childId)).toEqual(await budgetOfRun(runId));
});

it("counts a call that was lost with its process like the one that repeats it, and gives back what else was set aside", async () => {
  const { startWorker } = await import("./worker");
  const { pool } = await import("./db");
  runs.simulator().reset();
  const runId = await runs.start(pipeline([{ instructions: "Lost voice. [simulate: slow 2s]" }]));
  await expect.poll(() => sentWith(runs.simulator(), "Lost voice.").length, { timeout: 10_000 }).toBe(1);
  expect((await budgetOfRun(runId)).held.tokens).toBeGreaterThan(10_000);
  const first = processWide<{ stop: () => Promise<void> }>("worker", () => ({ stop: async () => undefined }));
  forgetProcessWide("worker");
  const alive = "FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database() AND locktype = 'advisory'";
  await pool().query(`SELECT pg_terminate_backend(pid) ${alive}`);
  await expect.poll(async () => (await pool().query(`SELECT pid ${alive}`)).rows, { interval: 10 }).toEqual([]);
  await startWorker();
  expect(endOf(await runs.ended(runId))).toMatchObject({ status: "succeeded" });
  await first.stop();
  const { spent, held } = await budgetOfRun(runId);
  expect(spent.calls).toBe(2);
  const { rows } = await pool().query("SELECT total_tokens FROM run WHERE id = $1", [runId]);
  // What the lost one took nobody knows: as much as it might have.
  expect(spent.tokens).toBeGreaterThan(rows[0].total_tokens + 4_000);
  expect(held).toEqual({ calls: 0, tokens: 0, micros: 0, activeMs: 0 });
});

it("lets no further call leave once it is known that the time is over that a run may be worked at", async () => {
  const { pool } = await import("./db");
  runs.simulator().reset();
  // The next call is made ready while the outcome of the one before is being written, which says how much time is left.
  const voices = [{ instructions: "Early voice. [simulate: slow 1s]" }, { instructions: "Next voice." }, { instructions: "Late voice." }];
  const runId = await runs.start(capped(pipeline(voices), { activeMinutes: 2 }));
  await expect.poll(() => sentWith(runs.simulator(), "Early voice.").length, { timeout: 10_000 }).toBe(1);
  await pool().query("UPDATE run_budget SET active_ms = active_ms_cap WHERE root_run_id = $1", [runId]);
  await runs.reached(runId, unfunded);
  expect((await runs.journalOf(runId)).find(unfunded)).toMatchObject({ path: "agent_3", item: "activeMs", cap: 120_000 });
  expect(sentWith(runs.simulator(), "Late voice.")).toHaveLength(0);
  await raise(runId, { activeMinutes: 10 });
  expect(endOf(await runs.ended(runId))).toMatchObject({ status: "succeeded" });
});

it("refuses a model without a price where there is a budget in dollars", async () => {
  const document = pipeline([{ instructions: "Answer.", config: { model: "a-model-without-a-price" } }]);
  expect(endOf(await runs.ended(await runs.start(capped(document, { dollars: 1 }))))).toMatchObject({
    status: "failed",
    error: { code: "price_unknown", message: expect.stringContaining("a-model-without-a-price") },
  });
});

it("says once that a cap is nearly reached", async () => {
  const agents = Array.from({ length: 5 }, (_, at) => ({ instructions: `Voice ${at}.` }));
  const journal = await runs.ended(await runs.start(capped(pipeline(agents), { calls: 5 })));
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  expect(journal.filter(({ type }) => type === "budget_nearly_spent")).toMatchObject([{ item: "calls", cap: 5, spent: 4 }]);
});

it("gives a run the workspace's caps where its workflow says nothing", async () => {
  const { changeWorkspaceBudget, workspaceBudget } = await import("./services/run-budgets");
  await changeWorkspaceBudget(runs.actor(), { tokens: 77_000, dollars: 0.5 });
  expect(await workspaceBudget(runs.actor())).toEqual({ tokens: 77_000, dollars: 0.5 });
  const runId = await runs.start(capped(pipeline([{ instructions: "Answer." }]), { tokens: 66_000 }));
  await runs.ended(runId);
  expect((await budgetOfRun(runId)).caps).toEqual({ calls: 2_000, tokens: 66_000, micros: 500_000, activeMs: 3_600_000 });
  await changeWorkspaceBudget(runs.actor(), {});
});

it("refuses to change the budget of a run that is over, or of one that is not there", async () => {
  const { changeRunBudget } = await import("./services/run-budgets");
  const runId = await runs.start(pipeline([{ instructions: "Answer." }]));
  await runs.ended(runId);
  expect(await changeRunBudget(runs.actor(), runId, { calls: 9 })).toMatchObject({ ok: false, error: { code: "already_finished" } });
  expect(await changeRunBudget(runs.actor(), "nowhere", { calls: 9 })).toMatchObject({ ok: false, error: { code: "not_found" } });
});
