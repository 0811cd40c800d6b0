import { Mistral } from "@mistralai/mistralai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withTestDatabase } from "../../../scripts/vitest/test-database";
import { type LibraryAgentConfig, newLibraryAgent } from "../../nodes/agent/library-agent";
import type { Result } from "../../shared/result";
import { type Simulator, startSimulator } from "../../simulator/server";
import { type Actor, localActor } from "../access";
import { findAgent } from "../repositories/agents";
import { forgetProcessWide } from "../runtime";
import {
  compareCopy,
  deleteAgentAndCopy,
  dropCopy,
  keepCopy,
  restoreVersionAndCopy,
  saveAgentAndCopy,
  sendCopy,
  takeCopy,
} from "./agent-copies";
import { createAgent, duplicateAgent, getAgent } from "./agents";

withTestDatabase();
let simulator: Simulator;
/** Somebody else who works at Mistral with the same key. */
let there: Mistral;
let actor: Actor;

beforeAll(async () => {
  simulator = await startSimulator({ pace: 0 });
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
  there = new Mistral({ serverURL: simulator.url });
  actor = await localActor();
});
beforeEach(() => simulator.reset());
afterAll(async () => {
  forgetProcessWide("providers");
  await simulator.close();
});

const schema = { type: "object", properties: { verdict: { type: "string" } }, required: ["verdict"] };
const reviewer: LibraryAgentConfig = {
  ...newLibraryAgent,
  instructions: "You review texts.",
  description: "Reviews",
  tools: [{ type: "web_search" }, { type: "document_library", libraryIds: ["019b0000-0000-7000-8000-00000000b001"] }],
  temperature: 0.3,
  topP: 0.9,
  maxTokens: 500,
  randomSeed: 7,
  output: "json",
  schemaName: "verdict",
  schema,
};

function expectOk<T>(result: Result<T, { message: string }>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function keptAgent(config = reviewer): Promise<{ agentId: string; remoteId: string }> {
  const { agentId } = expectOk(await createAgent(actor, { name: "Reviewer", config }));
  expectOk(await keepCopy(actor, agentId));
  const remoteId = (await findAgent(actor, agentId))?.copy?.remoteId;
  if (remoteId === undefined) throw new Error("no copy was remembered");
  return { agentId, remoteId };
}

const sentTo = (method: string) =>
  simulator.requests().filter((request) => request.method === method && request.path.startsWith("/v1/agents"));

describe("keeping a copy", () => {
  it("sends everything the agent is, once, and finds both the same", async () => {
    const { agentId, remoteId } = await keptAgent();
    expect(sentTo("POST").map(({ body }) => body)).toEqual([
      {
        name: "Reviewer",
        description: "Reviews",
        model: "mistral-medium-latest",
        instructions: "You review texts.",
        tools: [{ type: "web_search" }, { type: "document_library", library_ids: ["019b0000-0000-7000-8000-00000000b001"] }],
        completion_args: {
          temperature: 0.3,
          top_p: 0.9,
          max_tokens: 500,
          random_seed: 7,
          response_format: { type: "json_schema", json_schema: { name: "verdict", schema, strict: true } },
        },
      },
    ]);
    expect(await compareCopy(actor, agentId)).toEqual({ is: "same", remoteId, remoteVersion: 0, others: [] });
    expect(await keepCopy(actor, agentId)).toMatchObject({ ok: false, error: { code: "copy_exists" } });
  });

  it("leaves one agent there when two people ask at once", async () => {
    const before = (await there.beta.agents.list({})).length;
    const { agentId } = expectOk(await createAgent(actor, { name: "Twice", config: reviewer }));
    const results = await Promise.all([keepCopy(actor, agentId), keepCopy(actor, agentId)]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await there.beta.agents.list({})).toHaveLength(before + 1);
    expect(await compareCopy(actor, agentId)).toMatchObject({ is: "same" });
  });

  it.each([
    ["has no model", { model: "" }, "missing_model"],
    ["needs another endpoint", { provider: "openai-compatible", tools: [] }, "agent_needs_mistral"],
  ] as const)("refuses an agent that %s before anything is sent", async (_why, change, code) => {
    const { agentId } = expectOk(await createAgent(actor, { name: "Unfit", config: { ...newLibraryAgent, ...change, tools: [] } }));
    expect(await keepCopy(actor, agentId)).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(/\.$/) } });
    expect(simulator.requests()).toEqual([]);
  });

  it("says in a sentence what Mistral refuses, and remembers no copy", async () => {
    const { agentId } = expectOk(await createAgent(actor, { name: "Odd", config: { ...newLibraryAgent, model: "no-such-model" } }));
    const refused = await keepCopy(actor, agentId);
    expect(refused).toMatchObject({ ok: false, error: { message: expect.stringContaining("does not offer the model “no-such-model”") } });
    expect(await compareCopy(actor, agentId)).toEqual({ is: "none" });
  });

  it("belongs to the agent it was made for, not to its duplicate", async () => {
    const { agentId } = await keptAgent();
    const copy = expectOk(await duplicateAgent(actor, agentId));
    expect(await compareCopy(actor, copy.agentId)).toEqual({ is: "none" });
  });
});

describe("a save", () => {
  it("changes the copy too, also where a setting was taken away", async () => {
    const { agentId, remoteId } = await keptAgent();
    const plain = { ...newLibraryAgent, instructions: "Be brief." };
    const saved = await saveAgentAndCopy(actor, { agentId, baseVersion: 1, name: "Brief reviewer", config: plain });
    expect(saved).toEqual({ ok: true, value: { version: 2, copyProblem: null } });
    expect(await there.beta.agents.get({ agentId: remoteId })).toMatchObject({
      name: "Brief reviewer",
      description: null,
      instructions: "Be brief.",
      tools: [],
      completionArgs: {},
      version: 1,
    });
    expect(await compareCopy(actor, agentId)).toMatchObject({ is: "same", remoteVersion: 1 });

    expectOk(await restoreVersionAndCopy(actor, { agentId, number: 1, baseVersion: 2 }));
    expect(await there.beta.agents.get({ agentId: remoteId })).toMatchObject({ instructions: "You review texts.", version: 2 });
  });

  it("stands when Mistral fails, and says what became of the copy", async () => {
    const { agentId } = await keptAgent();
    simulator.setFaults([{ fault: "503", match: { path: "/v1/agents" } }]);
    const saved = await saveAgentAndCopy(actor, { agentId, baseVersion: 1, name: "Reviewer", config: { ...reviewer, temperature: 0 } });
    expect(saved).toEqual({ ok: true, value: { version: 2, copyProblem: expect.stringContaining("status 503") } });
    expect(await compareCopy(actor, agentId)).toMatchObject({ is: "unknown", message: expect.stringContaining("status 503") });

    simulator.setFaults([]);
    expect(await compareCopy(actor, agentId)).toMatchObject({ is: "different", sent: 1, isChangedThere: false });
    expectOk(await sendCopy(actor, agentId));
    expect(await compareCopy(actor, agentId)).toMatchObject({ is: "same" });
  });

  it("leaves alone what was changed at Mistral meanwhile", async () => {
    const { agentId, remoteId } = await keptAgent();
    await there.beta.agents.update({ agentId: remoteId, updateAgentRequest: { instructions: "Changed there." } });
    const saved = await saveAgentAndCopy(actor, { agentId, baseVersion: 1, name: "Reviewer", config: { ...reviewer, maxTokens: 900 } });
    expect(saved).toMatchObject({ value: { version: 2, copyProblem: expect.stringContaining("left as it is") } });
    expect(await there.beta.agents.get({ agentId: remoteId })).toMatchObject({ instructions: "Changed there." });
  });
});

describe("drift", () => {
  const driftedAgent = async () => {
    const kept = await keptAgent();
    await there.beta.agents.update({
      agentId: kept.remoteId,
      updateAgentRequest: {
        name: "Critic",
        instructions: "You criticise.",
        tools: [{ type: "code_interpreter" }, { type: "function", function: { name: "f", parameters: {} } }],
        completionArgs: { temperature: 0.8, stop: ["END"] },
      },
    });
    return kept;
  };

  it("names exactly the settings that differ, with both sides, and what only Mistral's has", async () => {
    const { agentId } = await driftedAgent();
    const copy = await compareCopy(actor, agentId);
    expect(copy).toMatchObject({
      is: "different",
      remoteVersion: 1,
      isChangedThere: true,
      others: ["stop words", "tools of another kind"],
    });
    const differences = copy?.is === "different" ? copy.differences : [];
    expect(differences.map(({ field, theirs }) => [field, theirs])).toEqual([
      ["name", "Critic"],
      ["instructions", "You criticise."],
      ["tools", "code interpreter"],
      ["output", "Text"],
      ["temperature", "0.8"],
      ["topP", ""],
      ["maxTokens", ""],
      ["randomSeed", ""],
    ]);
    expect(differences.find(({ field }) => field === "temperature")?.ours).toBe("0.3");
  });

  it("is ended by sending ours", async () => {
    const { agentId, remoteId } = await driftedAgent();
    expectOk(await sendCopy(actor, agentId));
    expect(await compareCopy(actor, agentId)).toMatchObject({ is: "same", others: [] });
    expect(await there.beta.agents.get({ agentId: remoteId })).toMatchObject({ name: "Reviewer", version: 2 });
  });

  it("is ended by taking theirs, as a new version that the next save goes on from", async () => {
    const { agentId } = await driftedAgent();
    expect(expectOk(await takeCopy(actor, agentId)).version).toBe(2);
    const taken = await getAgent(actor, agentId);
    expect(taken).toMatchObject({
      name: "Critic",
      version: 2,
      config: { instructions: "You criticise.", tools: [{ type: "code_interpreter" }], temperature: 0.8, output: "text" },
    });
    expect(taken?.config).not.toHaveProperty("topP");
    expect(await compareCopy(actor, agentId)).toMatchObject({ is: "same", others: ["stop words", "tools of another kind"] });
    const config = { ...reviewer, model: "mistral-small-latest" };
    expect(await saveAgentAndCopy(actor, { agentId, baseVersion: 2, name: "Critic", config })).toMatchObject({
      value: { copyProblem: null },
    });
  });

  it("that this library can't hold is refused with the setting", async () => {
    const { agentId, remoteId } = await keptAgent();
    await there.beta.agents.update({ agentId: remoteId, updateAgentRequest: { completionArgs: { topP: 0 } } });
    expect(await takeCopy(actor, agentId)).toMatchObject({ error: { code: "unusable_copy", message: expect.stringContaining("topP") } });
    expect((await getAgent(actor, agentId))?.version).toBe(1);
  });
});

describe("a copy that is gone at Mistral", () => {
  it("is said to be gone, and can be made again", async () => {
    const { agentId, remoteId } = await keptAgent();
    await there.beta.agents.delete({ agentId: remoteId });
    expect(await compareCopy(actor, agentId)).toEqual({ is: "gone", remoteId });
    expect(await sendCopy(actor, agentId)).toMatchObject({ error: { code: "copy_gone" } });
    expect(await takeCopy(actor, agentId)).toMatchObject({ error: { code: "copy_gone" } });
    expectOk(await keepCopy(actor, agentId));
    expect(await compareCopy(actor, agentId)).toMatchObject({ is: "same" });
  });
});

describe("the end of a copy", () => {
  it("deletes it at Mistral or leaves it there, as asked", async () => {
    const [one, other] = [await keptAgent(), await keptAgent()];
    expectOk(await dropCopy(actor, { agentId: one.agentId, deleteThere: true }));
    expectOk(await dropCopy(actor, { agentId: other.agentId, deleteThere: false }));
    const ids = (await there.beta.agents.list({})).map(({ id }) => id);
    expect(ids).not.toContain(one.remoteId);
    expect(ids).toContain(other.remoteId);
    expect(await compareCopy(actor, one.agentId)).toEqual({ is: "none" });
  });

  it("comes with the agent's own, and a refusal of Mistral leaves both", async () => {
    const { agentId, remoteId } = await keptAgent();
    simulator.setFaults([{ fault: "500", match: { path: "/v1/agents" } }]);
    expect(await deleteAgentAndCopy(actor, { agentId, deleteCopy: true })).toMatchObject({ ok: false, error: { code: "provider_error" } });
    expect(await getAgent(actor, agentId)).not.toBeNull();

    simulator.setFaults([]);
    expectOk(await deleteAgentAndCopy(actor, { agentId, deleteCopy: true }));
    expect(await getAgent(actor, agentId)).toBeNull();
    expect((await there.beta.agents.list({})).map(({ id }) => id)).not.toContain(remoteId);
  });
});
