import { describe, expect, it } from "vitest";
import { recordedToolCalls, type ToolNotice, toolCallSummary, withToolNotice } from "./tool-calls";

const notice = (state: "started" | "done", at: number, more: Partial<ToolNotice> = {}): ToolNotice => ({
  path: "a",
  attempt: 1,
  id: "t1",
  name: "web_search",
  arguments: '{"query":"tides"}',
  state,
  at,
  ...more,
});

describe("withToolNotice", () => {
  it("opens a call and closes it", () => {
    const calls = withToolNotice(withToolNotice([], notice("started", 10)), notice("done", 25, { arguments: "" }));
    expect(calls).toEqual([{ id: "t1", attempt: 1, name: "web_search", arguments: '{"query":"tides"}', startedAt: 10, finishedAt: 25 }]);
  });

  it("changes nothing when a notice comes again", () => {
    const calls = withToolNotice([], notice("started", 10));
    expect(withToolNotice(calls, notice("started", 11))).toBe(calls);
  });

  it("keeps the same call of two attempts apart", () => {
    expect(withToolNotice(withToolNotice([], notice("started", 10)), notice("started", 50, { attempt: 2 }))).toHaveLength(2);
  });
});

describe("recordedToolCalls", () => {
  it("lists the calls of every attempt, oldest first", () => {
    const span = (startedAt: number) => ({ name: "web_search", arguments: "{}", startedAt, finishedAt: startedAt + 5 });
    const exchange = {
      method: "POST",
      path: "/v1/conversations",
      requestBody: {},
      startedAt: 0,
      finishedAt: 9,
      status: 200,
      responseBody: null,
      correlationId: null,
    };
    const calls = recordedToolCalls([
      { attempt: 2, epoch: 1, exchanges: [{ ...exchange, toolSpans: [span(30)] }] },
      { attempt: 1, epoch: 1, exchanges: [{ ...exchange, toolSpans: [span(10), span(20)] }] },
    ]);
    expect(calls.map(({ attempt, startedAt }) => [attempt, startedAt])).toEqual([
      [1, 10],
      [1, 20],
      [2, 30],
    ]);
    expect(new Set(calls.map(({ attempt, id }) => `${attempt}/${id}`)).size).toBe(3);
  });
});

describe("toolCallSummary", () => {
  it("is what was searched for", () => {
    expect(toolCallSummary('{"locale":"en","query":"sodium-ion\\n price"}')).toBe("sodium-ion price");
  });

  it("is empty for arguments that are still arriving", () => {
    expect(toolCallSummary('{"query":"sod')).toBe("");
  });
});
