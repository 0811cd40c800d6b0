import { describe, expect, it } from "vitest";
import { withTestDatabase } from "../../../scripts/vitest/test-database";
import { emptyDocument, type WorkflowDocument } from "../../document/schema";
import { limits } from "../../shared/limits";
import type { Result } from "../../shared/result";
import { type Actor, localActor } from "../access";
import { prisma } from "../db";
import {
  createFromTemplate,
  createWorkflow,
  deleteWorkflow,
  duplicateWorkflow,
  exportWorkflow,
  findSameWorkflow,
  getDraft,
  getEditorWorkflow,
  importWorkflow,
  listWorkflows,
  renameWorkflow,
  saveDraft,
} from "./workflows";

withTestDatabase();

const stranger: Actor = { personId: "stranger", workspaceId: "elsewhere", role: "owner" };

function expectOk<T>(result: Result<T, { message: string }>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function newWorkflow(name = "Chart"): Promise<{ actor: Actor; workflowId: string; document: WorkflowDocument }> {
  const actor = await localActor();
  const { workflowId } = expectOk(await createWorkflow(actor, { name }));
  return { actor, workflowId, document: emptyDocument(name) };
}

describe("the local owner", () => {
  it("is made again when the database lost it", async () => {
    expect(await localActor()).toEqual({ personId: "local", workspaceId: "local", role: "owner" });
    expect(await prisma().membership.count({ where: { personId: "local", workspaceId: "local", role: "owner" } })).toBe(1);
  });
});

describe("saving a draft", () => {
  it("lets exactly one of two saves on the same revision through, and shows the other what stands there", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    const save = (description: string) => saveDraft(actor, { workflowId, baseRevision: 1, document: { ...document, description } });
    const results = await Promise.all([save("left"), save("right")]);

    const [winner] = results.filter((result) => result.ok);
    const [loser] = results.filter((result) => !result.ok);
    expect(winner).toMatchObject({ ok: true, value: { revision: 2 } });
    const stored = expectOk(await getDraft(actor, workflowId));
    expect(loser).toMatchObject({ ok: false, error: { code: "stale_revision", revision: 2, document: stored.document } });
  });

  it("names the workflow after its document", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    expectOk(await saveDraft(actor, { workflowId, baseRevision: 1, document: { ...document, name: "Sextant" } }));
    expect(await listWorkflows(actor, { search: "sextant" })).toMatchObject([{ id: workflowId, name: "Sextant" }]);
  });

  it("takes a draft that can't run yet, and refuses one that is no document", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    expect(await saveDraft(actor, { workflowId, baseRevision: 1, document })).toMatchObject({ ok: true });
    const refused = await saveDraft(actor, { workflowId, baseRevision: 2, document: { ...document, ownerId: "me" } });
    expect(refused).toMatchObject({ ok: false, error: { code: "invalid_document", problems: [expect.anything()] } });
    expect(expectOk(await getDraft(actor, workflowId)).revision).toBe(2);
  });

  it("refuses a document over the limit, naming its size and the limit", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    const huge = { ...document, padding: "x".repeat(limits.documentBytes.value) };
    const refused = await saveDraft(actor, { workflowId, baseRevision: 1, document: huge });
    expect(refused).toMatchObject({ ok: false, error: { code: "too_large", message: expect.stringContaining("2.00 MB") } });
  });

  it("keeps the order of an object's keys, which a JSON schema gives a meaning", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    const schema = { type: "object", properties: { verdict: {}, a: {}, reasons: {} } };
    const ordered: WorkflowDocument = { ...document, sampleInput: { schema } };
    expectOk(await saveDraft(actor, { workflowId, baseRevision: 1, document: ordered }));
    const { workflowId: copyId } = expectOk(await duplicateWorkflow(actor, workflowId));
    for (const id of [workflowId, copyId]) {
      expect(JSON.stringify(expectOk(await getDraft(actor, id)).document.sampleInput.schema)).toBe(JSON.stringify(schema));
    }
  });

  it("stores texts with characters the database does not take", async () => {
    const { actor, workflowId, document } = await newWorkflow();
    const odd = { ...document, description: "a\u0000b\ud800c 🧭" };
    expect(await saveDraft(actor, { workflowId, baseRevision: 1, document: odd })).toMatchObject({ ok: true });
    expect(expectOk(await getDraft(actor, workflowId)).document.description).toMatch(/^ab.?c 🧭$/u);
  });
});

describe("renaming", () => {
  it("is a save like any other, so that open editors notice", async () => {
    const { actor, workflowId } = await newWorkflow();
    expect(await renameWorkflow(actor, { workflowId, name: "Astrolabe" })).toMatchObject({ ok: true, value: { revision: 2 } });
    expect(expectOk(await getDraft(actor, workflowId)).document.name).toBe("Astrolabe");
  });
});

describe("what a person can't see", () => {
  it("answers like what does not exist, whatever is asked", async () => {
    const { workflowId, document } = await newWorkflow();
    for (const id of [workflowId, "no-such-id"]) {
      expect(await getEditorWorkflow(stranger, id)).toBeNull();
      const answers = [
        await getDraft(stranger, id),
        await saveDraft(stranger, { workflowId: id, baseRevision: 1, document }),
        await renameWorkflow(stranger, { workflowId: id, name: "mine" }),
        await duplicateWorkflow(stranger, id),
        await deleteWorkflow(stranger, id),
        await exportWorkflow(stranger, id),
      ];
      for (const answer of answers) {
        expect(answer).toEqual({
          ok: false,
          error: { code: "not_found", message: "There is no such workflow. It may have been deleted." },
        });
      }
    }
    expect((await listWorkflows(stranger)).length).toBe(0);
    expect(await getEditorWorkflow(await localActor(), workflowId)).toMatchObject({ revision: 1 });
  });

  it("is gone after it was deleted", async () => {
    const { actor, workflowId } = await newWorkflow("Doomed");
    expect(await deleteWorkflow(actor, workflowId)).toEqual({ ok: true, value: {} });
    expect(await getEditorWorkflow(actor, workflowId)).toBeNull();
    expect(await listWorkflows(actor, { search: "Doomed" })).toEqual([]);
    expect(await deleteWorkflow(actor, workflowId)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});

describe("listing workflows", () => {
  it("searches literally: no character of a search is a wildcard", async () => {
    const { actor } = await newWorkflow("100% sure_thing");
    await newWorkflow("plain");
    const names = async (search: string) => (await listWorkflows(actor, { search })).map(({ name }) => name);
    expect(await names("%")).toEqual(["100% sure_thing"]);
    expect(await names("_")).toEqual(["100% sure_thing"]);
    expect(await names("\\")).toEqual([]);
    expect(await names("x".repeat(10_000))).toEqual([]);
  });

  it("draws each workflow small, without its contents", async () => {
    const actor = await localActor();
    const { workflowId } = expectOk(await createFromTemplate(actor, "research-team"));
    const [summary] = (await listWorkflows(actor)).filter(({ id }) => id === workflowId);
    const { document } = expectOk(await getDraft(actor, workflowId));
    expect(summary?.graph.nodes.map(({ id }) => id)).toEqual(document.nodes.map(({ id }) => id));
    expect(summary?.graph.edges.length).toBe(document.edges.length);
    expect(JSON.stringify(summary)).not.toContain("instructions");
  });
});

describe("importing and exporting", () => {
  it("gives back what it was given, as a workflow of its own each time", async () => {
    const actor = await localActor();
    const { workflowId } = expectOk(await createFromTemplate(actor, "data-pipeline"));
    const file = expectOk(await exportWorkflow(actor, workflowId));
    expect(file.fileName).toBe("data-pipeline.windrose.json");

    const [first, second] = await Promise.all([importWorkflow(actor, file.text), importWorkflow(actor, `\uFEFF${file.text}`)]);
    const ids = [expectOk(first).workflowId, expectOk(second).workflowId, workflowId];
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(expectOk(await exportWorkflow(actor, id)).text).toBe(file.text);
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["another program's file", '{"nodes":[],"connections":{}}'],
    ["a newer format", '{"format":"windrose.workflow","formatVersion":99,"name":"x","nodes":[],"edges":[]}'],
  ])("refuses %s with a reason, and makes nothing", async (_what, text) => {
    const actor = await localActor();
    const before = (await listWorkflows(actor)).length;
    expect(await importWorkflow(actor, text)).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\w/) } });
    expect((await listWorkflows(actor)).length).toBe(before);
  });

  it("finds a workflow by its content", async () => {
    const { actor, workflowId, document } = await newWorkflow("Twin");
    expect(await findSameWorkflow(actor, document)).toBe(workflowId);
    expect(await findSameWorkflow(actor, { ...document, description: "other" })).toBeNull();
  });
});
