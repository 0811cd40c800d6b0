import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import type { WorkflowDocument } from "../document/schema";
import { documentOf, nodeOf } from "../document/testing";
import type { RunEvent } from "../engine/events";
import { foldRunView } from "../projection/run-view";
import { type Simulator, startSimulator } from "../simulator/server";
import { findTemplate } from "../templates/gallery";
import type { Actor } from "./access";
import { forgetProcessWide } from "./runtime";

withTestDatabase();
let simulator: Simulator;
let actor: Actor;

beforeAll(async () => {
  simulator = await startSimulator({ pace: 0 });
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
  const { startWorker } = await import("./worker");
  const { localActor } = await import("./access");
  await startWorker();
  actor = await localActor();
});

afterAll(async () => {
  const { stopWorker } = await import("./worker");
  await stopWorker();
  forgetProcessWide("worker");
  await simulator.close();
});

const journalOf = async (runId: string): Promise<readonly RunEvent[]> => (await import("./journal")).readJournal(runId);

async function ended(runId: string): Promise<readonly RunEvent[]> {
  await expect.poll(async () => (await journalOf(runId)).at(-1)?.type, { timeout: 20_000 }).toBe("run_finished");
  return journalOf(runId);
}

async function start(document: WorkflowDocument): Promise<string> {
  const { createWorkflow } = await import("./services/workflows");
  const { startRun } = await import("./services/runs");
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  const started = await startRun(actor, { workflowId: made.value.workflowId, input: document.sampleInput, trigger: "api" });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return started.value.runId;
}

/** Starts the approval template and waits until nobody holds its run: it waits for a person. */
async function waitingForAPerson(): Promise<{ readonly runId: string; readonly seq: number }> {
  const { pool } = await import("./db");
  const template = findTemplate("approval");
  if (template === undefined) throw new Error("The gallery has no approval.");
  const runId = await start(template.document);
  const row = async () => (await pool().query("SELECT status, owner FROM run WHERE id = $1", [runId])).rows[0];
  await expect.poll(row, { timeout: 10_000 }).toEqual({ status: "waiting", owner: null });
  const seq = (await journalOf(runId)).find((event) => event.type === "step_waiting")?.seq ?? 0;
  return { runId, seq };
}

const decide = async (runId: string, seq: number, approve: boolean) => {
  const { decideStep } = await import("./services/run-inbox");
  return decideStep(actor, runId, { seq, decision: { approve, comment: "", values: {} } });
};

describe("a run that waits for a person", () => {
  it("holds no process, takes exactly one of two decisions, and goes on with it", async () => {
    const { runId, seq } = await waitingForAPerson();
    const answers = await Promise.all([decide(runId, seq, true), decide(runId, seq, false)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ error: { code: "already_decided" } });
    const journal = await ended(runId);
    expect(journal.filter((event) => event.type === "step_resumed")).toHaveLength(1);
    expect(await decide(runId, seq, true)).toMatchObject({ ok: false });
  });

  it("survives its worker, and a decision made while none runs", async () => {
    const { startWorker, stopWorker } = await import("./worker");
    const { runId, seq } = await waitingForAPerson();
    await stopWorker();
    expect(await decide(runId, seq, true)).toMatchObject({ ok: true });
    await startWorker();
    expect((await ended(runId)).at(-1)).toMatchObject({ status: "succeeded" });
  });

  it("can be cancelled", async () => {
    const { cancelRun } = await import("./services/run-inbox");
    const { runId } = await waitingForAPerson();
    await cancelRun(actor, runId);
    expect((await ended(runId)).at(-1)).toMatchObject({ status: "cancelled" });
  });

  it("is superseded where a join goes on without it or the run ends, and an answer is told so", async () => {
    const { cancelRun } = await import("./services/run-inbox");
    const approval = (id: string) => ({ ...nodeOf(id, { title: `May ${id} go on?` }), type: "approval" });
    const first = { ...nodeOf("first"), type: "merge", settings: { join: { wait: "count", count: 1, cancelRest: true } } } as const;
    const input = { ...nodeOf("input", { fields: [] }), type: "input" };
    const drawn = documentOf(
      [input, approval("slow"), approval("quick"), first, approval("last")],
      ["input>slow", "input>quick", "slow>first", "quick>first", "first>last"],
    );
    const edges = drawn.edges.map((edge) => (edge.target === "first" ? { ...edge, sourcePort: "approved" } : edge));
    const runId = await start({ ...drawn, edges });
    const asked = async (path: string): Promise<number> => {
      const isIt = (event: RunEvent) => event.type === "step_waiting" && event.path === path;
      await expect.poll(async () => (await journalOf(runId)).some(isIt), { timeout: 10_000 }).toBe(true);
      return (await journalOf(runId)).find(isIt)?.seq ?? 0;
    };
    const [slow, quick] = [await asked("slow"), await asked("quick")];
    expect(await decide(runId, quick, true)).toMatchObject({ ok: true });
    const last = await asked("last");
    const refused = { ok: false, error: { code: "superseded", message: expect.stringContaining("FIRST had all it waits for") } };
    expect(await decide(runId, slow, true)).toMatchObject(refused);
    await cancelRun(actor, runId);
    const view = foldRunView(await ended(runId));
    expect(["slow", "quick", "last"].map((path) => view.steps.get(path)?.isSuperseded)).toEqual([true, false, true]);
    expect(await decide(runId, slow, true)).toMatchObject(refused);
    expect(await decide(runId, last, false)).toMatchObject({
      error: { code: "superseded", message: expect.stringContaining("cancelled") },
    });
    expect(await decide(runId, quick, true)).toMatchObject({ error: { code: "already_finished" } });
  });

  it("refuses an answer to something else than what it waits for", async () => {
    const { runId, seq } = await waitingForAPerson();
    expect(await decide(runId, seq + 1, true)).toMatchObject({ ok: false, error: { code: "not_waiting" } });
    expect(await decide("no-such-run", seq, true)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});

describe("a rerun", () => {
  const twoVoices = (): WorkflowDocument => {
    const drawn = documentOf(["first", "second", "last"], ["first>second", "second>last"]);
    const voice = (id: string) => ({ model: "mistral-small-latest", instructions: `${id} voice.`, message: `Speak as ${id}.` });
    return { ...drawn, nodes: drawn.nodes.map((node) => ({ ...node, type: "agent", config: voice(node.id) })) };
  };
  const asked = (id: string) =>
    simulator
      .requests()
      .filter(
        ({ body }) =>
          typeof body === "object" && JSON.stringify(body).includes(`Speak as ${id}.`) && !JSON.stringify(body).includes("message.output"),
      );

  it("goes on after a failure without asking again what was answered", async () => {
    const { rerun } = await import("./services/reruns");
    simulator.reset();
    simulator.setFaults([{ match: { bodyIncludes: "Speak as second." }, fault: "guardrail_403", times: 1 }]);
    const failed = await start(twoVoices());
    expect((await ended(failed)).at(-1)).toMatchObject({ status: "failed", error: { path: "second" } });
    const again = await rerun(actor, failed, {});
    if (!again.ok) throw new Error(again.error.message);
    const journal = await ended(again.value.runId);
    expect(journal.at(-1)).toMatchObject({ status: "succeeded" });
    expect(journal.filter((event) => event.reused).map((event) => event.type)).toEqual(["step_started", "step_succeeded"]);
    expect(asked("first")).toHaveLength(1);
    expect(await rerun(actor, again.value.runId, {})).toMatchObject({ ok: false, error: { code: "nothing_to_resume" } });
  });

  it("from a step keeps what comes before it, and with an output put in by hand only what follows runs", async () => {
    const { rerun } = await import("./services/reruns");
    simulator.reset();
    const first = await start(twoVoices());
    await ended(first);
    const from = await rerun(actor, first, { path: "second" });
    const edited = await rerun(actor, first, { path: "second", output: "By hand." });
    if (!from.ok || !edited.ok) throw new Error("refused");
    const startedIn = async (runId: string) =>
      (await ended(runId)).flatMap((event) => (event.type === "step_started" && !event.reused ? [event.path] : []));
    expect(await startedIn(from.value.runId)).toEqual(["second", "last"]);
    expect(await startedIn(edited.value.runId)).toEqual(["last"]);
    expect((await journalOf(edited.value.runId)).find((event) => event.type === "step_succeeded" && event.edited)).toMatchObject({
      path: "second",
      output: { inline: "By hand." },
    });
    expect(await rerun(actor, first, { path: "nobody" })).toMatchObject({ ok: false, error: { code: "unknown_step" } });
  });

  it("on the draft takes over what the draft left as it was, and is refused where nothing was changed", async () => {
    const { rerun } = await import("./services/reruns");
    const { saveDraft } = await import("./services/workflows");
    const { pool } = await import("./db");
    simulator.reset();
    const first = await start(twoVoices());
    await ended(first);
    expect(await rerun(actor, first, { onDraft: true })).toMatchObject({ ok: false, error: { code: "nothing_to_resume" } });

    const { rows } = await pool().query("SELECT workflow_id, version_id FROM run WHERE id = $1", [first]);
    const mended = twoVoices();
    const nodes = mended.nodes.map((node) =>
      node.id === "second" ? { ...node, config: { ...node.config, instructions: "Mended." } } : node,
    );
    await saveDraft(actor, { workflowId: rows[0].workflow_id, baseRevision: 1, document: { ...mended, nodes } });
    const again = await rerun(actor, first, { onDraft: true });
    if (!again.ok) throw new Error(again.error.message);
    const journal = await ended(again.value.runId);
    expect(journal.at(-1)).toMatchObject({ status: "succeeded" });
    expect(journal.flatMap((event) => (event.type === "step_started" && !event.reused ? [event.path] : []))).toEqual(["second", "last"]);
    expect(asked("first")).toHaveLength(1);
    expect(simulator.requests().filter(({ body }) => JSON.stringify(body).includes("Mended."))).toHaveLength(1);
    const versions = await pool().query("SELECT version_id FROM run WHERE id = ANY($1) GROUP BY version_id", [[first, again.value.runId]]);
    expect(versions.rows).toHaveLength(2);
  });
});
