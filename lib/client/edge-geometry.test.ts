import { describe, expect, it } from "vitest";
import { applyCommand } from "../document/apply-command";
import { documentOf } from "../document/testing";
import { boxOf, portTop } from "./card-geometry";
import { curveOf, edgeAt, edgePath, lookupOf } from "./edge-geometry";

// a (0, 0) ──► b (600, 200), ports 30 below the upper edge of their card
const document = applyCommand(documentOf(["a", "b"], ["a>b"]), {
  type: "move_nodes",
  moves: [
    { nodeId: "a", to: { x: 0, y: 0 } },
    { nodeId: "b", to: { x: 600, y: 200 } },
  ],
});
const [edge] = document.edges;

describe("the line of an edge", () => {
  it("goes straight between ports of one height, and swings around to a target at the left", () => {
    expect(edgePath({ x: 0, y: 0 }, { x: 200, y: 0 })).toBe("M0 0C100 0 100 0 200 0");
    expect(edgePath({ x: 200, y: 0 }, { x: 0, y: 80 })).toBe("M200 0C290 0 -90 80 0 80");
  });

  it("follows a node that is dragged before the document knows", () => {
    const nodes = lookupOf(document.nodes);
    expect(edge && curveOf(edge, nodes)?.to).toEqual({ x: 600, y: 200 + portTop });
    expect(edge && curveOf(edge, nodes, new Map([["b", { x: 700, y: 0 }]]))?.to).toEqual({ x: 700, y: portTop });
  });

  it("has no place when it leads to a node that is not there", () => {
    expect(edge && curveOf({ ...edge, target: "gone" }, lookupOf(document.nodes))).toBeNull();
  });
});

describe("the edge at a point", () => {
  const from = boxOf(document.nodes[0] ?? raise()).width;
  const middle = { x: (from + 600) / 2, y: 100 + portTop };

  it("is found on its line and a little beside it, not further away", () => {
    expect(edgeAt(document, middle, 10)).toBe(edge?.id);
    expect(edgeAt(document, { x: middle.x + 4, y: middle.y }, 10)).toBe(edge?.id);
    expect(edgeAt(document, { x: middle.x + 60, y: middle.y }, 10)).toBeNull();
  });

  it("is none inside the frame of a line that passes elsewhere", () => {
    expect(edgeAt(document, { x: from + 20, y: 200 + portTop }, 10)).toBeNull();
  });
});

function raise(): never {
  throw new Error("The document has no such node.");
}
