import { describe, expect, it } from "vitest";
import { applyCommand } from "../document/apply-command";
import { documentOf, nodeOf, standingIn } from "../document/testing";
import { emptySelection } from "./editor-store/selection-slice";
import { createFlowAdapter, endsOf, type FlowView, movesIn, selectionIn } from "./react-flow-adapter";

const view: FlowView = { selection: emptySelection, livePositions: new Map(), readOnly: false, near: "all" };

describe("the document as React Flow draws it", () => {
  it("gives sizes and handles, so that no node has to be measured", () => {
    const [node] = createFlowAdapter().nodes(documentOf(["a"]), view);
    expect(node).toMatchObject({ width: 240, height: 60, measured: { width: 240, height: 60 } });
    expect(node?.handles?.map(({ id, type }) => `${type} ${id}`)).toEqual(expect.arrayContaining(["target in", "source out"]));
  });

  it("keeps the identity of a node about which nothing changed", () => {
    const adapter = createFlowAdapter();
    const document = documentOf(["a", "b"]);
    const before = adapter.nodes(document, view);
    const after = adapter.nodes(applyCommand(document, { type: "set_title", nodeId: "b", title: "New" }), view);
    expect(after.find((node) => node.id === "a")).toBe(before.find((node) => node.id === "a"));
    expect(after.find((node) => node.id === "b")).not.toBe(before.find((node) => node.id === "b"));
  });

  it("moves a dragged node without touching what its card is drawn from", () => {
    const adapter = createFlowAdapter();
    const document = documentOf(["a"]);
    const [before] = adapter.nodes(document, view);
    const [dragged] = adapter.nodes(document, { ...view, livePositions: new Map([["a", { x: 40, y: 8 }]]) });
    expect(dragged?.position).toEqual({ x: 40, y: 8 });
    expect(dragged?.data).toBe(before?.data);
  });

  it("hands out a far node's place and name without its card, and the card again once it is near", () => {
    const adapter = createFlowAdapter();
    const document = documentOf(["a", "b"]);
    const [far, near] = adapter.nodes(document, { ...view, near: new Set(["b"]) });
    expect(far).toMatchObject({ type: "far", width: 240, height: 60, ariaLabel: expect.stringContaining("A") });
    expect(near).toMatchObject({ type: "card" });
    expect(adapter.nodes(document, view).map(({ type }) => type)).toEqual(["card", "card"]);
  });

  it("hands out a far container like any other node, beneath what stands in it", () => {
    const document = documentOf([{ ...nodeOf("each"), type: "map" }, standingIn("each", nodeOf("a"))]);
    const [each, a] = createFlowAdapter().nodes(document, { ...view, near: new Set() });
    expect([each?.type, a?.type]).toEqual(["far", "far"]);
    expect(each?.zIndex).toBeLessThan(a?.zIndex ?? 0);
  });

  it("hands out the very same list while only cards move that are seen in the picture alone", () => {
    const adapter = createFlowAdapter();
    const document = documentOf(["a", "b"]);
    const far = { ...view, near: new Set<string>() };
    const before = adapter.nodes(document, far);
    expect(adapter.nodes(document, { ...far, livePositions: new Map([["a", { x: 40, y: 8 }]]) })).toBe(before);
    const dropped = applyCommand(document, { type: "move_nodes", moves: [{ nodeId: "a", to: { x: 40, y: 8 } }] });
    expect(adapter.nodes(dropped, far).find(({ id }) => id === "a")?.position).toEqual({ x: 40, y: 8 });
  });

  it("draws nodes in reading order, whatever order the document has", () => {
    const document = documentOf(["last", "first"]);
    const moved = applyCommand(document, { type: "move_nodes", moves: [{ nodeId: "last", to: { x: 600, y: 0 } }] });
    expect(
      createFlowAdapter()
        .nodes(moved, view)
        .map((node) => node.id),
    ).toEqual(["first", "last"]);
  });

  it("keeps the identity of edges that are neither changed nor selected", () => {
    const adapter = createFlowAdapter();
    const document = documentOf(["a", "b", "c"], ["a>b", "b>c"]);
    const [first, second] = adapter.edges(document, emptySelection);
    const [again, selected] = adapter.edges(document, { nodeIds: new Set(), edgeIds: new Set(["b.out>c.in"]) });
    expect(again).toBe(first);
    expect(selected).not.toBe(second);
    expect(selected?.selected).toBe(true);
  });
});

describe("React Flow's changes as the editor understands them", () => {
  it("reads positions and selection out of a batch of changes and ignores the rest", () => {
    const changes = [
      { type: "position", id: "a", position: { x: 1, y: 2 }, dragging: true },
      { type: "dimensions", id: "a", dimensions: { width: 1, height: 1 } },
      { type: "select", id: "b", selected: true },
    ] as const;
    expect([...movesIn([...changes])]).toEqual([["a", { x: 1, y: 2 }]]);
    expect(selectionIn([...changes], [])?.nodes).toMatchObject([{ id: "b", selected: true }]);
    expect(selectionIn([], [])).toBeNull();
  });

  it("needs both ends of a connection", () => {
    expect(endsOf({ source: "a", sourceHandle: "out", target: "b", targetHandle: null })).toBeNull();
    expect(endsOf({ source: "a", sourceHandle: "out", target: "b", targetHandle: "in" })).toEqual({
      source: "a",
      sourcePort: "out",
      target: "b",
      targetPort: "in",
    });
  });
});
