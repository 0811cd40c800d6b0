import { Mistral } from "@mistralai/mistralai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./server";

const model = "mistral-small-latest";
let simulator: Simulator;
let client: Mistral;

beforeAll(async () => {
  simulator = await startSimulator();
  client = new Mistral({ serverURL: simulator.url });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

describe("chat completions through the SDK", () => {
  it("answer whole and as a stream with the same text", async () => {
    const messages = [
      { role: "system" as const, content: "You are a planner." },
      { role: "user" as const, content: "Plan a garden party" },
    ];
    const whole = await client.chat.complete({ model, messages });
    let streamed = "";
    let finish: string | null = null;
    for await (const { data } of await client.chat.stream({ model, messages })) {
      streamed += data.choices[0]?.delta.content ?? "";
      finish = data.choices[0]?.finishReason ?? finish;
    }
    expect(streamed).toBe(whole.choices[0]?.message?.content);
    expect(finish).toBe("stop");
    expect(whole.usage.totalTokens).toBeGreaterThan(0);
  });

  it("keep to max_tokens and say that they were cut", async () => {
    const answer = await client.chat.complete({ model, maxTokens: 10, messages: [{ role: "user", content: "Plan a garden party" }] });
    expect(answer.choices[0]?.finishReason).toBe("length");
    expect(String(answer.choices[0]?.message?.content).length).toBeLessThanOrEqual(40);
  });

  it.each([
    ["built-in tools", { tools: [{ type: "web_search" }] }, 422],
    ["an unknown key", { reasoning_content: "x" }, 422],
    ["an assistant's message at the end", { messages: [{ role: "assistant", content: "x" }] }, 400],
    [
      "tool call ids of another service",
      {
        messages: [
          { role: "user", content: "x" },
          { role: "assistant", tool_calls: [{ id: "call_1", function: { name: "f", arguments: "{}" } }] },
          { role: "tool", content: "1" },
        ],
      },
      400,
    ],
  ])("refuse %s", async (_, change, status) => {
    const body = { model, messages: [{ role: "user", content: "x" }], ...change };
    const response = await fetch(`${simulator.url}/v1/chat/completions`, { method: "POST", body: JSON.stringify(body) });
    expect(response.status).toBe(status);
  });
});

describe("files", () => {
  it("are uploaded, listed, read back and deleted", async () => {
    const content = new TextEncoder().encode("a,b\n1,2");
    const file = await client.files.upload({ file: { fileName: "table.csv", content }, purpose: "batch" });
    const bytes = await new Response(await client.files.download({ fileId: file.id })).text();

    expect(bytes).toBe("a,b\n1,2");
    expect((await client.files.list({})).data.map(({ id }) => id)).toContain(file.id);
    expect((await client.files.retrieve({ fileId: file.id })).sizeBytes).toBe(7);
    expect(await client.files.delete({ fileId: file.id })).toMatchObject({ deleted: true });
    await expect(client.files.retrieve({ fileId: file.id })).rejects.toMatchObject({ statusCode: 404 });
  });

  it("are made by image generation as real pictures, the same for the same subject", async () => {
    const draw = async () => {
      const { outputs } = await client.beta.conversations.start({
        model,
        tools: [{ type: "image_generation" }],
        inputs: "Create a sunset landscape",
      });
      const chunks = outputs.flatMap((entry) => (entry.type === "message.output" && Array.isArray(entry.content) ? entry.content : []));
      const chunk = chunks.find((part) => part.type === "tool_file");
      if (chunk?.type !== "tool_file") throw new Error("expected a file");
      return Buffer.from(await new Response(await client.files.download({ fileId: chunk.fileId })).arrayBuffer());
    };
    const [first, second] = [await draw(), await draw()];
    expect(first.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]));
    expect(first.equals(second)).toBe(true);
  });
});

describe("libraries", () => {
  it("are created, filled, read by agents and deleted", async () => {
    const library = await client.beta.libraries.create({ name: "Rules" });
    const content = new TextEncoder().encode("Dogs are welcome on Fridays.");
    await client.beta.libraries.documents.upload({ libraryId: library.id, requestBody: { file: { fileName: "dogs.txt", content } } });
    const documents = await client.beta.libraries.documents.list({ libraryId: library.id });
    const answer = await client.beta.conversations.start({
      model,
      tools: [{ type: "document_library", libraryIds: [library.id] }],
      inputs: "When are dogs welcome?",
    });

    expect(documents.data).toHaveLength(1);
    expect(JSON.stringify(answer.outputs)).toContain("Dogs are welcome on Fridays.");
    await client.beta.libraries.delete({ libraryId: library.id });
    await expect(client.beta.libraries.get({ libraryId: library.id })).rejects.toMatchObject({ statusCode: 404 });
  });

  it("that do not exist are refused", async () => {
    const start = client.beta.conversations.start({ model, tools: [{ type: "document_library", libraryIds: ["none"] }], inputs: "x" });
    await expect(start).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe("models", () => {
  it("list every name the service accepts", async () => {
    const { data } = await client.models.list();
    const names = data?.map((card) => ("id" in card ? card.id : "")) ?? [];
    expect(names).toEqual(expect.arrayContaining(["mistral-medium-latest", "mistral-large-latest", "mistral-small-2603"]));
    expect(await client.models.retrieve({ modelId: "mistral-large-latest" })).toMatchObject({ maxContextLength: 262_144 });
  });
});

describe("control", () => {
  const control = (path: string, body?: unknown) =>
    fetch(`${simulator.url}/__control/${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });

  it("records requests with bodies and without credentials", async () => {
    await new Mistral({ serverURL: simulator.url, apiKey: "secret-key" }).beta.conversations.start({ model, inputs: "Hello" });
    const text = await (await control("requests")).text();
    expect(JSON.parse(text)).toMatchObject([{ method: "POST", path: "/v1/conversations", status: 200, body: { model, inputs: "Hello" } }]);
    expect(text).not.toContain("secret-key");
  });

  it("sets faults and forgets them on reset", async () => {
    await control("faults", [{ match: { bodyIncludes: "Hello" }, fault: "503" }]);
    const start = () => client.beta.conversations.start({ model, inputs: "Hello" });
    await expect(start()).rejects.toMatchObject({ statusCode: 503 });
    await control("reset", {});
    await expect(start()).resolves.toBeDefined();
  });

  it("waits before each answer as long as it is told", async () => {
    await control("settings", { latencyMs: 120 });
    const before = performance.now();
    await client.beta.conversations.start({ model, inputs: "Hello" });
    expect(performance.now() - before).toBeGreaterThanOrEqual(115);
    await control("settings", { latencyMs: 0 });
  });

  it("answers only this machine by its own names", async () => {
    const { request } = await import("node:http");
    const status = await new Promise<number | undefined>((resolve) => {
      request(`${simulator.url}/__control/requests`, { headers: { host: "evil.example" } }, (response) =>
        resolve(response.statusCode),
      ).end();
    });
    expect(status).toBe(403);
  });
});

describe("markers in a prompt", () => {
  it("hit the first tries and then let the same request through", async () => {
    const start = () => client.beta.conversations.start({ model, instructions: "[simulate: 429 x2] Answer.", inputs: "Hello" });
    await expect(start()).rejects.toMatchObject({ statusCode: 429 });
    await expect(start()).rejects.toMatchObject({ statusCode: 429 });
    await expect(start()).resolves.toBeDefined();
  });

  it("spoil JSON until it is asked for again", async () => {
    const completionArgs = {
      responseFormat: {
        type: "json_schema" as const,
        jsonSchema: { name: "a", schemaDefinition: { type: "object", properties: { a: { type: "string" } } } },
      },
    };
    const ask = async (inputs: string) => {
      const { outputs } = await client.beta.conversations.start({
        model,
        instructions: "[simulate: bad json x1] Answer.",
        inputs,
        completionArgs,
      });
      return outputs.map((entry) => (entry.type === "message.output" ? String(entry.content) : "")).join("");
    };
    const first = await ask("Hello");
    expect(() => JSON.parse(first)).toThrow();
    expect(JSON.parse(await ask("Hello. Repair your answer."))).toHaveProperty("a");
  });

  it("are never repeated in an answer", async () => {
    const answer = await client.beta.conversations.start({
      model,
      instructions: "Summarise.",
      inputs: "[simulate: slow 0s] The harbour opens at six in the morning on all days.",
    });
    expect(JSON.stringify(answer.outputs)).not.toContain("simulate");
  });
});
