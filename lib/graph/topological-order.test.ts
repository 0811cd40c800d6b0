import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DirectedEdge, topologicalOrder } from "./topological-order";

/** "a>b" reads better than an object. */
function edges(...arrows: readonly `${string}>${string}`[]): readonly DirectedEdge[] {
  return arrows.map((arrow) => {
    const [source = "", target = ""] = arrow.split(">");
    return { source, target };
  });
}

/** Edges from lower to higher numbers only: never a cycle. */
const acyclic = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const nodeIds = Array.from({ length: count }, (_, index) => `n${index}`);
  const pair = fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([from, to]) => from < to);
  const drawn = count === 1 ? fc.constant([]) : fc.array(pair, { maxLength: 30 });
  return fc.record({
    nodeIds: fc.shuffledSubarray(nodeIds, { minLength: count }),
    edges: drawn.map((pairs) => pairs.map(([from, to]) => ({ source: `n${from}`, target: `n${to}` }))),
  });
});

describe("topologicalOrder", () => {
  //      ┌─► b ─┐
  //  a ──┤      ├─► d
  //      └─► c ─┘
  it("places a join behind every branch that feeds it", () => {
    expect(topologicalOrder(["d", "c", "b", "a"], edges("a>b", "a>c", "b>d", "c>d"))).toEqual({ ok: true, value: ["a", "b", "c", "d"] });
  });

  it("keeps the given order among nodes that nothing orders", () => {
    expect(topologicalOrder(["z", "a", "m"], [])).toEqual({ ok: true, value: ["z", "a", "m"] });
  });

  it("orders nothing into nothing", () => {
    expect(topologicalOrder([], edges("a>b"))).toEqual({ ok: true, value: [] });
  });

  it("takes a doubled edge for one", () => {
    expect(topologicalOrder(["a", "b"], edges("a>b", "a>b"))).toEqual({ ok: true, value: ["a", "b"] });
  });

  it("ignores edges to and from nodes that are not in the graph", () => {
    expect(topologicalOrder(["a"], edges("a>ghost", "ghost>a"))).toEqual({ ok: true, value: ["a"] });
  });

  //  a ──► b ──► c ──► b
  //              └──► d
  it("names the cycle in edge direction, and what is stuck behind it", () => {
    const order = topologicalOrder(["a", "b", "c", "d"], edges("a>b", "b>c", "c>b", "c>d"));
    expect(order).toMatchObject({ ok: false, error: { code: "cycle", blocked: ["b", "c", "d"] } });
    if (order.ok) return;
    expect([...order.error.cycle].sort()).toEqual(["b", "c"]);
  });

  it("takes an edge from a node to itself for a cycle of one", () => {
    expect(topologicalOrder(["a"], edges("a>a"))).toEqual({ ok: false, error: { code: "cycle", cycle: ["a"], blocked: ["a"] } });
  });

  it("points every edge forward in every acyclic graph", () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        const order = topologicalOrder(graph.nodeIds, graph.edges);
        if (!order.ok) throw new Error("an acyclic graph has an order");
        const placeOf = new Map(order.value.map((id, index) => [id, index]));
        expect([...order.value].sort()).toEqual([...graph.nodeIds].sort());
        for (const { source, target } of graph.edges) expect(placeOf.get(source)).toBeLessThan(placeOf.get(target) ?? -1);
      }),
    );
  });

  it("reports a closed walk of real edges whenever there is no order", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const anyEdge = fc.record({ source: fc.constantFrom(...ids), target: fc.constantFrom(...ids) });
    fc.assert(
      fc.property(fc.array(anyEdge, { maxLength: 12 }), (drawn) => {
        const order = topologicalOrder(ids, drawn);
        if (order.ok) return;
        const { cycle } = order.error;
        expect(cycle.length).toBeGreaterThan(0);
        for (const [index, source] of cycle.entries()) {
          const target = cycle[(index + 1) % cycle.length];
          expect(drawn).toContainEqual({ source, target });
        }
      }),
    );
  });

  it("orders a chain of 20,000 nodes without recursion", () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `n${index}`);
    const chain = ids.slice(1).map((target, index) => ({ source: `n${index}`, target }));
    expect(topologicalOrder(ids, chain)).toEqual({ ok: true, value: ids });
  });
});
