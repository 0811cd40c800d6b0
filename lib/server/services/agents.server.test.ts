import { describe, expect, it } from "vitest";
import { withTestDatabase } from "../../../scripts/vitest/test-database";
import { emptyDocument, type WorkflowNode } from "../../document/schema";
import { type LibraryAgentConfig, newLibraryAgent } from "../../nodes/agent/library-agent";
import { limits } from "../../shared/limits";
import type { Result } from "../../shared/result";
import { type Actor, localActor } from "../access";
import { prisma } from "../db";
import { createAgent, deleteAgent, duplicateAgent, getAgent, listAgents, restoreVersion, saveAgent, usesOfAgent } from "./agents";
import { createWorkflow, deleteWorkflow } from "./workflows";

withTestDatabase();

const stranger: Actor = { personId: "stranger", workspaceId: "elsewhere", role: "owner" };

const planner: LibraryAgentConfig = { ...newLibraryAgent, instructions: "You are a planner.", description: "Plans" };

function expectOk<T>(result: Result<T, { message: string }>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function newAgent(name = "Planner", config = planner) {
  const actor = await localActor();
  const { agentId } = expectOk(await createAgent(actor, { name, config }));
  return { actor, agentId };
}

function nodeFrom(agent: string, id: string): WorkflowNode {
  return { id, type: "agent", typeVersion: 1, title: id, position: { x: 0, y: 0 }, config: { fromLibrary: { agent, version: 1 } } };
}

describe("saving an agent", () => {
  it("makes a version only when something other than the name changed", async () => {
    const { actor, agentId } = await newAgent();
    const save = (name: string, config: LibraryAgentConfig, baseVersion: number) =>
      saveAgent(actor, { agentId, baseVersion, name, config });

    expect(expectOk(await save("Planner", { ...planner }, 1)).version).toBe(1);
    expect(expectOk(await save("Chief planner", planner, 1)).version).toBe(1);
    expect(expectOk(await save("Chief planner", { ...planner, temperature: 0.2 }, 1)).version).toBe(2);
    expect(await getAgent(actor, agentId)).toMatchObject({
      name: "Chief planner",
      version: 2,
      config: { temperature: 0.2, instructions: "You are a planner." },
      versions: [{ number: 2 }, { number: 1, config: planner }],
    });
  });

  it("lets exactly one of two saves on the same version through, and tells the other", async () => {
    const { actor, agentId } = await newAgent();
    const save = (model: string) => saveAgent(actor, { agentId, baseVersion: 1, name: "Planner", config: { ...planner, model } });
    const results = await Promise.all([save("mistral-large-latest"), save("mistral-small-latest")]);

    expect(results.filter((result) => result.ok)).toMatchObject([{ value: { version: 2 } }]);
    expect(results.filter((result) => !result.ok)).toMatchObject([
      { error: { code: "stale_version", message: expect.stringContaining("version 2") } },
    ]);
    expect((await getAgent(actor, agentId))?.versions).toHaveLength(2);
  });

  it("never changes a version that was made", async () => {
    const { agentId } = await newAgent();
    await expect(prisma().agentVersion.updateMany({ where: { agentId }, data: { config: {} } })).rejects.toThrow(/does not change/);
  });

  it("keeps the order of a schema's keys", async () => {
    const schema = { type: "object", properties: { zebra: { type: "string" }, ant: { type: "number" } } };
    const { actor, agentId } = await newAgent("Extractor", { ...planner, output: "json", schema });
    expect(JSON.stringify((await getAgent(actor, agentId))?.config.schema)).toBe(JSON.stringify(schema));
  });

  it("refuses one over the limit, naming its size and the limit", async () => {
    const actor = await localActor();
    const instructions = "x".repeat(limits.libraryAgentBytes.value);
    const refused = await createAgent(actor, { name: "Huge", config: { ...planner, instructions } });
    expect(refused).toMatchObject({ ok: false, error: { code: "too_large", message: expect.stringContaining("300000") } });
  });

  it("refuses a schema that is nested without end", async () => {
    const actor = await localActor();
    const schema = JSON.parse(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`);
    const refused = await createAgent(actor, { name: "Deep", config: { ...planner, schema } });
    expect(refused).toMatchObject({ ok: false, error: { code: "too_deep" } });
  });

  it("stores what a database can't hold without it: NUL characters and lone surrogates", async () => {
    const { actor, agentId } = await newAgent("No\u0000te", { ...planner, instructions: "a\u0000b\ud800" });
    expect(await getAgent(actor, agentId)).toMatchObject({ name: "Note", config: { instructions: "ab\ufffd" } });
  });
});

describe("an earlier version", () => {
  it("comes back as a new one, and restoring what stands there makes none", async () => {
    const { actor, agentId } = await newAgent();
    expectOk(await saveAgent(actor, { agentId, baseVersion: 1, name: "Planner", config: { ...planner, instructions: "You are brief." } }));

    expect(expectOk(await restoreVersion(actor, { agentId, number: 1, baseVersion: 2 })).version).toBe(3);
    expect((await getAgent(actor, agentId))?.config).toEqual(planner);
    expect(expectOk(await restoreVersion(actor, { agentId, number: 1, baseVersion: 3 })).version).toBe(3);
    expect(await restoreVersion(actor, { agentId, number: 9, baseVersion: 3 })).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});

describe("the library", () => {
  it("finds agents by name and by what they are good at", async () => {
    const { actor } = await newAgent("Cartographer", { ...planner, description: "Draws 100% of the maps" });
    const names = async (search: string) => (await listAgents(actor, { search })).map(({ name }) => name);
    expect(await names("cartog")).toEqual(["Cartographer"]);
    expect(await names("100% of")).toEqual(["Cartographer"]);
    expect(await names("nobody is called this")).toEqual([]);
  });

  it("duplicates what an agent is now, as version 1 of another", async () => {
    const { actor, agentId } = await newAgent("Scout");
    expectOk(await saveAgent(actor, { agentId, baseVersion: 1, name: "Scout", config: { ...planner, topP: 0.5 } }));
    const copy = expectOk(await duplicateAgent(actor, agentId));
    expect(await getAgent(actor, copy.agentId)).toMatchObject({ name: "Scout (copy)", version: 1, config: { topP: 0.5 }, hasCopy: false });
  });

  it("says which workflows use an agent, and deletes it without touching them", async () => {
    const { actor, agentId } = await newAgent("Reviewer");
    const using = { ...emptyDocument("Uses it"), nodes: [nodeFrom(agentId, "a"), nodeFrom(agentId, "b"), nodeFrom("another", "c")] };
    const { workflowId } = expectOk(await createWorkflow(actor, { document: using }));
    const gone = expectOk(await createWorkflow(actor, { document: { ...using, name: "Deleted" } }));
    await deleteWorkflow(actor, gone.workflowId);

    expect(expectOk(await usesOfAgent(actor, agentId)).uses).toEqual([{ workflowId, name: "Uses it", nodes: 2 }]);
    expect((await listAgents(actor, { search: "Reviewer" }))[0]).toMatchObject({ usedBy: 1 });

    expectOk(await deleteAgent(actor, agentId));
    expect(await getAgent(actor, agentId)).toBeNull();
    expect(await prisma().agentVersion.count({ where: { agentId } })).toBe(0);
    expect(await deleteAgent(actor, agentId)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("does not exist for another workspace", async () => {
    const { agentId } = await newAgent("Secret");
    expect(await listAgents(stranger)).toEqual([]);
    expect(await getAgent(stranger, agentId)).toBeNull();
    const notFound = { ok: false, error: { code: "not_found" } };
    expect(await saveAgent(stranger, { agentId, baseVersion: 1, name: "Mine", config: planner })).toMatchObject(notFound);
    expect(await restoreVersion(stranger, { agentId, number: 1, baseVersion: 1 })).toMatchObject(notFound);
    expect(await duplicateAgent(stranger, agentId)).toMatchObject(notFound);
    expect(await usesOfAgent(stranger, agentId)).toMatchObject(notFound);
    expect(await deleteAgent(stranger, agentId)).toMatchObject(notFound);
  });
});
