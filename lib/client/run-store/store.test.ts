import { describe, expect, it } from "vitest";
import { finished, journal, retry, started, succeeded } from "../../projection/testing";
import { createRunStore } from "./store";
import type { StreamMessage } from "./stream-message";

const edges = [{ id: "a>b", source: "a", sourcePort: "out", target: "b" }];
const events = journal([0, started("a")], [10, succeeded("a")], [10, started("b")], [20, succeeded("b")], [20, finished()]);
const asMessages = (list = events): StreamMessage[] => list.map((event) => ({ is: "event", event }));
const live = (path: string, offset: number, text: string, attempt = 1): StreamMessage => ({
  is: "live",
  piece: { path, attempt, offset, text },
});
const newStore = (known = 0) => createRunStore({ runId: "r", events: events.slice(0, known), edges });

describe("createRunStore", () => {
  it("comes to the same view from the server's events, from the stream, and from both with an overlap", () => {
    const fromServer = newStore(events.length).getState();
    const streamed = newStore();
    streamed.getState().take(asMessages());
    const both = newStore(3);
    both.getState().take(asMessages(events.slice(1)));
    expect(streamed.getState().view).toEqual(fromServer.view);
    expect(both.getState().view).toEqual(fromServer.view);
    expect(both.getState().events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("knows what became of edges after every batch", () => {
    const store = newStore();
    store.getState().take(asMessages(events.slice(0, 4)));
    expect(store.getState().edges.get("a>b")).toBe("running");
    store.getState().take(asMessages(events.slice(4)));
    expect(store.getState().edges.get("a>b")).toBe("taken");
  });

  it("keeps text while its attempt runs and drops it with the outcome", () => {
    const store = newStore();
    store.getState().take([...asMessages(events.slice(0, 2)), live("a", 0, "Hel"), live("a", 3, "lo")]);
    expect(store.getState().live.get("a")?.text).toBe("Hello");
    store.getState().take(asMessages(events.slice(2, 3)));
    expect(store.getState().live.has("a")).toBe(false);
  });

  it("ignores text that arrives after the outcome of its attempt", () => {
    const store = newStore();
    store.getState().take([...asMessages(events.slice(0, 3)), live("a", 0, "late")]);
    expect(store.getState().live.has("a")).toBe(false);
  });

  it("begins the text anew with another attempt", () => {
    const again = journal([0, started("a")], [5, retry("a", 1, 9)], [9, started("a", 2)]);
    const store = createRunStore({ runId: "r", edges });
    store.getState().take([...asMessages([...again.slice(0, 2)]), live("a", 0, "First")]);
    store.getState().take([...asMessages([...again.slice(2)]), live("a", 0, "Second", 2)]);
    expect(store.getState().live.get("a")).toEqual({ attempt: 2, text: "Second" });
  });

  it("asks for the stream anew when text is missing in between", () => {
    const store = newStore(2);
    expect(store.getState().take([live("a", 0, "Hel")])).toBe(true);
    expect(store.getState().take([live("a", 9, "gap")])).toBe(false);
    expect(store.getState().live.get("a")?.text).toBe("Hel");
  });

  it("changes nothing of a step that the batch does not name", () => {
    const store = newStore(3);
    const before = store.getState().view.steps.get("a");
    store.getState().take(asMessages(events.slice(3, 4)));
    expect(store.getState().view.steps.get("a")).toBe(before);
  });

  it("is over from the start when the journal ends", () => {
    expect(newStore(events.length).getState().connection).toEqual({ is: "ended" });
    expect(newStore(2).getState().connection).toEqual({ is: "connecting" });
  });
});
