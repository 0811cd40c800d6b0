import { describe, expect, it } from "vitest";
import { didYouMean, nearestName, nearestNames } from "./nearest-name";

describe("nearestName", () => {
  it.each([
    ["topik", "topic"],
    ["Topic", "topic"],
    ["tpoic", "topic"],
    ["top", "topic"],
    ["topics", "topic"],
    ["reserch", "research"],
    ["audiance", "audience"],
  ])("takes %s for %s", (wanted, expected) => {
    expect(nearestName(wanted, ["research", "audience", "topic"])).toBe(expected);
  });

  it.each(["x", "weather", "to", ""])("takes %j for nothing", (wanted) => {
    expect(nearestName(wanted, ["research", "audience", "topic"])).toBeUndefined();
  });

  it("prefers the nearest, and of equals the first", () => {
    expect(nearestName("node_2", ["node_1", "node_3", "node_22"])).toBe("node_22");
    expect(nearestName("node_2", ["node_1", "node_3"])).toBe("node_1");
  });

  it("is said as a sentence, spelled as asked", () => {
    expect(didYouMean("topik", ["topic"], (key) => `input.${key}`)).toBe(" Did you mean `input.topic`?");
    expect(didYouMean("weather", ["topic"])).toBe("");
  });
});

describe("nearestNames", () => {
  it("lists as many as are asked for, the nearest first, and equally near ones in their order", () => {
    expect(nearestNames("topik", ["weather", "topic", "top", "tonic"], 3)).toEqual(["top", "topic", "tonic"]);
    expect(nearestNames("zz", ["b", "a"], 5)).toEqual(["b", "a"]);
  });
});
