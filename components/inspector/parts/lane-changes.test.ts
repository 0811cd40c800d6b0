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

  it("takes nodes along when lanes change places", () => {
    expect(changed(lanes.toReversed())).toEqual([
      ["a", "first", 2],
      ["b", "second", 1],
      ["c", "third", 0],
    ]);
  });
});
