import { describe, expect, it } from "vitest";
import { applyCommands } from "../document/apply-command";
import { documentOf, edgeOf, nodeOf } from "../document/testing";
import { definitionOf } from "../nodes/catalog";
import { boxOf, overlaps } from "./card-geometry";
import { edgeBetween, freePosition, insertCommands, isLoose, newNode } from "./placement";

const agent = definitionOf("agent");
if (agent === undefined) throw new Error("the catalog has an agent");

describe("new nodes", () => {
  it("get an id and a title that are not taken yet", () => {
    const first = newNode(documentOf([]), agent, { x: 0, y: 0 });
    const second = newNode(documentOf([first]), agent, { x: 0, y: 0 });
    expect([first.id, first.title, second.id, second.title]).toEqual(["agent", "Agent", "agent_2", "Agent 2"]);
  });

  it("find a place that overlaps nothing, however full it is", () => {
    const crowd = Array.from({ length: 30 }, (_, index) => ({
      ...nodeOf(`n${index}`),
      position: { x: (index % 6) * 260, y: Math.floor(index / 6) * 80 },
    }));
    const document = documentOf(crowd);
    const node = newNode(document, agent, { x: 600, y: 160 });
    const placed = { ...node, position: freePosition(document, node, node.position) };
    expect(crowd.some((other) => overlaps(boxOf(placed), boxOf(other)))).toBe(false);
  });

  it("stay where they were wanted when the place is free", () => {
    const node = newNode(documentOf([]), agent, { x: 10, y: 20 });
    expect(freePosition(documentOf([]), node, { x: 10, y: 20 })).toEqual({ x: 10, y: 20 });
  });
});

describe("inserting into an edge", () => {
  //  a ──► b   becomes   a ──► c ──► b
  it("leads the edge through the node", () => {
    const document = documentOf(["a", "b"], ["a>b"]);
    const commands = insertCommands(document, edgeOf("a>b"), nodeOf("c"));
    expect(applyCommands(document, commands ?? []).edges.map((edge) => edge.id)).toEqual(["a.out>c.in", "c.out>b.in"]);
  });

  it("refuses a node that has no way in or out, and the edge's own ends", () => {
    const document = documentOf(["a", "b"], ["a>b"]);
    expect(insertCommands(document, edgeOf("a>b"), { ...nodeOf("note"), type: "note" })).toBeNull();
    expect(insertCommands(document, edgeOf("a>b"), nodeOf("a"))).toBeNull();
  });

  it("is offered to cards without connections only", () => {
    const document = documentOf(["a", "b", "c"], ["a>b"]);
    expect([isLoose(document, "a"), isLoose(document, "c")]).toEqual([false, true]);
  });

  it("begins at the given end, in its direction", () => {
    expect(edgeBetween({ nodeId: "a", portId: "out", side: "source" }, nodeOf("b"))?.id).toBe("a.out>b.in");
    expect(edgeBetween({ nodeId: "a", portId: "in", side: "target" }, nodeOf("b"))?.id).toBe("b.out>a.in");
  });
});
