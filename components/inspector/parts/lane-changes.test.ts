import { describe, expect, it } from "vitest";
import { laneHeight } from "@/lib/client/card-geometry";
import { applyCommands } from "@/lib/document/apply-command";
import { documentOf, nodeOf } from "@/lib/document/testing";
import { type Lane, laneCommands } from "./lane-changes";

const lanes: readonly Lane[] = ["first", "second", "third"].map((id) => ({ id, title: "" }));
const team = { ...nodeOf("team"), type: "parallel", config: { lanes: lanes.map((lane) => ({ ...lane })) } };
const inLane = (id: string, lane: string, row: number) => ({
  ...nodeOf(id),
  parent: "team",
  lane,
  position: { x: 40, y: 50 + row * laneHeight },
});
const document = documentOf([team, inLane("a", "first", 0), inLane("b", "second", 1), inLane("c", "third", 2)]);

function changed(after: readonly Lane[]) {
  const { nodes } = applyCommands(document, laneCommands(document, { containerId: "team", field: "lanes", before: lanes, after }));
  return nodes.filter(({ parent }) => parent === "team").map(({ id, lane, position }) => [id, lane, (position.y - 50) / laneHeight]);
}

describe("changing lanes", () => {
  it("moves the nodes of a removed lane to the nearest one that is left, and keeps them all", () => {
    expect(changed(lanes.toSpliced(1, 1))).toEqual([
      ["a", "first", 0],
      ["b", "first", 0],
      ["c", "third", 1],
    ]);
    expect(changed(lanes.toSpliced(0, 1))).toEqual([
      ["a", "second", 0],
      ["b", "second", 0],
      ["c", "third", 1],
    ]);
  });

  it("puts nodes that change their lane beside those that stand there", () => {
    const after = lanes.toSpliced(1, 1);
    const { nodes } = applyCommands(document, laneCommands(document, { containerId: "team", field: "lanes", before: lanes, after }));
    const [first, second] = nodes.filter(({ lane }) => lane === "first");
    expect(second?.position.x).toBeGreaterThan((first?.position.x ?? 0) + 240);
  });

  it("gives back the height of a removed lane, as far as what stands inside leaves room", () => {
    const size = { width: 500, height: 700 };
    const roomy = { ...document, nodes: document.nodes.map((node) => (node.id === "team" ? { ...node, size } : node)) };
    const commands = laneCommands(roomy, { containerId: "team", field: "lanes", before: lanes, after: lanes.toSpliced(2, 1) });
    const resized = applyCommands(roomy, commands).nodes.find(({ id }) => id === "team");
    expect(resized?.size).toEqual({ width: expect.any(Number), height: 700 - laneHeight });
  });

  it("lets what stands below make room for a lane that is added, and leaves alone what is not covered", () => {
    const at = (id: string, x: number, y: number) => ({ ...nodeOf(id), position: { x, y } });
    const end = 36 + 3 * laneHeight;
    const placed = (below: number) => {
      const around = {
        ...document,
        nodes: [...document.nodes, at("above", 0, -200), at("beside", 900, 0), at("below", 20, below), at("later", 900, below + 90)],
      };
      const after = [...lanes, { id: "fourth", title: "" }];
      const { nodes } = applyCommands(around, laneCommands(around, { containerId: "team", field: "lanes", before: lanes, after }));
      return ["above", "beside", "below", "later"].map((id) => nodes.find((node) => node.id === id)?.position.y);
    };
    expect(placed(end + 40)).toEqual([-200, 0, end + 40 + laneHeight, end + 130 + laneHeight]);
    expect(placed(end + 40 + laneHeight)).toEqual([-200, 0, end + 40 + laneHeight, end + 130 + laneHeight]);
  });

  it("lets a box around the container grow, too, and what stands below that box", () => {
    const outer = { ...nodeOf("outer"), type: "map", size: { width: 700, height: 36 + 3 * laneHeight + 80 } };
    const inside = document.nodes.map((node) => (node.id === "team" ? { ...node, parent: "outer", position: { x: 20, y: 40 } } : node));
    const below = { ...nodeOf("below"), position: { x: 0, y: outer.size.height + 20 } };
    const nested = { ...document, nodes: [outer, ...inside, below] };
    const after = [...lanes, { id: "fourth", title: "" }];
    const { nodes } = applyCommands(nested, laneCommands(nested, { containerId: "team", field: "lanes", before: lanes, after }));
    const grown = nodes.find(({ id }) => id === "outer")?.size?.height ?? 0;
    expect(grown).toBeGreaterThan(outer.size.height);
    expect(nodes.find(({ id }) => id === "below")?.position.y).toBe(below.position.y + grown - outer.size.height);
  });

  it("takes nodes along when lanes change places", () => {
    expect(changed(lanes.toReversed())).toEqual([
      ["a", "first", 2],
      ["b", "second", 1],
      ["c", "third", 0],
    ]);
  });
});
