import { afterEach, describe, expect, it } from "vitest";
import { createLimiter } from "./concurrency.server";
import type { TurnRequest } from "./contract";
import { createOpenAiCompatibleProvider } from "./openai-compatible.server";
import { type Scripted, sendStream, startScripted, turn, watched } from "./testing.server";

let server: Scripted | undefined;
afterEach(() => server?.close());

const data = (value: unknown) => `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`;
const say = (content: string | null, finish: string | null = null) =>
  data({ model: "llama", choices: [{ index: 0, delta: { content }, finish_reason: finish }] });

async function ask(
  answer: Parameters<typeof startScripted>[0],
  request: TurnRequest = turn({ model: "llama" }),
  apiKey: string | undefined = undefined,
) {
  server = await startScripted(answer);
  const provider = createOpenAiCompatibleProvider({ baseUrl: `${server.url}/v1/`, apiKey });
  const watch = watched({ idleMs: 300 });
  return { answer: await provider.runTurn(request, watch.context), provider, ...watch };
}
const askStream = (text: string, request?: TurnRequest) => ask((_, response) => sendStream(response, text), request);

describe("what is sent", () => {
  it("is a chat with the names these servers use", async () => {
    const request = turn({
      model: "llama",
      parameters: { temperature: 0.2, topP: 0.9, maxTokens: 50, randomSeed: 7, stop: ["END"] },
      outputSchema: { name: "out", schema: { type: "object" } },
      entries: [
        { type: "message.input", role: "user", content: "One" },
        { type: "message.output", role: "assistant", content: [{ type: "text", text: "Two" }] },
        { type: "tool.execution", name: "web_search", arguments: "{}" },
        { type: "function.call", tool_call_id: "call_very_long_id", name: "f", arguments: "{}" },
        { type: "function.result", tool_call_id: "call_very_long_id", result: "3" },
        { type: "message.input", role: "user", content: "Four" },
        { type: "message.input", role: "user", content: "Five" },
      ],
    });
    const { exchanges } = await ask((_, response) => sendStream(response, say("ok", "stop") + data("[DONE]")), request, "local-key-1234");
    expect(server?.requests[0]).toMatchObject({
      url: "/v1/chat/completions",
      headers: { authorization: "Bearer local-key-1234", "idempotency-key": "run/step" },
    });
    expect(server?.bodies[0]).toEqual({
      model: "llama",
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.2,
      top_p: 0.9,
      max_tokens: 50,
      seed: 7,
      stop: ["END"],
      response_format: { type: "json_schema", json_schema: { name: "out", schema: { type: "object" } } },
      messages: [
        { role: "system", content: "You are a planner." },
        { role: "user", content: "One" },
        {
          role: "assistant",
          content: "Two",
          tool_calls: [{ id: "call00000", type: "function", function: { name: "f", arguments: "{}" } }],
        },
        { role: "tool", content: "3", tool_call_id: "call00000" },
        { role: "user", content: "Four\n\nFive" },
      ],
    });
    expect(JSON.stringify(exchanges)).not.toContain("local-key-1234");
  });

  it.each([
    ["tools", turn({ tools: [{ type: "code_interpreter" }] }), /code interpreter/],
    ["agents", turn({ agentId: "ag_1" }), /no agents/],
    ["appending", turn({ appendTo: "conv_1" }), /no conversations/],
  ])("is nothing where %s are asked for", async (_, request, message) => {
    const { answer } = await askStream("", request);
    expect(answer).toMatchObject({
      ok: false,
      error: { code: "tool_unavailable", class: "permanent", message: expect.stringMatching(message) },
    });
    expect(server?.requests).toHaveLength(0);
  });
});

describe("what comes back", () => {
  it("is read with usage at the end", async () => {
    const { answer, deltas } = await askStream(
      say("Hel") +
        say("lo") +
        say(null, "stop") +
        data({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } }) +
        data("[DONE]"),
    );
    expect(answer).toMatchObject({
      ok: true,
      value: { text: "Hello", model: "llama", conversationId: null, usage: { promptTokens: 3, completionTokens: 2, totalTokens: 5 } },
    });
    expect(deltas).toEqual([
      { type: "text", text: "Hel" },
      { type: "text", text: "lo" },
    ]);
  });

  it("gets usage estimated where the server counts nothing", async () => {
    const { answer } = await askStream(say("Hello there", "stop") + data({ choices: [], usage: null }) + data("[DONE]"));
    expect(answer).toMatchObject({ ok: true, value: { usage: { completionTokens: 3 } } });
  });

  it("may be a whole answer although a stream was asked for", async () => {
    const { answer } = await ask((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ model: "llama", choices: [{ message: { content: "Whole" }, finish_reason: "stop" }] }));
    });
    expect(answer).toMatchObject({ ok: true, value: { text: "Whole" } });
  });

  it.each([
    ["an error frame", say("Hi") + data({ error: { message: "out of memory" } }), "provider_error"],
    ["a broken frame", `${say("Hi")}data: {"choices"\n\n`, "malformed_answer"],
    ["a stream without its end", say("Hi"), "stream_cut"],
    ["a filter", say("Hi", "content_filter") + data("[DONE]"), "forbidden_by_guardrail"],
    ["nothing but spaces", say("  ", "stop") + data("[DONE]"), "empty_output"],
  ])("%s is %s", async (_, text, code) => {
    const { answer, exchanges } = await askStream(text);
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect(exchanges).toHaveLength(1);
  });

  it.each([
    [401, "unauthorized", /OPENAI_COMPATIBLE_KEY/],
    [404, "not_found", /llama/],
    [429, "rate_limited", /lower the number/],
    [500, "provider_error", /status 500/],
  ])("status %i is %s", async (status, code, message) => {
    const { answer } = await ask((_, response) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end('{"error":{"message":"no"}}');
    });
    expect(answer).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } });
  });

  it("that stops in the middle is a time-out", async () => {
    const { answer } = await ask((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(say("Hi"));
    });
    expect(answer).toMatchObject({ error: { code: "timeout_idle" } });
  });

  it("names the product by its port", async () => {
    expect(createOpenAiCompatibleProvider({ baseUrl: "http://localhost:11434/v1", apiKey: undefined }).label).toBe(
      "Ollama at localhost:11434",
    );
  });

  it("lists the models it has", async () => {
    const { provider } = await ask((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"object":"list","data":[{"id":"llama","max_model_len":8192},{"odd":1}]}');
    });
    expect(await provider.listModels(new AbortController().signal)).toEqual({
      ok: true,
      value: [{ id: "llama", label: "llama", contextTokens: 8192, deprecated: false }],
    });
  });
});

it("lets fewer calls through after a 429", async () => {
  server = await startScripted((_, response) => response.writeHead(429).end());
  const limiter = createLimiter(4);
  const provider = createOpenAiCompatibleProvider({ baseUrl: server.url, apiKey: undefined, limiter });
  expect(await provider.runTurn(turn(), watched().context)).toMatchObject({ error: { code: "rate_limited" } });
  const { context, cancel } = watched();
  const places = [limiter.enter(context), limiter.enter(context), limiter.enter(context)];
  expect(limiter.load()).toMatchObject({ inUse: 2, waiting: 1 });
  cancel();
  await Promise.all(places);
});

it.each([
  [[{ id: "llama" }], /answers\.$/, 1],
  [[], /answers\. It names no models: type the name of one/, 0],
] as const)("says of a service that names the models %j whether there is something to choose", async (data, message, models) => {
  server = await startScripted((_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data })),
  );
  const provider = createOpenAiCompatibleProvider({ baseUrl: server.url, apiKey: undefined });
  const report = await provider.checkConnection(new AbortController().signal);
  expect(report).toEqual({ reachable: true, message: expect.stringMatching(message), models });
});
