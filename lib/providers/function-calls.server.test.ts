import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FunctionTool } from "../nodes/contract";
import type { Entry } from "../shared/conversation";
import { type Simulator, startSimulator } from "../simulator/server";
import type { ModelProvider, TurnAnswer, TurnRequest } from "./contract";
import { createMistralProvider } from "./mistral.server";
import { createOpenAiCompatibleProvider } from "./openai-compatible.server";
import { frames, type Scripted, sendStream, startScripted, turn, watched } from "./testing.server";

let simulator: Simulator;
let mistral: ModelProvider;

beforeAll(async () => {
  simulator = await startSimulator();
  mistral = createMistralProvider({ apiKey: undefined, serverUrl: simulator.url, isSimulated: true });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

let scripted: Scripted | undefined;
afterEach(() => scripted?.close());

const weather: FunctionTool = {
  type: "function",
  name: "get_weather",
  description: "Weather of a city",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const question: Entry = { type: "message.input", role: "user", content: "What is the weather in Lyon?" };
const asking = (change: Partial<TurnRequest> = {}) => turn({ tools: [weather], entries: [question], ...change });
const result = (id: string): Entry => ({ type: "function.result", tool_call_id: id, result: '{"celsius": 21}' });

async function answerOf(provider: ModelProvider, request: TurnRequest): Promise<TurnAnswer> {
  const answer = await provider.runTurn(request, watched().context);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}
const bodyOf = (index: number) => Object(simulator.requests()[index]?.body);

describe.each(["conversations", "chat"] as const)("functions over %s", (api) => {
  it("are offered in the service's own form, and called with arguments that fit", async () => {
    const answer = await answerOf(mistral, asking({ api }));
    expect(bodyOf(0).tools).toEqual([
      {
        type: "function",
        function: expect.objectContaining({ name: "get_weather", description: "Weather of a city", parameters: weather.parameters }),
      },
    ]);
    expect(answer.calls).toEqual([
      { id: expect.stringMatching(/^[A-Za-z0-9]{9}$/), name: "get_weather", arguments: { city: expect.any(String) } },
    ]);
    expect(answer.entries.map((entry) => entry.type)).toEqual(["function.call"]);
    expect(answer.text).toBe("");
  });

  it("go on with their results in a request of their own", async () => {
    const first = await answerOf(mistral, asking({ api }));
    const [call] = first.calls;
    const entries = [question, ...first.entries, result(call?.id ?? "")];
    const second = await answerOf(mistral, asking({ api, entries }));
    expect(second.calls).toEqual([]);
    expect(second.text).toContain("21");
    if (api === "chat") {
      expect(bodyOf(1).messages.slice(-2)).toMatchObject([
        { role: "assistant", tool_calls: [{ id: call?.id, function: { name: "get_weather" } }] },
        { role: "tool", content: '{"celsius": 21}', tool_call_id: call?.id },
      ]);
    } else {
      expect(bodyOf(1).inputs.slice(-2)).toMatchObject([
        { type: "function.call", tool_call_id: call?.id },
        { type: "function.result", tool_call_id: call?.id, result: '{"celsius": 21}' },
      ]);
    }
  });

  it("leave no open call behind for the next conversation", async () => {
    const first = await answerOf(mistral, asking({ api }));
    await answerOf(
      mistral,
      turn({ api, entries: [question, ...first.entries, { type: "message.input", role: "user", content: "Never mind" }] }),
    );
    expect(JSON.stringify(bodyOf(1))).not.toContain("get_weather");
  });
});

describe("functions of a conversation", () => {
  it("are answered by appending nothing but the results", async () => {
    const first = await answerOf(mistral, asking());
    const [call] = first.calls;
    const second = await answerOf(mistral, asking({ appendTo: first.conversationId ?? "", entries: [result(call?.id ?? "")] }));
    expect(bodyOf(1)).toMatchObject({ inputs: [{ type: "function.result", tool_call_id: call?.id, result: '{"celsius": 21}' }] });
    expect(Object.keys(bodyOf(1))).not.toContain("tools");
    expect(second).toMatchObject({ conversationId: first.conversationId, calls: [], text: expect.stringContaining("21") });
  });

  it("keep ids that Mistral takes when the calls came from elsewhere", async () => {
    const call: Entry = { type: "function.call", tool_call_id: "call_0a1b2c3d4e5f", name: "get_weather", arguments: "{}" };
    await answerOf(
      mistral,
      asking({ entries: [question, call, result("call_0a1b2c3d4e5f"), { type: "message.input", role: "user", content: "And?" }] }),
    );
    const ids = bodyOf(0).inputs.flatMap((entry: { tool_call_id?: string }) => entry.tool_call_id ?? []);
    expect(new Set(ids).size).toBe(1);
    expect(ids).toEqual([expect.stringMatching(/^[A-Za-z0-9]{9}$/), expect.stringMatching(/^[A-Za-z0-9]{9}$/)]);
  });

  it("are put together from the parts of a stream, several at once, and broken arguments stay a text", async () => {
    const part = (id: string, text: string, index: number) =>
      ["function.call.delta", { output_index: index, id: `fc_${id}`, name: "get_weather", tool_call_id: id, arguments: text }] as const;
    scripted = await startScripted((_, response) =>
      sendStream(
        response,
        frames(
          ["conversation.response.started", { conversation_id: "conv_1" }],
          part("aaaaaaaa1", '{"city": ', 0),
          part("bbbbbbbb2", '{"city": "Pa', 1),
          part("aaaaaaaa1", '"Lyon"}', 0),
          ["conversation.response.done", { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }],
        ),
      ),
    );
    const answer = await answerOf(createMistralProvider({ apiKey: "k", serverUrl: scripted.url, isSimulated: false }), asking());
    expect(answer.calls).toEqual([
      { id: "aaaaaaaa1", name: "get_weather", arguments: { city: "Lyon" } },
      { id: "bbbbbbbb2", name: "get_weather", arguments: '{"city": "Pa' },
    ]);
  });
});

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

describe("functions of an OpenAI-compatible service", () => {
  const ask = async (stream: string, request: TurnRequest = asking({ model: "llama" })) => {
    scripted = await startScripted((_, response) => sendStream(response, stream));
    const provider = createOpenAiCompatibleProvider({ baseUrl: `${scripted.url}/v1`, apiKey: undefined });
    return provider.runTurn(request, watched().context);
  };

  it("are offered, and their split calls put together under ids every service takes", async () => {
    const answer = await ask(
      [
        chunk({
          role: "assistant",
          content: null,
          tool_calls: [{ index: 0, id: "call_abc", type: "function", function: { name: "get_weather", arguments: "" } }],
        }),
        chunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
        chunk({ tool_calls: [{ index: 0, function: { arguments: '"Lyon"}' } }] }),
        chunk({
          tool_calls: [{ index: 1, id: "call_def", type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } }],
        }),
        chunk({}, "tool_calls"),
        "data: [DONE]\n\n",
      ].join(""),
    );
    expect(scripted?.bodies[0]).toMatchObject({
      tools: [{ type: "function", function: { name: "get_weather", parameters: weather.parameters } }],
    });
    expect(answer).toMatchObject({
      ok: true,
      value: {
        text: "",
        calls: [
          { id: expect.stringMatching(/^[A-Za-z0-9]{9}$/), name: "get_weather", arguments: { city: "Lyon" } },
          { arguments: { city: "Paris" } },
        ],
      },
    });
    if (answer.ok) expect(new Set(answer.value.calls.map((call) => call.id)).size).toBe(2);
  });

  it("keep calls apart that a service sends under one index", async () => {
    const call = (id: string, city: string) => ({ index: 0, id, function: { name: "get_weather", arguments: JSON.stringify({ city }) } });
    const answer = await ask(
      `${chunk({ tool_calls: [call("call_a", "Lyon")] })}${chunk({ tool_calls: [call("call_b", "Paris")] }, "tool_calls")}`,
    );
    expect(answer).toMatchObject({ value: { calls: [{ arguments: { city: "Lyon" } }, { arguments: { city: "Paris" } }] } });
  });

  it("send results back as tool messages", async () => {
    const call: Entry = { type: "function.call", tool_call_id: "Abcdefgh1", name: "get_weather", arguments: '{"city":"Lyon"}' };
    await ask(chunk({ content: "21 degrees" }, "stop"), asking({ model: "llama", entries: [question, call, result("Abcdefgh1")] }));
    expect(Object(scripted?.bodies[0]).messages.slice(1)).toEqual([
      { role: "user", content: "What is the weather in Lyon?" },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "Abcdefgh1", type: "function", function: { name: "get_weather", arguments: '{"city":"Lyon"}' } }],
      },
      { role: "tool", content: '{"celsius": 21}', tool_call_id: "Abcdefgh1" },
    ]);
  });

  it("are never called by half when the answer was cut off", async () => {
    const cut = chunk(
      { tool_calls: [{ index: 0, id: "call_a", function: { name: "get_weather", arguments: '{"city":"Lyon"}' } }] },
      "length",
    );
    expect(await ask(cut)).toMatchObject({ ok: false, error: { code: "answer_cut", class: "permanent" } });
  });
});

describe("a chat of Mistral that was cut off in a call", () => {
  it("is a failure of its own", async () => {
    const call = { index: 0, id: "aaaaaaaa1", type: "function", function: { name: "get_weather", arguments: '{"city":"Lyon"}' } };
    scripted = await startScripted((_, response) =>
      sendStream(response, `${chunk({ role: "assistant", content: "", tool_calls: [call] }, "length")}data: [DONE]\n\n`),
    );
    const provider = createMistralProvider({ apiKey: "k", serverUrl: scripted.url, isSimulated: false });
    expect(await provider.runTurn(asking({ api: "chat" }), watched().context)).toMatchObject({ ok: false, error: { code: "answer_cut" } });
  });
});
