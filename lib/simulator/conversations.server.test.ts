import { Mistral } from "@mistralai/mistralai";
import { HTTPValidationError, SDKError } from "@mistralai/mistralai/models/errors";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./server";

const model = "mistral-medium-latest";
let simulator: Simulator;
let client: Mistral;

beforeAll(async () => {
  simulator = await startSimulator();
  client = new Mistral({ serverURL: simulator.url });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

async function post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${simulator.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe("conversations through the SDK", () => {
  it("start, append, read and delete, with the same id on append", async () => {
    const started = await client.beta.conversations.start({ model, instructions: "Answer briefly.", inputs: "Research tidal power" });
    const appended = await client.beta.conversations.append({
      conversationId: started.conversationId,
      conversationAppendRequest: { inputs: "And its costs?" },
    });
    const history = await client.beta.conversations.getHistory({ conversationId: started.conversationId });
    const messages = await client.beta.conversations.getMessages({ conversationId: started.conversationId });
    const read = await client.beta.conversations.get({ conversationId: started.conversationId });

    expect(appended.conversationId).toBe(started.conversationId);
    expect(history.entries.map((entry) => entry.type)).toEqual(["message.input", "message.output", "message.input", "message.output"]);
    expect(messages.messages).toHaveLength(4);
    expect(read).toMatchObject({ model, instructions: "Answer briefly." });

    await client.beta.conversations.delete({ conversationId: started.conversationId });
    await expect(client.beta.conversations.get({ conversationId: started.conversationId })).rejects.toMatchObject({ statusCode: 404 });
  });

  it("restart from an entry into a new conversation, once something was appended", async () => {
    const { conversationId } = await client.beta.conversations.start({ model, inputs: "Write a poem about rain" });
    const { entries } = await client.beta.conversations.getHistory({ conversationId });
    const fromEntryId = entries[1]?.id ?? "";
    const restart = () =>
      client.beta.conversations.restart({ conversationId, conversationRestartRequest: { fromEntryId, inputs: "Now about snow" } });

    await expect(restart()).rejects.toMatchObject({ statusCode: 400 });
    await client.beta.conversations.append({ conversationId, conversationAppendRequest: { inputs: "Shorter" } });
    const restarted = await restart();

    expect(restarted.conversationId).not.toBe(conversationId);
    const history = await client.beta.conversations.getHistory({ conversationId: restarted.conversationId });
    expect(history.entries).toHaveLength(4);
  });

  it("stream every event the SDK knows, in order, with known data", async () => {
    const stream = await client.beta.conversations.startStream({
      model,
      instructions: "You research questions on the web and cite your sources.",
      tools: [{ type: "web_search" }, { type: "image_generation" }],
      inputs: "Research tidal power",
    });
    const events = await collect(stream);
    const names = events.map(({ event }) => event);

    expect(events.filter(({ data }) => data.type === "UNKNOWN")).toEqual([]);
    expect(names[0]).toBe("conversation.response.started");
    expect(names.at(-1)).toBe("conversation.response.done");
    expect(names.indexOf("tool.execution.started")).toBeLessThan(names.indexOf("tool.execution.done"));
    expect(names.lastIndexOf("tool.execution.done")).toBeLessThan(names.indexOf("message.output.delta"));
  });

  it("carry entries of an earlier conversation as inputs", async () => {
    const first = await client.beta.conversations.start({
      model,
      instructions: "You research on the web.",
      tools: [{ type: "web_search" }],
      inputs: "Research tidal power",
    });
    const inputs = [...first.outputs, { type: "message.input" as const, role: "user" as const, content: "Summarise it." }];
    const second = await client.beta.conversations.start({ model, instructions: "Summarise what was found.", inputs });
    expect(JSON.stringify(second.outputs)).toMatch(/tidal power/i);
  });

  it("call an offered function and go on with its result", async () => {
    const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
    const tools = [{ type: "function" as const, function: { name: "get_weather", description: "Weather of a city", parameters } }];
    const { conversationId, outputs } = await client.beta.conversations.start({ model, tools, inputs: "What is the weather in Lyon?" });
    const [call] = outputs;
    if (call?.type !== "function.call") throw new Error("expected a function call");

    expect(call.toolCallId).toMatch(/^[A-Za-z0-9]{9}$/);
    const inputs = [{ type: "function.result" as const, toolCallId: call.toolCallId, result: '{"celsius": 21}' }];
    const next = await client.beta.conversations.append({ conversationId, conversationAppendRequest: { inputs } });
    expect(next.outputs.map((entry) => entry.type)).toEqual(["message.output"]);
  });

  it("wait for consent where a tool requires it", async () => {
    const tools = [{ type: "web_search" as const, toolConfiguration: { requiresConfirmation: ["web_search"] } }];
    const { conversationId, outputs } = await client.beta.conversations.start({ model, tools, inputs: "Research tidal power" });
    const [call] = outputs;
    if (call?.type !== "function.call") throw new Error("expected a pending call");
    expect(call.confirmationStatus).toBe("pending");

    const toolConfirmations = [{ toolCallId: call.toolCallId, confirmation: "allow" as const }];
    const next = await client.beta.conversations.append({ conversationId, conversationAppendRequest: { toolConfirmations } });
    expect(next.outputs.map((entry) => entry.type)).toEqual(["tool.execution", "message.output"]);
  });

  it("answer the same request with the same words", async () => {
    const ask = () =>
      client.beta.conversations.start({ model, instructions: "You are a market researcher.", inputs: "Research electric ferries" });
    const [first, second] = [await ask(), await ask()];
    const contentOf = (answer: typeof first) => answer.outputs.map((entry) => (entry.type === "message.output" ? entry.content : null));
    expect(contentOf(second)).toEqual(contentOf(first));
  });
});

describe("agents", () => {
  it("are created, versioned by each update, listed and deleted", async () => {
    const agent = await client.beta.agents.create({
      model,
      name: "Clerk",
      instructions: "Answer letters.",
      tools: [{ type: "web_search" }],
    });
    const updated = await client.beta.agents.update({ agentId: agent.id, updateAgentRequest: { instructions: "Answer them kindly." } });
    const pages = await client.beta.agents.listPages({});
    const versions = await client.beta.agents.listVersions({ agentId: agent.id });

    expect([agent.version, updated.version, updated.versions]).toEqual([0, 1, [0, 1]]);
    expect(JSON.stringify(pages)).toContain(agent.id);
    expect(versions).toHaveLength(2);
    await client.beta.agents.delete({ agentId: agent.id });
    await expect(client.beta.agents.get({ agentId: agent.id })).rejects.toMatchObject({ statusCode: 404 });
  });

  it("hand over to an agent they list, and the conversation stays with it", async () => {
    const billing = await client.beta.agents.create({
      model,
      name: "Billing",
      description: "Invoices, charges and refunds",
      instructions: "You are customer support for billing.",
    });
    const front = await client.beta.agents.create({ model, name: "Front desk", instructions: "Greet people.", handoffs: [billing.id] });
    const answer = await client.beta.conversations.start({ agentId: front.id, inputs: "I was charged twice on my invoice" });

    expect(answer.outputs.map((entry) => entry.type)).toEqual(["agent.handoff", "message.output"]);
    expect(await client.beta.conversations.get({ conversationId: answer.conversationId })).toMatchObject({ agentId: billing.id });
  });
});

describe("strictness", () => {
  it.each([
    ["an unknown key", { model, inputs: "x", agentId: "a" }, ["body", "agentId"], "extra_forbidden"],
    ["an unknown argument", { model, inputs: "x", completion_args: { n: 2 } }, ["body", "completion_args", "n"], "extra_forbidden"],
    [
      "a temperature over 1",
      { model, inputs: "x", completion_args: { temperature: 1.2 } },
      ["body", "completion_args", "temperature"],
      "less_than_equal",
    ],
    [
      "a tool with a config",
      { model, inputs: "x", tools: [{ type: "web_search", config: {} }] },
      ["body", "tools", 0, "config"],
      "extra_forbidden",
    ],
    ["missing inputs", { model }, ["body", "inputs"], "missing"],
    ["neither model nor agent", { inputs: "x" }, ["body", "model"], "missing"],
    ["both model and agent", { model, agent_id: "ag_0000000000000000000000000000a001", inputs: "x" }, ["body", "agent_id"], "value_error"],
  ])("refuses %s with 422 and its place", async (_, body, loc, type) => {
    const answer = await post("/v1/conversations", body);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ object: "Error", detail: [{ loc, type }] });
  });

  it("refuses an agent and tools on append", async () => {
    const { conversationId } = await client.beta.conversations.start({ model, inputs: "Hello" });
    const answer = await post(`/v1/conversations/${conversationId}`, { inputs: "x", agent_id: "a", tools: [] });
    expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc: ["body", "agent_id"] }, { loc: ["body", "tools"] }] } });
  });

  it("refuses overrides of an agent's settings", async () => {
    const answer = await post("/v1/conversations", { agent_id: "ag_0000000000000000000000000000a001", inputs: "x", instructions: "y" });
    expect(answer).toMatchObject({ status: 400, body: { message: "instructions is not allowed for an agent conversation" } });
  });

  it("refuses an unknown model, a wrong key and an unknown conversation", async () => {
    await expect(client.beta.conversations.start({ model: "gpt-9", inputs: "x" })).rejects.toMatchObject({ statusCode: 400 });
    await expect(new Mistral({ serverURL: simulator.url, apiKey: "invalid" }).models.list()).rejects.toMatchObject({ statusCode: 401 });
    await expect(
      client.beta.conversations.append({ conversationId: "conv_none", conversationAppendRequest: { inputs: "x" } }),
    ).rejects.toBeInstanceOf(SDKError);
    await expect(client.beta.conversations.start({ model, inputs: "x", completionArgs: { temperature: 9 } })).rejects.toBeInstanceOf(
      HTTPValidationError,
    );
  });

  it("has the headers a client reads", async () => {
    const { headers } = await fetch(`${simulator.url}/v1/models`);
    expect(headers.get("mistral-correlation-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number(headers.get("x-ratelimit-limit-req-minute"))).toBeGreaterThan(0);
  });
});
