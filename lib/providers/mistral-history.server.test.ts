import { afterEach, expect, it } from "vitest";
import type { ModelProvider } from "./contract";
import { createMistralProvider } from "./mistral.server";
import { createOpenAiCompatibleProvider } from "./openai-compatible.server";
import { type Scripted, startScripted } from "./testing.server";

let server: Scripted | undefined;
afterEach(() => server?.close());

async function answering(status: number, body: object): Promise<ModelProvider> {
  server = await startScripted((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  return createMistralProvider({ apiKey: "secret", serverUrl: server.url, isSimulated: false });
}

const signal = new AbortController().signal;

it("gives the entries as they were sent and received, and leaves out kinds that are not known", async () => {
  const at = "2026-11-23T10:00:00Z";
  const call = { type: "function.call", tool_call_id: "1", name: "f", arguments: { a: 1 }, id: "e2", created_at: at };
  const entries = [
    { object: "entry", type: "message.input", role: "user", content: "Hello", id: "e1", created_at: at },
    call,
    { type: "mind.reading", content: "?" },
    "no entry at all",
    { type: "message.output", content: [{ type: "text", text: "Hi" }], agent_id: "ag_1" },
  ];
  const provider = await answering(200, { object: "conversation.history", conversation_id: "conv 1", entries });
  expect(await provider.readHistory("conv 1", signal)).toEqual({
    ok: true,
    value: [
      { at, entry: { object: "entry", type: "message.input", role: "user", content: "Hello", id: "e1" } },
      { at, entry: { type: "function.call", tool_call_id: "1", name: "f", arguments: '{"a":1}', id: "e2" } },
      { at: null, entry: { type: "message.output", role: "assistant", content: [{ type: "text", text: "Hi" }], agent_id: "ag_1" } },
    ],
  });
  expect(server?.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ["/v1/conversations/conv%201/history", "Bearer secret"],
  ]);
});

it.each([
  ["a conversation that is gone", 404, { detail: "Conversation not found" }],
  ["a refused key", 401, { detail: "Unauthorized" }],
  ["an answer that is no history", 200, { entries: "none" }],
])("says in a sentence that there is none: %s", async (_what, status, body) => {
  const provider = await answering(status, body);
  expect(await provider.readHistory("conv_1", signal)).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(/^[A-Z].*\.$/) },
  });
});

it("is nothing that an endpoint for chat completions keeps", async () => {
  const provider = createOpenAiCompatibleProvider({ baseUrl: "http://127.0.0.1:1/v1", apiKey: undefined });
  expect(await provider.readHistory("x", signal)).toMatchObject({ ok: false, error: { code: "history_unavailable" } });
});
