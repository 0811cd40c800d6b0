import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../simulator/server";
import { createLimiter } from "./concurrency.server";
import type { ModelProvider } from "./contract";
import { createMistralProvider } from "./mistral.server";
import { startScripted, turn, watched } from "./testing.server";

let simulator: Simulator;
let provider: ModelProvider;

beforeAll(async () => {
  simulator = await startSimulator();
  provider = createMistralProvider({ apiKey: "the-secret-key", serverUrl: simulator.url, isSimulated: true });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

const downloading = () => ({
  signal: new AbortController().signal,
  timeouts: { firstByteMs: 5_000, idleMs: 5_000, totalMs: 5_000 },
  mostBytes: 1_000_000,
});

describe("what is sent", () => {
  it("starts a conversation of a model with instructions, tools and arguments", async () => {
    const { context } = watched();
    await provider.runTurn(
      turn({
        tools: [{ type: "web_search" }, { type: "document_library", libraryIds: ["019b0000-0000-7000-8000-00000000b001"] }],
        parameters: {
          temperature: 0.3,
          topP: 0.9,
          maxTokens: 500,
          randomSeed: 7,
          stop: ["END"],
          presencePenalty: 0.1,
          frequencyPenalty: 0.2,
          reasoningEffort: "high",
        },
        outputSchema: { name: "my answer", schema: { type: "object", properties: { a: { type: "string" } } } },
      }),
      context,
    );
    expect(simulator.requests()[0]).toMatchObject({
      path: "/v1/conversations",
      status: 200,
      body: {
        model: "mistral-medium-latest",
        stream: true,
        instructions: "You are a planner.",
        tools: [{ type: "web_search" }, { type: "document_library", library_ids: ["019b0000-0000-7000-8000-00000000b001"] }],
        completion_args: {
          temperature: 0.3,
          top_p: 0.9,
          max_tokens: 500,
          random_seed: 7,
          stop: ["END"],
          presence_penalty: 0.1,
          frequency_penalty: 0.2,
          reasoning_effort: "high",
          response_format: { type: "json_schema", json_schema: { name: "my_answer", schema: { type: "object" } } },
        },
        inputs: [{ type: "message.input", role: "user", content: "Plan a garden party" }],
      },
    });
  });

  it("names an agent alone, without overriding it", async () => {
    const { context } = watched();
    const answer = await provider.runTurn(
      turn({ agentId: "ag_0000000000000000000000000000a002", parameters: { temperature: 0.3 } }),
      context,
    );
    expect(answer.ok).toBe(true);
    expect(Object.keys(Object(simulator.requests()[0]?.body)).sort()).toEqual(["agent_id", "inputs", "stream"]);
  });

  it("appends to a conversation and keeps its id", async () => {
    const first = await provider.runTurn(turn(), watched().context);
    if (!first.ok || first.value.conversationId === null) throw new Error("expected a conversation");
    const second = await provider.runTurn(
      turn({ appendTo: first.value.conversationId, parameters: { temperature: 0.1 } }),
      watched().context,
    );
    expect(second).toMatchObject({ ok: true, value: { conversationId: first.value.conversationId } });
    expect(simulator.requests()[1]).toMatchObject({
      path: `/v1/conversations/${first.value.conversationId}`,
      body: { completion_args: { temperature: 0.1 } },
    });
  });

  it("carries entries without calls nobody answered", async () => {
    const { context } = watched();
    const answer = await provider.runTurn(
      turn({
        entries: [
          { type: "message.input", role: "user", content: "Research tides" },
          { type: "tool.execution", name: "web_search", arguments: "{}", info: { found: 3 } },
          { type: "function.call", tool_call_id: "abcdefgh1", name: "left_open", arguments: "{}" },
          {
            type: "message.output",
            role: "assistant",
            content: [
              { type: "text", text: "Tides rise." },
              { type: "tool_reference", tool: "web_search", title: "T", url: "https://t.example" },
            ],
            model: "mistral-medium-latest",
          },
          { type: "message.input", role: "user", content: "Plan it" },
        ],
      }),
      context,
    );
    expect(answer.ok).toBe(true);
    const { inputs } = Object(simulator.requests()[0]?.body);
    expect(inputs.map((entry: { type: string }) => entry.type)).toEqual([
      "message.input",
      "tool.execution",
      "message.output",
      "message.input",
    ]);
    expect(inputs[2].content[1]).toEqual({ type: "tool_reference", tool: "web_search", title: "T", url: "https://t.example" });
  });

  it("sends messages over chat completions", async () => {
    const { context } = watched();
    const answer = await provider.runTurn(turn({ api: "chat", parameters: { temperature: 0.2 } }), context);
    expect(answer).toMatchObject({ ok: true, value: { conversationId: null } });
    expect(simulator.requests()[0]).toMatchObject({
      path: "/v1/chat/completions",
      body: {
        stream: true,
        temperature: 0.2,
        messages: [
          { role: "system", content: "You are a planner." },
          { role: "user", content: "Plan a garden party" },
        ],
      },
    });
  });

  it.each([
    ["a tool over chat", turn({ api: "chat", tools: [{ type: "web_search" }] })],
    ["an agent over chat", turn({ api: "chat", agentId: "ag_1" })],
  ])("refuses %s before anything is sent", async (_, request) => {
    expect(await provider.runTurn(request, watched().context)).toMatchObject({
      ok: false,
      error: { code: "tool_unavailable", class: "permanent" },
    });
    expect(simulator.requests()).toHaveLength(0);
  });

  it("needs a key for the real service", async () => {
    const real = createMistralProvider({ apiKey: undefined, serverUrl: simulator.url, isSimulated: false });
    expect(await real.runTurn(turn(), watched().context)).toMatchObject({ ok: false, error: { code: "unauthorized" } });
  });
});

describe("what comes back", () => {
  it("is text, entries, usage and files, and streams while it comes", async () => {
    const { context, deltas } = watched();
    const answer = await provider.runTurn(
      turn({ instructions: "You research on the web.", tools: [{ type: "web_search" }, { type: "image_generation" }] }),
      context,
    );
    if (!answer.ok) throw new Error(answer.error.message);
    const streamed = deltas.map((delta) => (delta.type === "text" ? delta.text : "")).join("");

    expect(streamed).toBe(answer.value.text);
    expect(answer.value.entries.map((entry) => entry.type)).toEqual(["tool.execution", "tool.execution", "message.output"]);
    expect(answer.value.usage).toMatchObject({ connectors: { web_search: 1, image_generation: 1 } });
    expect(deltas.filter((delta) => delta.type !== "text").map((delta) => delta.type)).toEqual([
      "tool_started",
      "tool_done",
      "tool_started",
      "tool_done",
    ]);
    const [file] = answer.value.files;
    if (file === undefined) throw new Error("expected a file");
    const download = await provider.downloadFile(file, downloading());
    expect(download).toMatchObject({ ok: true, value: { mime: "image/png" } });
    expect(file.name).toBe("image_generated_0.png");
  });

  it("is recorded as one exchange, without the key", async () => {
    const { context, exchanges } = watched();
    await provider.runTurn(turn({ instructions: "Repeat the-secret-key", tools: [{ type: "web_search" }] }), context);
    expect(exchanges).toMatchObject([
      {
        method: "POST",
        path: "/v1/conversations",
        status: 200,
        requestBody: { instructions: "Repeat [key removed]" },
        toolSpans: [{ name: "web_search" }],
      },
    ]);
    expect(JSON.stringify(exchanges)).not.toContain("the-secret-key");
    expect(exchanges[0]?.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(exchanges[0]?.responseBody).toMatchObject([
      { event: "conversation.response.started" },
      { event: "tool.execution.started" },
      { event: "tool.execution.done" },
      { event: "message.output.delta" },
      expect.anything(),
    ]);
  });

  it("lists what can be chosen and reports on the connection", async () => {
    const signal = new AbortController().signal;
    expect(await provider.listModels(signal)).toMatchObject({ ok: true });
    expect(await provider.listAgents(signal)).toMatchObject({
      ok: true,
      value: [{ name: "Plain-language editor" }, { name: "Fact finder" }],
    });
    expect(await provider.listLibraries(signal)).toMatchObject({ ok: true, value: [{ name: "Sample handbook" }] });
    expect(await provider.checkConnection(signal)).toMatchObject({
      reachable: true,
      message: "Simulated model answers and takes the key.",
      models: 21,
    });
  });

  it("is refused in words where a file is larger than what is kept", async () => {
    const { context } = watched();
    const answer = await provider.runTurn(turn({ instructions: "Draw a harbour.", tools: [{ type: "image_generation" }] }), context);
    const file = answer.ok ? answer.value.files[0] : undefined;
    if (file === undefined) throw new Error("expected a file");
    const download = await provider.downloadFile(file, { ...downloading(), mostBytes: 10 });
    expect(download).toMatchObject({ ok: false, error: { code: "file_too_large", class: "limit" } });
  });

  it("is refused in words where a file is gone", async () => {
    const download = await provider.downloadFile({ providerFileId: "none", name: "a.png", mime: "image/png" }, downloading());
    expect(download).toMatchObject({ ok: false, error: { code: "file_unavailable", class: "permanent" } });
  });
});

describe("every failure is named", () => {
  it.each([
    ["429", "rate_limited", "transient"],
    ["500", "provider_error", "transient"],
    ["503", "provider_error", "transient"],
    ["3000", "handoff_failed", "transient"],
    ["guardrail_403", "forbidden_by_guardrail", "permanent"],
    ["html", "malformed_answer", "permanent"],
    ["malformed_json", "malformed_answer", "transient"],
    ["malformed_event", "malformed_answer", "transient"],
    ["cut_stream", "stream_cut", "transient"],
    ["reset", "stream_cut", "transient"],
    ["empty", "empty_output", "transient"],
    ["error_event", "provider_error", "transient"],
  ] as const)("%s is %s", async (fault, code, kind) => {
    simulator.setFaults([{ match: {}, fault }]);
    const { context, exchanges } = watched();
    expect(await provider.runTurn(turn(), context)).toMatchObject({ ok: false, error: { code, class: kind } });
    expect(exchanges).toHaveLength(1);
  });

  it.each(["429", "500", "guardrail_403", "html", "cut_stream", "reset", "empty"] as const)(
    "%s over chat has a name too",
    async (fault) => {
      simulator.setFaults([{ match: {}, fault }]);
      const answer = await provider.runTurn(turn({ api: "chat" }), watched().context);
      expect(answer.ok ? "" : answer.error.code).toMatch(
        /^(rate_limited|provider_error|forbidden_by_guardrail|malformed_answer|stream_cut|empty_output)$/,
      );
    },
  );

  it("tells how long a 429 asks to wait", async () => {
    simulator.setFaults([{ match: {}, fault: "429", retryAfter: 3 }]);
    expect(await provider.runTurn(turn(), watched().context)).toMatchObject({ error: { retryAfterMs: 3_000 } });
  });

  it("names the field that was refused", async () => {
    const answer = await provider.runTurn(turn({ parameters: { temperature: 1.4 } }), watched().context);
    expect(answer).toMatchObject({
      error: {
        code: "invalid_request",
        class: "permanent",
        message: expect.stringContaining("completion_args.temperature: Input should be less than or equal to 1"),
      },
    });
  });

  it("names the model, agent or conversation that is not there", async () => {
    expect(await provider.runTurn(turn({ model: "gpt-9" }), watched().context)).toMatchObject({
      error: { code: "not_found", message: expect.stringContaining("gpt-9") },
    });
    expect(await provider.runTurn(turn({ agentId: "ag_none" }), watched().context)).toMatchObject({
      error: { code: "not_found", message: expect.stringContaining("ag_none") },
    });
    expect(await provider.runTurn(turn({ appendTo: "conv_none" }), watched().context)).toMatchObject({
      error: { code: "not_found", message: expect.stringContaining("conversation") },
    });
  });

  it("says which key was refused", async () => {
    const wrong = createMistralProvider({ apiKey: "invalid", serverUrl: simulator.url, isSimulated: false });
    expect(await wrong.runTurn(turn(), watched().context)).toMatchObject({
      error: { code: "unauthorized", class: "permanent", message: expect.stringContaining("MISTRAL_API_KEY") },
    });
    expect(await wrong.checkConnection(new AbortController().signal)).toMatchObject({ reachable: true, models: 0 });
  });

  it("says that nobody listens", async () => {
    const closed = await startScripted(() => {});
    await closed.close();
    const { context, exchanges } = watched();
    const nobody = createMistralProvider({ apiKey: "k", serverUrl: closed.url, isSimulated: false });
    expect(await nobody.runTurn(turn(), context)).toMatchObject({
      error: { code: "connection_failed", class: "transient", message: expect.stringContaining("refuses connections") },
    });
    expect(exchanges).toMatchObject([{ status: null, responseBody: null }]);
  });
});

describe("time and cancelling", () => {
  it.each([
    ["slow_first_byte", { firstByteMs: 60 }, "timeout_first_byte"],
    ["stall", { idleMs: 60 }, "timeout_idle"],
    ["stall", { totalMs: 80 }, "timeout_total"],
  ] as const)("%s ends as %o: %s", async (fault, timeouts, code) => {
    simulator.setFaults([{ match: {}, fault }]);
    const { context, exchanges } = watched(timeouts);
    expect(await provider.runTurn(turn(), context)).toMatchObject({ ok: false, error: { code, class: "transient" } });
    expect(exchanges).toHaveLength(1);
  });

  it("does not end a healthy stream that is slower than its pauses allow in total", async () => {
    simulator.setPace({ pace: 0.05 });
    const answer = await provider.runTurn(turn(), watched({ firstByteMs: 200, idleMs: 200 }).context);
    simulator.setPace({ pace: 0 });
    expect(answer.ok).toBe(true);
  });

  it("cancels a call in flight within a second, and the server notices", async () => {
    simulator.setFaults([{ match: {}, fault: "stall" }]);
    const { context, cancel, exchanges } = watched();
    const running = provider.runTurn(turn(), { ...context, onDelta: cancel });
    const before = performance.now();
    expect(await running).toMatchObject({ error: { code: "cancelled", class: "cancelled" } });
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(exchanges).toHaveLength(1);
    await expect.poll(() => simulator.requests()[0]?.wasAborted).toBe(true);
  });

  it("sends nothing after a cancel", async () => {
    const { context, cancel, exchanges } = watched();
    cancel();
    expect(await provider.runTurn(turn(), context)).toMatchObject({ error: { code: "cancelled" } });
    expect([simulator.requests(), exchanges]).toEqual([[], []]);
  });

  it("waits for a place, first come first served", async () => {
    const limiter = createLimiter(1);
    const narrow = createMistralProvider({ apiKey: undefined, serverUrl: simulator.url, isSimulated: true, limiter });
    const running = ["one", "two", "three"].map((instructions) => narrow.runTurn(turn({ instructions }), watched().context));
    expect(limiter.load()).toEqual({ inUse: 1, waiting: 2, limit: 1 });
    await Promise.all(running);
    expect(simulator.requests().map(({ body }) => Object(body).instructions)).toEqual(["one", "two", "three"]);
    expect(limiter.load()).toEqual({ inUse: 0, waiting: 0, limit: 1 });
  });
});
