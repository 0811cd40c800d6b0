import { describe, expect, it } from "vitest";
import { runShape, type Tried } from "./run-shape";

const tried = (path: string, startedAt: number, finishedAt: number, status: Tried["status"] = "succeeded"): Tried => ({
  path,
  startedAt,
  finishedAt,
  status,
});

describe("the shape of a run", () => {
  it("puts what ran one after another into one lane, and what ran at once side by side", () => {
    const { bars, lanes } = runShape([tried("a", 100, 200), tried("b", 200, 300), tried("c", 200, 300)]);
    expect(bars.map(({ lane, from, to }) => [lane, from, to])).toEqual([
      [0, 0, 0.5],
      [0, 0.5, 1],
      [1, 0.5, 1],
    ]);
    expect(lanes).toBe(2);
  });

  it("keeps further tries of a step in its lane", () => {
    const { bars } = runShape([tried("a", 0, 10, "failed"), tried("b", 0, 40), tried("a", 30, 40)]);
    expect(bars.map(({ lane, isFailed }) => [lane, isFailed])).toEqual([
      [0, true],
      [0, false],
      [1, false],
    ]);
  });

  it("has few lanes however much ran at once, and none when nothing was tried", () => {
    expect(runShape(Array.from({ length: 30 }, (_, index) => tried(`s${index}`, index, 100))).lanes).toBe(4);
    expect(runShape([])).toEqual({ bars: [], lanes: 0 });
  });
});
