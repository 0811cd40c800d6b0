import { describe, expect, it } from "vitest";
import { nodeOf } from "../document/testing";
import { containerHeader, fittingViewport, geometryOf, laneHeight, type PortPlace } from "./card-geometry";

const isOfFlow = ({ port }: PortPlace): boolean => port.role !== "binding";
const at = (id: string, x: number, y: number) => ({ ...nodeOf(id), position: { x, y } });

describe("card measures", () => {
  it("puts unnamed ports 30 below the top, so that the run strip moves no edge", () => {
    expect(
      geometryOf(nodeOf("a"))
        .ports.filter(isOfFlow)
        .map(({ side, x, y }) => [side, x, y]),
    ).toEqual([
      ["target", 0, 30],
      ["source", 240, 30],
    ]);
  });

  it("gives each named port a row of its own under the head", () => {
    const branches = ["research", "billing"].map((id) => ({ id, label: id, description: "", when: "" }));
    const router = { ...nodeOf("r", { branches }), type: "router" };
    expect(geometryOf(router).height).toBe(60 + 3 * 24 + 4);
    expect(
      geometryOf(router)
        .ports.filter(({ side }) => side === "source")
        .map(({ y }) => y),
    ).toEqual([72, 96, 120]);
  });

  it("makes a container as high as its lanes, whatever size it was given", () => {
    const lanes = ["a", "b", "c"].map((id) => ({ id, title: "" }));
    const team = { ...nodeOf("team", { lanes }), type: "parallel", size: { width: 400, height: 120 } };
    expect(geometryOf(team)).toMatchObject({ width: 400, height: containerHeader + 3 * laneHeight });
    expect(geometryOf({ ...team, size: { width: 400, height: 900 } }).height).toBe(900);
  });

  it("draws a kind that is not known, so that its card can be moved and deleted", () => {
    expect(geometryOf({ ...nodeOf("x"), type: "from_the_future" }).height).toBe(60);
  });
});

describe("the first view", () => {
  const view = { width: 1_000, height: 600 };

  it("shows a small workflow at its natural size, in the middle", () => {
    expect(fittingViewport([at("a", 0, 0)], view)).toEqual({ x: 380, y: 256, zoom: 1 });
  });

  it("shows all of a wide one", () => {
    const { x, zoom } = fittingViewport([at("a", 0, 0), at("b", 2_000, 0)], view);
    expect(x).toBeGreaterThanOrEqual(32 - 1e-9);
    expect(2_240 * zoom + x).toBeLessThanOrEqual(view.width);
  });

  it("begins at the left where all of it would be too small to read", () => {
    const { x, zoom } = fittingViewport([at("a", 0, 0), at("b", 9_000, 0)], view, 0.6);
    expect([x, zoom]).toEqual([32, 0.6]);
  });

  it("shows an empty canvas at its natural size", () => {
    expect(fittingViewport([], view)).toEqual({ x: 0, y: 0, zoom: 1 });
  });
});
