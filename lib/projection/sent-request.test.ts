import { describe, expect, it } from "vitest";
import { readSentRequest } from "./sent-request";

describe("readSentRequest", () => {
  it("reads a conversation's start: what is asked, what comes before, with which means", () => {
    expect(
      readSentRequest({
        model: "mistral-medium-latest",
        instructions: "Answer from sources.",
        tools: [{ type: "web_search" }],
        completion_args: { temperature: 0.2, response_format: { type: "json_schema", json_schema: {} } },
        inputs: [
          { type: "message.input", role: "user", content: "Is it true?" },
          { type: "tool.execution", name: "web_search", arguments: '{"query":"truth"}' },
          {
            type: "message.output",
            role: "assistant",
            content: [
              { type: "text", text: "Yes." },
              { type: "tool_reference", tool: "web_search", title: "Almanac" },
            ],
          },
          { type: "message.input", role: "user", content: "Since when?" },
        ],
        stream: true,
      }),
    ).toEqual({
      model: "mistral-medium-latest",
      agentId: null,
      instructions: "Answer from sources.",
      context: [
        { who: "user", text: "Is it true?" },
        { who: "tool", text: 'web_search {"query":"truth"}' },
        { who: "assistant", text: "Yes.[Almanac]" },
      ],
      message: "Since when?",
      tools: ["web_search"],
      parameters: [
        { name: "temperature", value: "0.2" },
        { name: "answer", value: "json schema" },
      ],
    });
  });

  it("reads a single text as the message", () => {
    expect(readSentRequest({ agent_id: "ag_1", inputs: "Hello" })).toMatchObject({ agentId: "ag_1", message: "Hello", context: [] });
  });

  it("reads chat completions: the system message is the instructions", () => {
    const sent = readSentRequest({
      model: "llama3.2",
      temperature: 0,
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Hi" },
        { role: "assistant", content: "Hello." },
        { role: "user", content: "Bye" },
      ],
    });
    expect(sent).toMatchObject({ instructions: "Be brief.", message: "Bye", parameters: [{ name: "temperature", value: "0" }] });
    expect(sent?.context.map(({ who }) => who)).toEqual(["user", "assistant"]);
  });

  it("leaves anything else to be read as it is", () => {
    expect(readSentRequest({ model: "x" })).toBeNull();
    expect(readSentRequest("text")).toBeNull();
    expect(readSentRequest({ inputs: [null, 3, { content: null }] })).toMatchObject({ message: "", context: [] });
  });
});
