import { describe, expect, it } from "vitest";
import type { Entry } from "../shared/conversation";
import { citedText, mergedSources } from "./citations";
import { conversationOf } from "./conversation-view";
import { failed, model, runStart, started, succeeded, viewOf } from "./testing";

const nodes = [
  { id: "topic", title: "Topic", isInput: true },
  { id: "market", title: "Market researcher", isInput: false },
  { id: "tech", title: "Tech researcher", isInput: false },
];
const user = (content: string): Entry => ({ type: "message.input", role: "user", content });
const answer = (content: string): Entry => ({ type: "message.output", role: "assistant", content });
const search: Entry = { type: "tool.execution", name: "web_search", arguments: '{"query":"cells"}' };
const said = (...entries: Entry[]) => ({ model: model({ entries: { inline: entries } }) });
const conversation = (view: ReturnType<typeof viewOf>, tools = new Map(), entries = new Map()) =>
  conversationOf(view, nodes, tools, entries);

describe("conversationOf", () => {
  it("begins with what was given and goes on in the order of time", () => {
    const view = viewOf(
      [0, started("topic")],
      [1, succeeded("topic")],
      [2, started("market")],
      [2, started("tech")],
      [50, succeeded("tech", said(answer("Chips.")))],
      [90, succeeded("market", said(user("Look at the market"), search, answer("It grows.")))],
    );
    expect(conversation(view).utterances.map(({ title, is, atMs }) => [title, is, atMs])).toEqual([
      ["Topic", "given", 1],
      ["Market researcher", "asked", 2],
      ["Market researcher", "tools", 2],
      ["Tech researcher", "said", 50],
      ["Market researcher", "said", 90],
    ]);
  });

  it("does not repeat what was given already as what an agent was asked", () => {
    const view = viewOf(
      [0, started("topic")],
      [1, succeeded("topic")],
      [2, started("tech")],
      [3, succeeded("tech", said(user("tides"), answer("Yes.")))],
    );
    expect(conversation(view).utterances.map(({ is }) => is)).toEqual(["given", "said"]);
  });

  it("shows how long tools took once that is known", () => {
    const view = viewOf([0, started("tech")], [9_000, succeeded("tech", said(search, answer("Yes.")))]);
    const call = {
      id: "t",
      attempt: 1,
      name: "web_search",
      arguments: '{"query":"cells"}',
      startedAt: runStart + 2_000,
      finishedAt: runStart + 4_500,
    };
    expect(conversation(view, new Map([["tech", [call]]])).utterances[0]).toMatchObject({
      is: "tools",
      atMs: 2_000,
      tools: [{ name: "web_search", summary: "cells", ms: 2_500 }],
    });
  });

  it("names what lies beside the journal until it is loaded", () => {
    const blob = { blobId: "b1", bytes: 90_000 };
    const view = viewOf([0, started("tech")], [9, succeeded("tech", { model: model({ entries: { blob } }) })]);
    expect(conversation(view).missing).toEqual(["b1"]);
    const loaded = conversation(view, new Map(), new Map([["b1", [answer("Long.")]]]));
    expect(loaded.missing).toEqual([]);
    expect(loaded.utterances[0]).toMatchObject({ is: "said", text: "Long." });
  });

  it("ends with the message of a step that failed", () => {
    const view = viewOf([0, started("tech")], [9, failed("tech")]);
    expect(conversation(view).utterances).toMatchObject([{ is: "failed", text: "The key was refused. Check it in Settings." }]);
  });
});

describe("citedText", () => {
  const cite = (title: string, url: string | null = null) => ({ type: "tool_reference", tool: "web_search", title, url }) as const;
  const text = (value: string) => ({ type: "text", text: value }) as const;

  it("numbers sources in the order of first mention and gives one page one number", () => {
    const cited = citedText([
      [text("A."), cite("One", "https://a"), text(" B."), cite("Two", "https://b"), text(" C."), cite("One again", "https://a")],
    ]);
    expect(cited.markdown).toBe("A.[1](#source-1) B.[2](#source-2) C.[1](#source-1)");
    expect(cited.sources.map(({ number, title }) => [number, title])).toEqual([
      [1, "One"],
      [2, "Two"],
    ]);
  });

  it("shows a number once where a passage cites the same page twice in a row", () => {
    expect(citedText([[text("A."), cite("One", "https://a"), cite("One", "https://a")]]).markdown).toBe("A.[1](#source-1)");
  });

  it("tells sources without an address apart by their title", () => {
    expect(citedText([[cite("Minutes"), cite("Ledger"), cite("Minutes")]]).sources).toHaveLength(2);
  });

  it("keeps the text of an answer that cites nothing as it is", () => {
    expect(citedText(["Plain [1] text"])).toEqual({ markdown: "Plain [1] text", sources: [] });
  });

  it("merges the sources of several texts without repeating one", () => {
    const first = citedText([[cite("One", "https://a")]]);
    const second = citedText([[cite("Two", "https://b"), cite("One", "https://a")]]);
    expect(mergedSources([first, second]).map(({ number, url }) => [number, url])).toEqual([
      [1, "https://a"],
      [2, "https://b"],
    ]);
  });
});
