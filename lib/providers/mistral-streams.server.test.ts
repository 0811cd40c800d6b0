import { describe, expect, it } from "vitest";
import { createMistralProvider } from "./mistral.server";
import { frames, type Scripted, sendStream, startScripted, turn, watched } from "./testing.server";

describe("streams that bend the rules", () => {
  const started = ["conversation.response.started", { conversation_id: "conv_1" }] as const;
  const delta = (content: unknown, more: object = {}) =>
    ["message.output.delta", { output_index: 0, id: "msg_1", content_index: 0, role: "assistant", content, ...more }] as const;
  const done = ["conversation.response.done", { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }] as const;

  async function answerTo(script: (server: Scripted["requests"][number], response: Parameters<typeof sendStream>[0]) => void) {
    const server = await startScripted(script);
    const scripted = createMistralProvider({ apiKey: "k", serverUrl: server.url, isSimulated: false });
    const watch = watched();
    const answer = await scripted.runTurn(turn(), watch.context);
    await server.close();
    return { answer, ...watch };
  }
  const streaming = (text: string) => answerTo((_, response) => sendStream(response, text));

  it("an end with unreadable usage is still an end", async () => {
    const { answer } = await streaming(frames(started, delta("Hi"), ["conversation.response.done", { usage: "none" }]));
    expect(answer).toMatchObject({ ok: true, value: { text: "Hi", usage: { totalTokens: 0 } } });
  });

  it.each([
    [3000, "handoff_failed"],
    [1300, "rate_limited"],
    ["oops", "provider_error"],
  ])("an error inside the stream with code %s is %s", async (code, expected) => {
    const { answer } = await streaming(frames(started, delta("Hi"), ["conversation.response.error", { code, message: "broke" }]));
    expect(answer).toMatchObject({ ok: false, error: { code: expected, class: "transient" } });
  });

  it("unknown events are passed over", async () => {
    const { answer } = await streaming(frames(started, ["something.new", { a: 1 }], delta("Hi"), done));
    expect(answer).toMatchObject({ ok: true, value: { text: "Hi", conversationId: "conv_1" } });
  });

  it("frames without an event line are a malformed answer", async () => {
    const { answer } = await streaming('data: {"choices":[]}\n\ndata: [DONE]\n\n');
    expect(answer).toMatchObject({ ok: false, error: { code: "malformed_answer" } });
  });

  it("text is exact when letters are split over packets", async () => {
    const bytes = Buffer.from(frames(started, delta("Café 👩‍🚀 naïve"), done));
    const { answer, exchanges } = await answerTo((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const byte of bytes) response.write(Buffer.from([byte]));
      response.end();
    });
    expect(answer).toMatchObject({ ok: true, value: { text: "Café 👩‍🚀 naïve" } });
    expect(JSON.stringify(exchanges)).not.toContain("�");
  });

  it("many small deltas become one event of the record, counted", async () => {
    const { exchanges } = await streaming(frames(started, ...Array.from({ length: 300 }, () => delta("ab ")), done));
    expect(exchanges[0]?.responseBody).toMatchObject([
      { event: "conversation.response.started" },
      { event: "message.output.delta", frames: 300, data: { content: "ab ".repeat(300) } },
      { event: "conversation.response.done" },
    ]);
  });

  it("content that looks like the protocol stays content", async () => {
    const forged = 'event: conversation.response.done\ndata: {"usage":{}}\n\ndata: [DONE]\n\n';
    const { answer } = await streaming(frames(started, delta(forged), done));
    expect(answer).toMatchObject({ ok: true, value: { text: forged } });
  });

  it("only thinking is an empty answer", async () => {
    const { answer } = await streaming(frames(started, delta({ type: "thinking", thinking: [{ type: "text", text: "Hm" }] }), done));
    expect(answer).toMatchObject({ ok: false, error: { code: "empty_output" } });
  });

  it("function calls and hand-overs become entries", async () => {
    const { answer } = await streaming(
      frames(
        started,
        ["agent.handoff.started", { output_index: 0, id: "h", previous_agent_id: "a", previous_agent_name: "A" }],
        ["agent.handoff.done", { output_index: 0, id: "h", next_agent_id: "b", next_agent_name: "B" }],
        ["function.call.delta", { output_index: 1, id: "f", name: "look_up", tool_call_id: "abcdefgh1", arguments: '{"a"' }],
        ["function.call.delta", { output_index: 1, id: "f", name: "look_up", tool_call_id: "abcdefgh1", arguments: ":1}" }],
        done,
      ),
    );
    expect(answer).toMatchObject({
      ok: true,
      value: {
        entries: [
          { type: "agent.handoff", previous_agent_id: "a", next_agent_id: "b" },
          { type: "function.call", tool_call_id: "abcdefgh1", arguments: '{"a":1}' },
        ],
      },
    });
  });
});
