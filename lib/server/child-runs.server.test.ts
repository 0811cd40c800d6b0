import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import type { WorkflowDocument } from "../document/schema";
import { documentOf, nodeOf } from "../document/testing";
import type { RunEvent } from "../engine/events";
import type { JsonObject } from "../shared/json";
import { limits } from "../shared/limits";
import type { Actor } from "./access";
import { forgetProcessWide } from "./runtime";

withTestDatabase();
let actor: Actor;

beforeAll(async () => {
  const { startWorker } = await import("./worker");
  const { localActor } = await import("./access");
  await startWorker();
  actor = await localActor();
});

afterAll(async () => {
  const { stopWorker } = await import("./worker");
  await stopWorker();
  forgetProcessWide("worker");
});

/** input ──► work ──► output, where `work` is a node of that kind. */
function lineOf(type: string, config: JsonObject): WorkflowDocument {
  const drawn = documentOf(["input", "work", "output"], ["input>work", "work>output"]);
  const kinds: { readonly [id: string]: { readonly type: string; readonly config: JsonObject } } = {
    input: { type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] } },
    work: { type, config },
    output: { type: "output", config: { format: "json", value: "" } },
  };
  return { ...drawn, nodes: drawn.nodes.map((node) => ({ ...node, ...kinds[node.id] })), sampleInput: { topic: "bees" } };
}

const shouting = lineOf("transform", { mode: "expression", template: "", expression: "{zebra: input.topic, ant: 1}" });
const failing = lineOf("transform", { mode: "expression", template: "", expression: "input.topic.deeper.still" });
const waiting = lineOf("delay", { mode: "for", amount: 20, unit: "days", until: "" });
const calling = (workflowId: string, inputs: JsonObject = { topic: "{{ input.topic }}" }) => lineOf("workflow", { workflowId, inputs });

async function create(document: WorkflowDocument): Promise<string> {
  const { createWorkflow } = await import("./services/workflows");
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  return made.value.workflowId;
}

async function start(document: WorkflowDocument): Promise<string> {
  const { startRun } = await import("./services/runs");
  const started = await startRun(actor, { workflowId: await create(document), input: document.sampleInput, trigger: "api" });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return started.value.runId;
}

const journalOf = async (runId: string): Promise<readonly RunEvent[]> => (await import("./journal")).readJournal(runId);

async function ended(runId: string): Promise<RunEvent | undefined> {
  await expect.poll(async () => (await journalOf(runId)).at(-1)?.type, { timeout: 20_000 }).toBe("run_finished");
  return (await journalOf(runId)).at(-1);
}

type ChildRow = { readonly id: string; readonly status: string; readonly owner: string | null; readonly parent_path: string };

async function childrenOf(runId: string): Promise<readonly ChildRow[]> {
  const { pool } = await import("./db");
  return (await pool().query("SELECT id, status, owner, parent_path FROM run WHERE parent_run_id = $1 AND trigger = 'workflow'", [runId]))
    .rows;
}

/** Both the run and its child are held by nobody: the one waits for the other. */
async function bothWaiting(runId: string): Promise<ChildRow> {
  const { pool } = await import("./db");
  const states = async () => {
    const { rows } = await pool().query("SELECT status, owner FROM run WHERE id = $1 OR parent_run_id = $1", [runId]);
    return rows;
  };
  const atRest = { status: "waiting", owner: null };
  await expect.poll(states, { timeout: 10_000 }).toEqual([atRest, atRest]);
  const [child] = await childrenOf(runId);
  if (child === undefined) throw new Error("It has no child.");
  return child;
}

describe("a run that starts another one", () => {
  it("goes on with its output, keys in the order they were written", async () => {
    const runId = await start(calling(await create(shouting)));
    expect(await ended(runId)).toMatchObject({ status: "succeeded" });
    const journal = await journalOf(runId);
    const output = journal.flatMap((event) => (event.type === "step_succeeded" && event.path === "work" ? [event.output] : []));
    expect(JSON.stringify(output)).toBe('[{"inline":{"zebra":"bees","ant":1}}]');
    expect(await childrenOf(runId)).toMatchObject([{ status: "succeeded", parent_path: "work" }]);
  });

  it("fails with what the other one failed with, and names it", async () => {
    const runId = await start(calling(await create(failing)));
    expect(await ended(runId)).toMatchObject({
      status: "failed",
      error: { code: "sub_workflow_failed", path: "work", message: expect.stringMatching(/^Run 1 of “.+” failed: ./) },
    });
  });

  it.each([
    ["nobody", {}, "not_found", "There is no such workflow."],
    [null, { other: "x" }, "invalid_run_input", "topic: This is needed"],
  ])("fails when the other one can't start: %s %j", async (workflowId, inputs, code, message) => {
    const runId = await start(calling(workflowId ?? (await create(shouting)), inputs));
    expect(await ended(runId)).toMatchObject({ status: "failed", error: { code, message: expect.stringContaining(message) } });
    expect(await childrenOf(runId)).toEqual([]);
  });

  it("waits without a process, survives its worker, and is told of an end that nobody saw", async () => {
    const { startWorker, stopWorker } = await import("./worker");
    const { pool } = await import("./db");
    const runId = await start(calling(await create(waiting)));
    const child = await bothWaiting(runId);
    await stopWorker();
    const end = { status: "cancelled", outputs: {} };
    await pool().query(
      "INSERT INTO run_event (run_id, seq, workspace_id, at, type, data) SELECT id, next_seq, workspace_id, now(), 'run_finished', $2 FROM run WHERE id = $1",
      [child.id, JSON.stringify(end)],
    );
    await pool().query("UPDATE run SET status = 'cancelled', finished_at = now(), next_seq = next_seq + 1 WHERE id = $1", [child.id]);
    await startWorker();
    expect(await ended(runId)).toMatchObject({
      error: { code: "sub_workflow_cancelled", message: expect.stringContaining("was cancelled.") },
    });
  });

  describe("and goes on after that one failed", () => {
    /** input ──► first ──► work ──► output, where `work` fails unless it is mended. */
    const twoSteps = (expression: string): WorkflowDocument => {
      const work = { mode: "expression", template: "", expression };
      const drawn = lineOf("transform", work);
      const first = { ...nodeOf("first"), type: "transform", config: { ...work, expression: "upper(input.topic)" } };
      return {
        ...drawn,
        nodes: [...drawn.nodes, first],
        edges: documentOf([], ["input>first", "first>work", "work>output"]).edges,
      };
    };
    const broken = twoSteps("nodes.first.output.deeper.still");

    async function resumed(runId: string): Promise<string> {
      const { rerun } = await import("./services/reruns");
      const again = await rerun(actor, runId, {});
      if (!again.ok) throw new Error(again.error.message);
      await ended(again.value.runId);
      return again.value.runId;
    }

    const stepsOf = async (run: { readonly id: string } | undefined) =>
      (await journalOf(run?.id ?? "")).flatMap((event) =>
        event.type === "step_started" ? [`${event.path}${event.reused ? " reused" : ""}`] : [],
      );

    it("starts it once more, which takes over what it had done, each time", async () => {
      const runId = await start(calling(await create(broken)));
      await ended(runId);
      const second = await resumed(runId);
      const third = await resumed(second);
      for (const again of [second, third]) {
        expect(await ended(again)).toMatchObject({ status: "failed", error: { code: "sub_workflow_failed" } });
        const [child, ...others] = await childrenOf(again);
        expect([child?.status, others]).toEqual(["failed", []]);
        expect(await stepsOf(child)).toEqual(["input reused", "first reused", "work"]);
      }
    });

    it("does anew what was mended in it meanwhile, and nothing else", async () => {
      const { saveDraft } = await import("./services/workflows");
      const workflowId = await create(broken);
      const runId = await start(calling(workflowId));
      await ended(runId);
      await saveDraft(actor, { workflowId, baseRevision: 1, document: twoSteps("{mended: nodes.first.output}") });
      const again = await resumed(runId);
      expect(await ended(again)).toMatchObject({ status: "succeeded", outputs: { output: { inline: { mended: "BEES" } } } });
      expect(await stepsOf((await childrenOf(again))[0])).toEqual(["input reused", "first reused", "work", "output"]);
    });

    it("takes over what it had done though another run in between never came to it", async () => {
      const { pool } = await import("./db");
      const runId = await start(calling(await create(broken)));
      await ended(runId);
      const second = await resumed(runId);
      await pool().query("DELETE FROM run WHERE parent_run_id = $1 AND trigger = 'workflow'", [second]);
      const [child] = await childrenOf(await resumed(second));
      expect(await stepsOf(child)).toEqual(["input reused", "first reused", "work"]);
    });

    it("begins it at its beginning when it is given something else", async () => {
      const { saveDraft } = await import("./services/workflows");
      const { rerun } = await import("./services/reruns");
      const called = await create(broken);
      const runId = await start(calling(called));
      await ended(runId);
      const { pool } = await import("./db");
      const { rows } = await pool().query("SELECT workflow_id FROM run WHERE id = $1", [runId]);
      await saveDraft(actor, { workflowId: rows[0].workflow_id, baseRevision: 1, document: calling(called, { topic: "wasps" }) });
      const again = await rerun(actor, runId, { onDraft: true });
      if (!again.ok) throw new Error(again.error.message);
      await ended(again.value.runId);
      expect(await stepsOf((await childrenOf(again.value.runId))[0])).toEqual(["input", "first", "work"]);
    });

    it("begins it at its beginning when the step itself is run again", async () => {
      const { rerun } = await import("./services/reruns");
      const runId = await start(calling(await create(broken)));
      await ended(runId);
      const again = await rerun(actor, runId, { path: "work" });
      if (!again.ok) throw new Error(again.error.message);
      await ended(again.value.runId);
      expect(await stepsOf((await childrenOf(again.value.runId))[0])).toEqual(["input", "first", "work"]);
    });
  });

  it("takes the other one with it when it is cancelled", async () => {
    const { cancelRun } = await import("./services/run-inbox");
    const runId = await start(calling(await create(waiting)));
    const child = await bothWaiting(runId);
    await cancelRun(actor, runId);
    expect(await ended(runId)).toMatchObject({ status: "cancelled" });
    expect(await ended(child.id)).toMatchObject({ status: "cancelled" });
  });

  it("does not go deeper than the limit, in a circle too", async () => {
    const { saveDraft } = await import("./services/workflows");
    const workflowId = await create(shouting);
    const circle = calling(workflowId);
    await saveDraft(actor, { workflowId, baseRevision: 1, document: circle });
    const { startRun } = await import("./services/runs");
    const started = await startRun(actor, { workflowId, input: { topic: "bees" }, trigger: "api" });
    if (!started.ok) throw new Error(started.error.message);
    expect(await ended(started.value.runId)).toMatchObject({ error: { message: expect.stringContaining("deep inside one another") } });
    const { pool } = await import("./db");
    const { rows } = await pool().query("SELECT count(*)::int AS runs FROM run WHERE workflow_id = $1", [workflowId]);
    expect(rows[0].runs).toBe(1 + limits.subWorkflowDepth.value);
  });
});

describe("a step that asks again", () => {
  it("after a crash finds the run that it started", async () => {
    const { startChildRun } = await import("./child-runs");
    const parentId = await start(waiting);
    const request = { workflowId: await create(waiting), input: { topic: "x" } };
    const step = { runId: parentId, path: "work" };
    const answers = await Promise.all([startChildRun(step, request), startChildRun(step, request)]);
    answers.push(await startChildRun(step, request));
    const [first] = answers;
    expect(first).toMatchObject({ ok: true, value: { runId: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    expect(answers).toEqual([first, first, first]);
    expect(await childrenOf(parentId)).toHaveLength(1);
    expect(await startChildRun({ ...step, path: "elsewhere" }, request)).not.toEqual(first);
  });
});

describe("a run whose parent is over", () => {
  it("is found by the sweep and asked to stop", async () => {
    const { startChildRun, mendChildRuns } = await import("./child-runs");
    const { wakeRun } = await import("./worker");
    const parentId = await start(shouting);
    await ended(parentId);
    const child = await startChildRun({ runId: parentId, path: "work" }, { workflowId: await create(waiting), input: { topic: "x" } });
    if (!child.ok) throw new Error(child.error.message);
    await mendChildRuns();
    await wakeRun(child.value.runId);
    expect(await ended(child.value.runId)).toMatchObject({ status: "cancelled" });
  });
});

it("runs what the other workflow is published as where it runs published itself, and the draft where it does not", async () => {
  const { publishWorkflow } = await import("./services/publishing");
  const { startPublishedRun } = await import("./services/published-runs");
  const { startRun } = await import("./services/runs");
  const { saveDraft } = await import("./services/workflows");
  const said = (words: string) => lineOf("transform", { mode: "template", template: words, expression: "" });
  const other = await create(said("As published."));
  const workflowId = await create(calling(other));
  for (const [id, name] of [
    [other, "other"],
    [workflowId, "caller"],
  ] as const) {
    expect(await publishWorkflow(actor, { workflowId: id, name })).toMatchObject({ ok: true });
  }
  await saveDraft(actor, { workflowId: other, baseRevision: 1, document: said("As a draft.") });

  const outputOf = async (started: { readonly ok: true; readonly value: { readonly runId: string } } | { readonly ok: false }) => {
    if (!started.ok) throw new Error("It did not start.");
    const end = await ended(started.value.runId);
    return JSON.stringify(end);
  };
  expect(await outputOf(await startPublishedRun(actor, { name: "caller", inputs: { topic: "bees" }, trigger: "api" }))).toContain(
    "As published.",
  );
  expect(await outputOf(await startRun(actor, { workflowId, input: { topic: "bees" }, trigger: "manual" }))).toContain("As a draft.");
});
