import { describe, expect, it } from "vitest";
import { withTestDatabase } from "../../../scripts/vitest/test-database";
import type { WorkflowDocument } from "../../document/schema";
import { emptyDocument } from "../../document/schema";
import type { JsonValue } from "../../shared/json";
import { type Actor, localActor } from "../access";
import { pool, prisma } from "../db";
import { cancelRun } from "./run-inbox";
import { findRun, getRun, listRuns, readAttempts, readBlob, readEvents, runShapes, startRun } from "./runs";
import { createWorkflow, deleteWorkflow, saveDraft } from "./workflows";

withTestDatabase();

const stranger: Actor = { personId: "stranger", workspaceId: "elsewhere", role: "owner" };

//  input ──► shout ──► output
function shouting(name: string): WorkflowDocument {
  const place = { typeVersion: 1, position: { x: 0, y: 0 } };
  const edge = (source: string, target: string) => ({
    id: `${source}.out>${target}.in`,
    source,
    sourcePort: "out",
    target,
    targetPort: "in",
  });
  return {
    ...emptyDocument(name),
    nodes: [
      {
        ...place,
        id: "input",
        type: "input",
        title: "Input",
        config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] },
      },
      {
        ...place,
        id: "shout",
        type: "transform",
        title: "Shout",
        config: { mode: "template", template: "{{ input.topic }}!", expression: "" },
      },
      { ...place, id: "output", type: "output", title: "Output", config: { format: "text", value: "" } },
    ],
    edges: [edge("input", "shout"), edge("shout", "output")],
    sampleInput: { topic: "sea" },
  };
}

async function newWorkflow(name = "Shouting"): Promise<{ actor: Actor; workflowId: string; document: WorkflowDocument }> {
  const actor = await localActor();
  const document = shouting(name);
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  return { actor, workflowId: made.value.workflowId, document };
}

async function newRun(actor: Actor, workflowId: string, topic: JsonValue = "wind"): Promise<{ runId: string; number: number }> {
  const started = await startRun(actor, { workflowId, input: { topic }, trigger: "manual" });
  if (!started.ok) throw new Error(started.error.message);
  return started.value;
}

describe("starting a run", () => {
  it("writes a queued run with its first event", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    const { runId, number } = await newRun(actor, workflowId);
    expect(number).toBe(1);
    expect(await getRun(actor, runId)).toMatchObject({
      run: {
        id: runId,
        number: 1,
        workflowId,
        versionNumber: 1,
        status: "queued",
        trigger: "manual",
        stepsDone: 0,
        stepsTotal: 3,
        totalTokens: 0,
      },
      document,
      input: { topic: "wind" },
    });
    expect(await readEvents(actor, runId, 0)).toMatchObject([{ seq: 1, type: "run_started", input: { topic: "wind" } }]);
    expect(await findRun(actor, runId)).toMatchObject({ lastSeq: 1 });
  });

  it("numbers runs and versions without a gap when many start at once", async () => {
    const { actor, workflowId } = await newWorkflow();
    const runs = await Promise.all(Array.from({ length: 12 }, () => newRun(actor, workflowId)));
    expect(runs.map(({ number }) => number).sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(await prisma().workflowVersion.count({ where: { workflowId } })).toBe(1);
  });

  it("pins the version it started with: the same content once, changed content as a new number", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    const first = await newRun(actor, workflowId);
    const renamed = { ...document, description: "louder" };
    await saveDraft(actor, { workflowId, baseRevision: 1, document: renamed });
    const second = await newRun(actor, workflowId);
    await saveDraft(actor, { workflowId, baseRevision: 2, document });
    const third = await newRun(actor, workflowId);

    const versions = await Promise.all([first, second, third].map(async ({ runId }) => (await getRun(actor, runId))?.run.versionNumber));
    expect(versions).toEqual([1, 2, 1]);
    expect((await getRun(actor, first.runId))?.document.description).toBe("");
  });

  it("refuses input that is missing, by field, and writes nothing", async () => {
    const { actor, workflowId } = await newWorkflow();
    const refused = await startRun(actor, { workflowId, input: {}, trigger: "manual" });
    expect(refused).toMatchObject({ ok: false, error: { fields: { topic: expect.stringMatching(/\w/) } } });
    expect((await listRuns(actor, { workflowId })).total).toBe(0);
  });

  it("refuses input that the workflow does not take, by name, and writes nothing", async () => {
    const { actor, workflowId } = await newWorkflow();
    const refused = await startRun(actor, { workflowId, input: { topic: "x", tonne: "dry" }, trigger: "api" });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "invalid_run_input", fields: { tonne: expect.stringContaining("no such input") } },
    });
    expect((await listRuns(actor, { workflowId })).total).toBe(0);
  });

  it("refuses a workflow that can't run, with what is wrong", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    await saveDraft(actor, { workflowId, baseRevision: 1, document: { ...document, edges: [] } });
    const refused = await startRun(actor, { workflowId, input: { topic: "x" }, trigger: "manual" });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "invalid_workflow", diagnostics: expect.arrayContaining([expect.anything()]) },
    });
  });

  it("goes by the draft as it is saved now, however often an earlier one was started", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    const start = (who: Actor, topic?: string) =>
      startRun(who, { workflowId, input: topic === undefined ? {} : { topic }, trigger: "manual" });
    await newRun(actor, workflowId);
    await newRun(actor, workflowId);
    expect(await start(actor)).toMatchObject({ ok: false, error: { code: "invalid_run_input" } });
    expect(await start(stranger, "x")).toMatchObject({ ok: false, error: { code: "not_found" } });

    await saveDraft(actor, { workflowId, baseRevision: 1, document: { ...document, edges: [] } });
    expect(await start(actor, "x")).toMatchObject({ ok: false, error: { code: "invalid_workflow" } });
    await saveDraft(actor, { workflowId, baseRevision: 2, document: { ...document, description: "again" } });
    const { runId } = await newRun(actor, workflowId);
    expect((await getRun(actor, runId))?.document.description).toBe("again");

    await deleteWorkflow(actor, workflowId);
    expect(await start(actor, "x")).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("reads a draft that has not changed only once", async () => {
    const { actor, workflowId } = await newWorkflow();
    const first = await newRun(actor, workflowId);
    // No save does this: whoever reads the draft now finds nothing that can run.
    await pool().query("UPDATE workflow SET draft = '{}' WHERE id = $1", [workflowId]);
    const second = await newRun(actor, workflowId);
    const started = await Promise.all([first, second].map(async ({ runId }) => (await readEvents(actor, runId, 0))[0]));
    expect(started[1]).toMatchObject({ type: "run_started", planHash: started[0]?.type === "run_started" && started[0].planHash });
    expect((await getRun(actor, second.runId))?.run).toMatchObject({ versionNumber: 1, stepsTotal: 3 });
  });

  it("survives characters the database does not take", async () => {
    const { actor, workflowId } = await newWorkflow();
    const { runId } = await newRun(actor, workflowId, "a\u0000b\ud800");
    const [started] = await readEvents(actor, runId, 0);
    expect(started).toMatchObject({ input: { topic: "ab\ufffd" } });
  });
});

describe("cancelling a run", () => {
  it("puts the request into the run's inbox and raises its wake number", async () => {
    const { actor, workflowId } = await newWorkflow();
    const { runId } = await newRun(actor, workflowId);
    expect(await cancelRun(actor, runId)).toEqual({ ok: true, value: {} });
    expect(await prisma().runInbox.findMany({ where: { runId } })).toMatchObject([
      { kind: "cancel", createdById: "local", workspaceId: "local" },
    ]);
    expect(await prisma().run.findUnique({ where: { id: runId } })).toMatchObject({ wakeSeq: 1 });
  });

  it("says what a run came to that is over", async () => {
    const { actor, workflowId } = await newWorkflow();
    const { runId } = await newRun(actor, workflowId);
    await prisma().run.update({ where: { id: runId }, data: { status: "failed", finishedAt: new Date() } });
    expect(await cancelRun(actor, runId)).toMatchObject({ ok: false, error: { code: "already_finished", state: "failed" } });
    expect(await prisma().runInbox.count({ where: { runId } })).toBe(0);
  });
});

describe("listing runs", () => {
  it("pages newest first without repeating or missing one, also within a millisecond", async () => {
    const { actor, workflowId } = await newWorkflow("Paged");
    for (let index = 0; index < 5; index += 1) await newRun(actor, workflowId);
    await pool().query("UPDATE run SET created_at = '2026-01-01' WHERE workflow_id = $1 AND number > 2", [workflowId]);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRuns(actor, { workflowId, take: 2, cursor });
      expect(page.total).toBe(5);
      seen.push(...page.runs.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(5);
    expect(seen.length).toBe(5);
  });

  it("filters by status, trigger, time and words, and by a run's number", async () => {
    const { actor, workflowId } = await newWorkflow("Quadrant 100%");
    const { runId } = await newRun(actor, workflowId);
    await newRun(actor, workflowId);
    await prisma().run.update({ where: { id: runId }, data: { status: "failed", note: "The key was refused.", finishedAt: new Date() } });
    const ids = async (query: Parameters<typeof listRuns>[1]) =>
      (await listRuns(actor, { workflowId, ...query })).runs.map(({ number }) => number);

    expect(await ids({ status: "failed" })).toEqual([1]);
    expect(await ids({ status: ["queued", "running"] })).toEqual([2]);
    expect(await ids({ trigger: "cli" })).toEqual([]);
    expect(await ids({ since: "2999-01-01T00:00:00Z" })).toEqual([]);
    expect(await ids({ search: "KEY was" })).toEqual([1]);
    expect(await ids({ search: "100%" })).toEqual([2, 1]);
    expect(await ids({ search: "%%%" })).toEqual([]);
    expect(await ids({ search: "#2" })).toEqual([2]);
  });

  it("counts the runs of each state within the other filters, whichever state is listed", async () => {
    const { actor, workflowId } = await newWorkflow("Counted");
    const { runId } = await newRun(actor, workflowId);
    await newRun(actor, workflowId);
    await newRun(actor, workflowId);
    await prisma().run.update({ where: { id: runId }, data: { status: "failed", finishedAt: new Date() } });

    const failed = await listRuns(actor, { workflowId, status: "failed" });
    expect(failed.total).toBe(1);
    expect(failed.counts).toEqual(
      new Map([
        ["queued", 2],
        ["failed", 1],
      ]),
    );
    const second = await listRuns(actor, { workflowId, search: "#2" });
    expect(second.counts).toEqual(new Map([["queued", 1]]));
  });

  it.each(["garbage", "", "e30", Buffer.from("9999-99-99T99:99:99.999Z x").toString("base64url")])(
    "starts at the top for the cursor %j",
    async (cursor) => {
      const { actor, workflowId } = await newWorkflow();
      await newRun(actor, workflowId);
      expect((await listRuns(actor, { workflowId, cursor, take: 1e9 })).runs.length).toBe(1);
    },
  );
});

describe("what a run cost", () => {
  it("is unknown when one of its models has no known price", async () => {
    const { actor, workflowId } = await newWorkflow();
    const { runId } = await newRun(actor, workflowId);
    await recordAttempt(runId, { model: "no-such-model", promptTokens: 10 });
    expect((await getRun(actor, runId))?.run.costUsd).toBeNull();
  });

  it("adds every attempt at the price the operator set", async () => {
    const { actor, workflowId } = await newWorkflow();
    const { runId } = await newRun(actor, workflowId);
    await prisma().modelPrice.create({
      data: {
        workspaceId: "local",
        model: "own-model",
        inputPerMillion: 2,
        outputPerMillion: 6,
        asOf: new Date("2026-01-01"),
        updatedById: "local",
      },
    });
    await recordAttempt(runId, { model: "own-model", promptTokens: 1_000_000, completionTokens: 500_000 });
    await recordAttempt(runId, { model: "own-model", promptTokens: 500_000, attempt: 2 });
    expect((await getRun(actor, runId))?.run.costUsd).toBeCloseTo(6, 6);
  });
});

describe("what a person can't see of runs", () => {
  it("answers like what does not exist", async () => {
    const { actor, workflowId } = await newWorkflow();
    const { runId } = await newRun(actor, workflowId);
    await recordAttempt(runId, { model: "own-model", promptTokens: 1 });
    const blob = await prisma().runBlob.create({
      data: {
        id: `blob-${runId}`,
        workspaceId: "local",
        runId,
        path: "shout",
        kind: "value",
        mime: "application/json",
        bytes: 2,
        content: Buffer.from("{}"),
      },
    });
    expect(await readAttempts(actor, runId, "shout")).toHaveLength(1);
    expect(await readBlob(actor, runId, blob.id)).toMatchObject({ kind: "value" });

    for (const id of [runId, "no-such-run"]) {
      expect(await getRun(stranger, id)).toBeNull();
      expect(await readEvents(stranger, id, 0)).toEqual([]);
      expect(await readAttempts(stranger, id, "shout")).toEqual([]);
      expect(await readBlob(stranger, id, blob.id)).toBeNull();
      expect(await cancelRun(stranger, id)).toEqual({ ok: false, error: { code: "not_found", message: "There is no such run." } });
    }
    expect((await runShapes(actor, [runId])).get(runId)?.bars).toHaveLength(1);
    expect(await runShapes(stranger, [runId])).toEqual(new Map());
    expect((await listRuns(stranger, { workflowId })).total).toBe(0);
    expect(await startRun(stranger, { workflowId, input: { topic: "x" }, trigger: "api" })).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
  });

  it("never hands out a blob through another run", async () => {
    const { actor, workflowId } = await newWorkflow();
    const [one, other] = [await newRun(actor, workflowId), await newRun(actor, workflowId)];
    const id = `file-${one.runId}`;
    await prisma().runBlob.create({
      data: {
        id,
        workspaceId: "local",
        runId: one.runId,
        path: "shout",
        kind: "file",
        name: "a.png",
        mime: "image/png",
        bytes: 1,
        content: Buffer.from("x"),
      },
    });
    expect(await readBlob(actor, other.runId, id)).toBeNull();
    expect(await readBlob(actor, one.runId, id)).toMatchObject({ kind: "file", name: "a.png", mime: "image/png" });
  });
});

describe("a deleted workflow", () => {
  it("starts no run, and its runs stay readable", async () => {
    const { actor, workflowId } = await newWorkflow("Sunk");
    const { runId } = await newRun(actor, workflowId);
    await deleteWorkflow(actor, workflowId);
    expect(await startRun(actor, { workflowId, input: { topic: "x" }, trigger: "manual" })).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    expect((await getRun(actor, runId))?.run.workflowName).toBe("Sunk");
  });
});

async function recordAttempt(
  runId: string,
  { attempt = 1, ...spent }: { model: string; promptTokens: number; completionTokens?: number; attempt?: number },
): Promise<void> {
  const at = new Date();
  await prisma().stepAttempt.create({
    data: {
      runId,
      path: "shout",
      attempt,
      epoch: 1,
      workspaceId: "local",
      status: "succeeded",
      startedAt: at,
      finishedAt: at,
      exchanges: [],
      ...spent,
    },
  });
}
