import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ancestors, ancestorsLookup, descendants, wouldMakeCycle } from "./reachability";
import { type DirectedEdge, topologicalOrder } from "./topological-order";

const edge = (source: string, target: string): DirectedEdge => ({ source, target });

//      ┌─► b ─┐
//  a ──┤      ├─► d ──► e        x ──► y
//      └─► c ─┘
const diamond = [edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d"), edge("d", "e"), edge("x", "y")];
const ids = ["a", "b", "c", "d", "e"];
const anyEdges = fc.array(fc.record({ source: fc.constantFrom(...ids), target: fc.constantFrom(...ids) }), { maxLength: 12 });

describe("descendants and ancestors", () => {
  it("finds everything behind and before a node, each once, and not the node itself", () => {
    expect([...descendants(diamond, "a")].sort()).toEqual(["b", "c", "d", "e"]);
    expect([...ancestors(diamond, "d")].sort()).toEqual(["a", "b", "c"]);
  });

  it("finds nothing behind a last node and nothing around an unknown one", () => {
    expect(descendants(diamond, "e").size).toBe(0);
    expect(ancestors(diamond, "ghost").size).toBe(0);
  });

  it("counts a node on a cycle as its own ancestor", () => {
    expect([...ancestors([edge("a", "b"), edge("b", "a")], "a")].sort()).toEqual(["a", "b"]);
  });

  it("agrees in both directions on every graph", () => {
    fc.assert(
      fc.property(anyEdges, fc.constantFrom(...ids), fc.constantFrom(...ids), (edges, from, to) => {
        expect(descendants(edges, from).has(to)).toBe(ancestors(edges, to).has(from));
        expect(ancestorsLookup(edges)(to)).toEqual(ancestors(edges, to));
      }),
    );
  });
});

describe("wouldMakeCycle", () => {
  it("refuses an edge back to where one came from, at any distance", () => {
    expect(wouldMakeCycle(diamond, edge("e", "a"))).toBe(true);
    expect(wouldMakeCycle(diamond, edge("b", "a"))).toBe(true);
  });

  it("refuses an edge from a node to itself", () => {
    expect(wouldMakeCycle([], edge("a", "a"))).toBe(true);
  });

  it("allows a shortcut, a second path and a link between islands", () => {
    expect(wouldMakeCycle(diamond, edge("a", "e"))).toBe(false);
    expect(wouldMakeCycle(diamond, edge("a", "b"))).toBe(false);
    expect(wouldMakeCycle(diamond, edge("y", "a"))).toBe(false);
  });

  it("says exactly whether an order would be lost", () => {
    const acyclicEdges = anyEdges.map((edges) => edges.filter(({ source, target }) => source < target));
    fc.assert(
      fc.property(acyclicEdges, fc.constantFrom(...ids), fc.constantFrom(...ids), (edges, source, target) => {
        const added = edge(source, target);
        expect(wouldMakeCycle(edges, added)).toBe(!topologicalOrder(ids, [...edges, added]).ok);
      }),
    );
  });
});
