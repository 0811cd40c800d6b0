import { beforeEach, describe, expect, it } from "vitest";
import { withTestDatabase } from "../../../scripts/vitest/test-database";
import { emptyDocument, type WorkflowDocument } from "../../document/schema";
import { documentOf } from "../../document/testing";
import type { JsonObject } from "../../shared/json";
import { type Actor, localActor } from "../access";
import { pool } from "../db";
import { describePublished, startPublishedRun } from "./published-runs";
import { getPublication, listPublished, publishAgain, publishWorkflow, unpublishWorkflow } from "./publishing";
import { getRun } from "./runs";
import { createWorkflow, deleteWorkflow, getDraft, listWorkflows, saveDraft } from "./workflows";

withTestDatabase();

const stranger: Actor = { personId: "stranger", workspaceId: "elsewhere", role: "owner" };
let actor: Actor;
beforeEach(async () => {
  actor = await localActor();
  await pool().query("DELETE FROM publication");
});

/** topic ─► shout ─► answer */
function shouting(name: string, mark = "!"): WorkflowDocument {
  const drawn = documentOf(["topic", "shout", "answer"], ["topic>shout", "shout>answer"]);
  const configs: Readonly<Record<string, { type: string; config: JsonObject }>> = {
    topic: { type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] } },
    shout: { type: "transform", config: { mode: "template", template: `{{ input.topic }}${mark}`, expression: "" } },
    answer: { type: "output", config: { format: "text", value: "" } },
  };
  const nodes = drawn.nodes.map((node) => ({ ...node, ...configs[node.id] }));
  return { ...drawn, name, nodes, sampleInput: { topic: "sea" } };
}

async function newWorkflow(document: WorkflowDocument): Promise<string> {
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  return made.value.workflowId;
}

async function edit(workflowId: string, document: WorkflowDocument): Promise<void> {
  const draft = await getDraft(actor, workflowId);
  if (!draft.ok || !(await saveDraft(actor, { workflowId, baseRevision: draft.value.revision, document })).ok) throw new Error("not saved");
}

async function publicationOf(workflowId: string) {
  const read = await getPublication(actor, workflowId);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

async function start(name: string, more: { inputs?: JsonObject; idempotencyKey?: string } = {}) {
  return startPublishedRun(actor, { name, inputs: { topic: "wind" }, trigger: "api", ...more });
}

async function documentThatRuns(name: string): Promise<WorkflowDocument | undefined> {
  const started = await start(name);
  return started.ok ? (await getRun(actor, started.value.runId))?.document : undefined;
}

describe("a published workflow", () => {
  it("answers with what was published while the draft goes on, until it is published again", async () => {
    const workflowId = await newWorkflow(shouting("Shout", "!"));
    expect(await publishWorkflow(actor, { workflowId, name: "shout" })).toMatchObject({ ok: true, value: { name: "shout", number: 1 } });
    await edit(workflowId, shouting("Shout", "?"));
    expect((await publicationOf(workflowId)).live).toEqual({ name: "shout", number: 1, isDraftSame: false });
    expect(await documentThatRuns("shout")).toMatchObject(shouting("Shout", "!"));

    expect(await publishWorkflow(actor, { workflowId, name: "shout" })).toMatchObject({ ok: true, value: { number: 2 } });
    expect(await documentThatRuns("shout")).toMatchObject(shouting("Shout", "?"));
    expect((await publicationOf(workflowId)).live).toEqual({ name: "shout", number: 2, isDraftSame: true });
  });

  it("lists who published which version and when, and an earlier one can be published again", async () => {
    const workflowId = await newWorkflow(shouting("Shout", "!"));
    await publishWorkflow(actor, { workflowId, name: "shout" });
    await edit(workflowId, shouting("Shout", "?"));
    await publishWorkflow(actor, { workflowId, name: "shout" });
    const [second, first] = (await publicationOf(workflowId)).releases;
    expect([second, first]).toMatchObject([
      { number: 2, name: "shout", publishedBy: "You", publishedAt: expect.stringMatching(/Z$/), isLive: true },
      { number: 1, name: "shout", isLive: false },
    ]);

    expect(await publishAgain(actor, { workflowId, releaseId: first?.id ?? "" })).toMatchObject({ ok: true, value: { number: 3 } });
    expect(await documentThatRuns("shout")).toMatchObject(shouting("Shout", "!"));
    expect((await publicationOf(workflowId)).releases.map(({ number, isLive }) => [number, isLive])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ]);
  });

  it("answers no more once it is unpublished, frees its name, and keeps its versions", async () => {
    const workflowId = await newWorkflow(shouting("Shout"));
    await publishWorkflow(actor, { workflowId, name: "shout" });
    expect(await unpublishWorkflow(actor, workflowId)).toEqual({ ok: true, value: {} });
    expect(await start("shout")).toMatchObject({ error: { code: "workflow_unknown" } });
    expect(await unpublishWorkflow(actor, workflowId)).toMatchObject({ error: { code: "not_published" } });

    const [kept] = (await publicationOf(workflowId)).releases;
    expect(await publishAgain(actor, { workflowId, releaseId: kept?.id ?? "" })).toMatchObject({ ok: true, value: { name: "shout" } });
  });

  it("says in the lists of workflows and runs under which name it is published, for as long as it is", async () => {
    const workflowId = await newWorkflow(shouting("Shout"));
    const nameInLists = async () => {
      const workflow = (await listWorkflows(actor)).find(({ id }) => id === workflowId);
      return [workflow?.publishedAs, workflow?.lastRun?.publishedAs];
    };
    await publishWorkflow(actor, { workflowId, name: "shout" });
    await start("shout");
    expect(await nameInLists()).toEqual(["shout", "shout"]);
    await unpublishWorkflow(actor, workflowId);
    expect(await nameInLists()).toEqual([null, null]);
  });

  it("answers under one name: publishing it under another one frees the first", async () => {
    const workflowId = await newWorkflow(shouting("Shout"));
    await publishWorkflow(actor, { workflowId, name: "shout" });
    await publishWorkflow(actor, { workflowId, name: "cry" });
    expect((await listPublished(actor)).map(({ name, version }) => [name, version])).toEqual([["cry", 2]]);
    expect((await publishWorkflow(actor, { workflowId: await newWorkflow(shouting("Other")), name: "shout" })).ok).toBe(true);
  });

  it("frees its name when the workflow is deleted", async () => {
    const workflowId = await newWorkflow(shouting("Shout"));
    await publishWorkflow(actor, { workflowId, name: "shout" });
    await deleteWorkflow(actor, workflowId);
    expect(await listPublished(actor)).toEqual([]);
    expect(await start("shout")).toMatchObject({ error: { code: "workflow_unknown" } });
  });

  it("never changes: the database refuses to rewrite a release", async () => {
    await publishWorkflow(actor, { workflowId: await newWorkflow(shouting("Shout")), name: "shout" });
    await expect(pool().query("UPDATE release SET name = 'other'")).rejects.toThrow("A published version does not change.");
  });

  it("is described by its schema, title and sample, as published", async () => {
    const workflowId = await newWorkflow(shouting("Shout"));
    await publishWorkflow(actor, { workflowId, name: "shout" });
    await edit(workflowId, { ...shouting("Renamed"), sampleInput: {} });
    expect(await describePublished(actor, "shout")).toMatchObject({
      value: { name: "shout", title: "Shout", version: 1, sampleInput: { topic: "sea" }, inputSchema: { required: ["topic"] } },
    });
  });
});

describe("publishing is refused", () => {
  it("while the draft has problems, with its diagnostics", async () => {
    const workflowId = await newWorkflow(emptyDocument("Nothing in it"));
    const refused = await publishWorkflow(actor, { workflowId, name: "nothing" });
    expect(refused).toMatchObject({
      error: { code: "invalid_workflow", message: expect.stringMatching(/^The workflow can't be published yet\. \w/) },
    });
    expect(!refused.ok && refused.error.diagnostics?.length).toBeGreaterThan(0);
    expect(await publicationOf(workflowId)).toMatchObject({ live: null, releases: [] });
  });

  it("under a name that can't be one, or that another workflow has", async () => {
    const workflowId = await newWorkflow(shouting("Shout"));
    expect(await publishWorkflow(actor, { workflowId, name: "Shout it" })).toMatchObject({ error: { code: "invalid_name", path: "name" } });
    await publishWorkflow(actor, { workflowId, name: "shout" });
    const other = await newWorkflow(shouting("Other"));
    expect(await publishWorkflow(actor, { workflowId: other, name: "shout" })).toMatchObject({
      error: { code: "name_taken", message: expect.stringContaining("“Shout”") },
    });
  });

  it("to one of two workflows that ask for the same name at once", async () => {
    const ids = await Promise.all([newWorkflow(shouting("One")), newWorkflow(shouting("Two"))]);
    const answers = await Promise.all(ids.map((workflowId) => publishWorkflow(actor, { workflowId, name: "both" })));
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: "name_taken" } });
  });

  it("to somebody of another workspace", async () => {
    const workflowId = await newWorkflow(shouting("Shout"));
    await publishWorkflow(actor, { workflowId, name: "shout" });
    const [first] = (await publicationOf(workflowId)).releases;
    expect(await publishWorkflow(stranger, { workflowId, name: "mine" })).toMatchObject({ error: { code: "not_found" } });
    expect(await publishAgain(stranger, { workflowId, releaseId: first?.id ?? "" })).toMatchObject({ error: { code: "not_found" } });
    expect(await unpublishWorkflow(stranger, workflowId)).toMatchObject({ error: { code: "not_published" } });
    expect(await describePublished(stranger, "shout")).toMatchObject({ error: { code: "workflow_unknown", names: [] } });
    expect(await listPublished(stranger)).toEqual([]);
  });
});

describe("a run by name", () => {
  beforeEach(async () => {
    await publishWorkflow(actor, { workflowId: await newWorkflow(shouting("Shout")), name: "shout" });
  });

  it("of a name that does not exist is refused with the names there are, the nearest first", async () => {
    await publishWorkflow(actor, { workflowId: await newWorkflow(shouting("Team")), name: "a-team" });
    expect(await start("shuot")).toMatchObject({
      error: {
        code: "workflow_unknown",
        message: "There is no published workflow “shuot”. There are: shout, a-team.",
        names: ["shout", "a-team"],
      },
    });
  });

  it("is refused when an input is missing or unknown, and starts nothing", async () => {
    expect(await start("shout", { inputs: { topik: "x" } })).toMatchObject({
      error: { code: "invalid_run_input", fields: { topic: expect.any(String), topik: expect.any(String) } },
    });
  });

  it("is the same run for the same key and request, whichever version is published by then", async () => {
    const first = await start("shout", { idempotencyKey: "order-1" });
    const again = await start("shout", { idempotencyKey: "order-1" });
    expect(first).toMatchObject({ ok: true, value: { isRepeated: false } });
    expect(again).toEqual({ ok: true, value: { ...(first.ok && first.value), isRepeated: true } });
    expect(await start("shout", { idempotencyKey: "order-1", inputs: { topic: "sea" } })).toMatchObject({
      error: { code: "idempotency_key_reused" },
    });
    expect(await start("shout", { idempotencyKey: "order-2" })).toMatchObject({ value: { isRepeated: false } });
  });

  it("is started once by twenty requests of one key at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => start("shout", { idempotencyKey: "at-once" })));
    const ids = new Set(answers.map((answer) => (answer.ok ? answer.value.runId : answer.error.message)));
    expect(ids.size).toBe(1);
    expect(answers.filter((answer) => answer.ok && !answer.value.isRepeated)).toHaveLength(1);
    const { rows } = await pool().query("SELECT count(*)::int AS runs FROM run WHERE idempotency_key = 'at-once'");
    expect(rows).toEqual([{ runs: 1 }]);
  });
});
