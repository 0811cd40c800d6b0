import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../shared/json";
import { limits } from "../../shared/limits";
import { ended, firstTurn, stepContext, turnAfter } from "../testing";
import { mapNode } from "./definition";
import { executeMap } from "./executor.server";
import { itemTitle } from "./item-title";

const config = (parts: JsonObject = {}) => mapNode.config.parse(parts);
const contextOf = (received: JsonValue) => stepContext({ scope: { received }, bodies: [{ id: "body", title: "" }] });
const start = (received: JsonValue, parts: JsonObject = {}) => executeMap(firstTurn(config(parts)), contextOf(received));

describe("a Map", () => {
  it("says what it goes over and how wide", () => {
    expect(mapNode.describe(config())).toBe("Map · received, 5 at once");
    expect(mapNode.describe(config({ items: "input.rows", atOnce: 1 }))).toBe("Map · input.rows, one by one");
    expect(mapNode.check?.(config({ items: " " }))).toMatchObject([{ code: "missing_items", field: "items" }]);
  });

  it("starts its body once for each item, which is what the body receives", async () => {
    expect(await start(["a", { title: "B" }])).toEqual({
      kind: "spawned",
      children: [
        { title: "a", runs: { body: "body" }, values: { item: "a", index: 0 }, input: "a", carry: "behind" },
        { title: "B", runs: { body: "body" }, values: { item: { title: "B" }, index: 1 }, input: { title: "B" }, carry: "behind" },
      ],
      policy: { atOnce: 5, onFailure: "stop" },
    });
  });

  it("asks for no more successes than there are items", async () => {
    expect(await start([1, 2], { onFailure: "at_least", atLeast: 3 })).toMatchObject({ policy: { onFailure: "settle", atLeast: 2 } });
  });

  it("lists what each item came to, in the order of the items", async () => {
    const results = [ended(1, { title: "b", output: 2 }), ended(0, { title: "a", output: 1 })];
    expect(await executeMap(turnAfter(firstTurn(config()), results), contextOf([]))).toMatchObject({
      output: [
        { index: 0, name: "a", status: "succeeded", output: 1 },
        { index: 1, name: "b", status: "succeeded", output: 2 },
      ],
    });
    expect(await executeMap(turnAfter(firstTurn(config({ output: "outputs" })), results), contextOf([]))).toMatchObject({ output: [1, 2] });
  });

  it("comes to an empty list over an empty list, and starts nothing", async () => {
    expect(await start([])).toEqual({ kind: "succeeded", ports: ["out"], output: [] });
  });

  it.each([
    ["a text", "received", "A Map needs a list, but `received` gave a text. Let the agent"],
    [null, "received", "`received` gave null."],
    [3, "received", "`received` gave the number 3."],
    [{ items: [1], note: "" }, "received", "an object with the keys items, note. Did you mean `received.items`?"],
    [{ a: 1 }, "received", "an object with the key a. Go over its values with `values(received)`."],
    [{}, "received", "an object without keys."],
    [{}, "received.items", "`received.items` gave nothing: what it reads is not there."],
  ])("fails for good over %j and says what it got", async (received, items, message) => {
    const outcome = await start(received, { items });
    expect(outcome).toMatchObject({
      kind: "failed",
      error: { code: "not_a_list", class: "permanent", message: expect.stringContaining(message) },
    });
  });

  it("takes as many items as the limit says and not one more", async () => {
    const most = limits.mapItems.value;
    expect(await start(Array.from({ length: most }, () => 0))).toMatchObject({ kind: "spawned" });
    expect(await start(Array.from({ length: most + 1 }, () => 0))).toMatchObject({
      kind: "failed",
      error: {
        code: "too_many_items",
        class: "limit",
        message: expect.stringContaining(`There are ${most + 1} items; a Map takes at most ${most}.`),
      },
    });
  });
});

describe("the name of an item", () => {
  it.each([
    ["  First line\nsecond", "First line"],
    [42, "42"],
    [{ name: "Ada", age: 3 }, "Ada"],
    [{ title: " ", id: 7 }, "7"],
    [{ text: "x" }, "Item 4"],
    ["", "Item 4"],
    [["a"], "Item 4"],
    [null, "Item 4"],
  ])("of %j is %s", (item, title) => {
    expect(itemTitle(item, 3)).toBe(title);
  });

  it("is short", () => {
    expect([...itemTitle("word ".repeat(40), 0)].length).toBeLessThanOrEqual(60);
  });
});
