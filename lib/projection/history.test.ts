import { describe, expect, it } from "vitest";
import type { Entry } from "../shared/conversation";
import { historyOfTurn, type SaidTurn, textOfEntry } from "./history";

const asked: Entry = { type: "message.input", role: "user", content: "How high?" };
const searched: Entry = { type: "tool.execution", name: "web_search", arguments: '{"query":"tides"}' };
const called: Entry = { type: "function.call", tool_call_id: "1", name: "measure", arguments: "{}" };
const result: Entry = { type: "function.result", tool_call_id: "1", result: "7 m" };
const said: Entry = { type: "message.output", role: "assistant", content: [{ type: "text", text: "Seven metres." }] };

const turn: SaidTurn = {
  path: "team[0].writer",
  node: "writer",
  agent: "Writer",
  attempt: 2,
  startedAt: 1_000,
  finishedAt: 9_000,
  conversationId: "conv_1",
  aside: [],
  entries: [asked, searched, called, result, said],
  calls: [
    { startedAt: 2_000, finishedAt: 4_000, tools: [3_000] },
    { startedAt: 5_000, finishedAt: 8_000, tools: [] },
  ],
};

const seconds = (entries: ReturnType<typeof historyOfTurn>) => entries.map(({ at }) => (at === null ? null : Date.parse(at) / 1_000));

describe("the history of a turn", () => {
  it("says of every entry who said it, in which role, of which type and when", () => {
    const history = historyOfTurn(turn, false);
    expect(history.map(({ role, type }) => [role, type])).toEqual([
      ["user", "message.input"],
      ["tool", "tool.execution"],
      ["assistant", "function.call"],
      ["tool", "function.result"],
      ["assistant", "message.output"],
    ]);
    expect(seconds(history)).toEqual([2, 3, 4, 5, 8]);
    expect(history[0]).toEqual({
      path: "team[0].writer",
      node: "writer",
      agent: "Writer",
      role: "user",
      type: "message.input",
      at: "1970-01-01T00:00:02.000Z",
      attempt: 2,
      isCarried: false,
      isAside: false,
      conversationId: "conv_1",
      entry: asked,
    });
  });

  it("takes the turn's own times where its calls were not recorded, and none where it has not ended", () => {
    expect(seconds(historyOfTurn({ ...turn, calls: [] }, true))).toEqual([1, 9, 9, 1, 9]);
    expect(seconds(historyOfTurn({ ...turn, calls: [], finishedAt: null }, true))).toEqual([1, null, null, 1, null]);
  });

  it("has a text for every type", () => {
    expect([...turn.entries.map(textOfEntry)]).toEqual(["How high?", 'web_search {"query":"tides"}', "measure {}", "7 m", "Seven metres."]);
  });
});
