import { afterEach, describe, expect, it, vi } from "vitest";
import type { JsonObject, JsonValue } from "../shared/json";
import { emitNode } from "./emit/definition";
import { executeEmit } from "./emit/executor.server";
import { eventNameProblem } from "./event-names";
import { onEventNode } from "./on_event/definition";
import { executeOnEvent } from "./on_event/executor.server";
import { ended, firstTurn, received, stepContext, turnAfter } from "./testing";

afterEach(() => {
  vi.useRealTimers();
});

describe("the name of an event", () => {
  it.each(["a", "data.received", "step-2_done", "a".repeat(80)])("can be %s", (name) => {
    expect(eventNameProblem(name)).toBeUndefined();
  });

  it.each(["", "Data", "2nd", ".a", "a b", "a".repeat(81), "données"])("can't be %j, and says so", (name) => {
    expect(eventNameProblem(name)).toMatch(/\.$/);
  });
});

describe("Emit", () => {
  const config = (parts: JsonObject) => emitNode.config.parse({ name: "data.received", ...parts });
  const emit = (parts: JsonObject, outputs: JsonObject = { Source: { rows: 3 } }, scope: JsonObject = {}) =>
    executeEmit(firstTurn(config(parts), received(outputs)), stepContext({ scope }));

  it("emits what it received, and goes on with it", async () => {
    expect(await emit({})).toEqual({
      kind: "succeeded",
      ports: ["out"],
      output: { rows: 3 },
      emits: [{ name: "data.received", data: { rows: 3 } }],
    });
  });

  it("emits a text with variables filled in, or the value of an expression", async () => {
    const scope = { input: { count: 2 } };
    expect(await emit({ template: "{{ input.count }} records" }, {}, scope)).toMatchObject({ emits: [{ data: "2 records" }] });
    const value = { mode: "expression", expression: "{n: input.count}" };
    expect(await emit(value, {}, scope)).toMatchObject({ emits: [{ data: { n: 2 } }], output: { n: 2 } });
  });

  it("emits nothing when its data can't be worked out", async () => {
    const broken: readonly JsonObject[] = [{ template: "{{ input.none }}" }, { mode: "expression", expression: "input.none" }];
    for (const parts of broken) {
      const outcome = await emit(parts);
      expect(outcome).toMatchObject({ kind: "failed", error: { class: "permanent" } });
      expect(outcome).not.toHaveProperty("emits");
    }
  });

  it("needs a name that is not the run's own", () => {
    expect(emitNode.check?.(config({ name: "" }))).toMatchObject([{ code: "invalid_event_name", field: "name" }]);
    expect(emitNode.check?.(config({ name: "step.failed" }))).toMatchObject([{ code: "reserved_event_name", field: "name" }]);
    expect(emitNode.describe(config({}))).toBe("Emit · data.received");
  });
});

describe("On event", () => {
  const config = (parts: JsonObject = {}) => onEventNode.config.parse({ event: "data.received", ...parts });
  const context = () => stepContext({ bodies: [{ id: "body", title: "" }] });
  const listen = (parts: JsonObject) => executeOnEvent(firstTurn(config(parts)), context());
  const handled = (index: number, name: string, data: JsonValue, output: JsonValue) =>
    ended(index, { values: { event: { name, data } }, output });

  it("stands without an edge, and hears one name or every name", () => {
    expect(onEventNode.startsRuns?.(config())).toBe(true);
    expect(onEventNode.check?.(config({ event: "*" }))).toEqual([]);
    expect(onEventNode.check?.(config({ event: "step.failed" }))).toEqual([]);
    expect(onEventNode.check?.(config({ event: "Data Received" }))).toMatchObject([{ code: "invalid_event_name", field: "event" }]);
    expect(onEventNode.describe(config({ event: "*", inOneConversation: true }))).toBe("On event · any event, one conversation");
  });

  it("listens until nothing else goes on, handling several events side by side and each on its own", async () => {
    expect(await listen({})).toEqual({
      kind: "listening",
      event: "data.received",
      child: { title: "data.received", runs: { body: "body" }, carry: "nothing" },
      policy: { atOnce: 5, onFailure: "stop" },
      until: null,
    });
  });

  it("handles events one after the other in one conversation", async () => {
    expect(await listen({ inOneConversation: true, atOnce: 8 })).toMatchObject({ child: { carry: "so_far" }, policy: { atOnce: 1 } });
  });

  it("shares a conversation by its name, only where it has one", async () => {
    expect(await listen({ inOneConversation: true, conversation: " desk " })).toMatchObject({ conversation: "desk" });
    expect(await listen({ inOneConversation: true })).not.toHaveProperty("conversation");
    expect(await listen({ conversation: "desk" })).not.toHaveProperty("conversation");
    expect(onEventNode.describe(config({ inOneConversation: true, conversation: "desk" }))).toBe(
      "On event · data.received, conversation desk",
    );
  });

  it("listens for as long as it is told to", async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    expect(await listen({ listenUntil: "time", seconds: 90 })).toMatchObject({ until: 1_090_000 });
  });

  it("listens until an event, and to a deadline when it has one", async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    const until = { listenUntil: "event", untilEvent: "orders.closed" };
    expect(await listen({ ...until, seconds: 5 })).toMatchObject({ until: null, untilEvent: "orders.closed" });
    expect(await listen({ ...until, mostSeconds: 90 })).toMatchObject({ until: 1_090_000, untilEvent: "orders.closed" });
    expect(await listen({ untilEvent: "orders.closed", mostSeconds: 90 })).not.toHaveProperty("untilEvent");
    expect(onEventNode.check?.(config({ listenUntil: "event" }))).toMatchObject([{ code: "invalid_event_name", field: "untilEvent" }]);
    expect(onEventNode.check?.(config(until))).toEqual([]);
  });

  it("then lists how each event was handled, by the event's name", async () => {
    const results = [handled(0, "data.received", "3 rows", "stored"), handled(1, "data.late", "1 row", "noted")];
    const outcome = await executeOnEvent(turnAfter(firstTurn(config({ event: "*" })), results), context());
    expect(outcome).toEqual({
      kind: "succeeded",
      ports: ["out"],
      output: [
        { index: 0, name: "data.received", status: "succeeded", output: "stored" },
        { index: 1, name: "data.late", status: "succeeded", output: "noted" },
      ],
    });
  });

  it("comes to an empty list when nothing was emitted, and says so", async () => {
    expect(await executeOnEvent(turnAfter(firstTurn(config()), []), context())).toMatchObject({ output: [], because: "no event came" });
  });
});
