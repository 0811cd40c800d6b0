import { describe, expect, it } from "vitest";
import { documentOf, nodeOf } from "../../document/testing";
import { layoutGraphOf, tidyCommand, withoutLooseEdges } from "./layout-graph";

describe("tidying up", () => {
  it("lays cards out with room for their run strip and leaves notes to be placed beside them", () => {
    const graph = layoutGraphOf(documentOf([nodeOf("a"), { ...nodeOf("note"), type: "note" }]));
    expect(graph.children.map(({ id, height }) => [id, height])).toEqual([["a", 88]]);
  });

  it("leaves out edges at ports that do not exist", () => {
    const document = documentOf(["a", "b"], ["a>b"]);
    const broken = { ...document, edges: document.edges.map((edge) => ({ ...edge, sourcePort: "gone" })) };
    expect(withoutLooseEdges(layoutGraphOf(broken)).edges).toEqual([]);
  });

  it("keeps the upper left corner of the whole where it was", () => {
    const document = documentOf([
      { ...nodeOf("a"), position: { x: 100, y: 50 } },
      { ...nodeOf("b"), position: { x: 900, y: 400 } },
    ]);
    const { moves } = tidyCommand(
      document,
      new Map([
        ["a", { x: 12, y: 12 }],
        ["b", { x: 316.4, y: 12 }],
      ]),
    );
    expect(moves).toEqual([
      { nodeId: "a", to: { x: 100, y: 50 } },
      { nodeId: "b", to: { x: 404, y: 50 } },
    ]);
  });

  it("takes a note along with the card it was nearest to", () => {
    const note = { ...nodeOf("note"), type: "note", position: { x: 100, y: -150 } };
    const document = documentOf([{ ...nodeOf("a"), position: { x: 100, y: 0 } }, { ...nodeOf("b"), position: { x: 700, y: 0 } }, note]);
    const { moves } = tidyCommand(
      document,
      new Map([
        ["a", { x: 0, y: 200 }],
        ["b", { x: 300, y: 0 }],
      ]),
    );
    expect(moves.find((move) => move.nodeId === "note")?.to).toEqual({ x: 100, y: 50 });
  });
});
