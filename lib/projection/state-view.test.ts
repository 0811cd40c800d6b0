import { describe, expect, it } from "vitest";
import type { JsonValue } from "../shared/json";
import { stateView } from "./state-view";
import { runStart, started, succeeded, viewOf } from "./testing";

const writing = (path: string, variable: string, value: JsonValue) => ({ ...succeeded(path), writes: [{ variable, value }] });

describe("stateView", () => {
  it("shows the initial value of a variable nobody wrote", () => {
    expect(stateView(viewOf(), [{ name: "count", type: "number", initial: 3, reducer: "add" }])).toEqual([
      { name: "count", type: "number", initial: 3, current: 3, changes: [] },
    ]);
  });

  it("applies writes through the reducer in the order steps finished", () => {
    const view = viewOf([0, started("a")], [0, started("b")], [1, writing("b", "log", ["two"])], [2, writing("a", "log", ["one"])]);
    const [log] = stateView(view, [{ name: "log", type: "list", initial: [], reducer: "append" }]);
    expect(log?.current).toEqual(["two", "one"]);
    expect(log?.changes.map(({ path, at, after }) => [path, at - runStart, after])).toEqual([
      ["b", 1, ["two"]],
      ["a", 2, ["two", "one"]],
    ]);
  });

  it("shows null where null was written", () => {
    const view = viewOf([0, started("a")], [1, writing("a", "plan", null)]);
    expect(stateView(view, [{ name: "plan", type: "text", initial: "none", reducer: "replace" }])[0]?.current).toBeNull();
  });
});
