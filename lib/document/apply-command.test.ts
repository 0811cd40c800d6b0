import { describe, expect, it } from "vitest";
import { applyCommand } from "./apply-command";
import { documentOf, edgeOf, nodeOf } from "./testing";

describe("applyCommand", () => {
  const chain = documentOf(["a", "b", "c"], ["a>b", "b>c"]);

  it("removes a node's edges with it, and leaves the others", () => {
    const after = applyCommand(chain, { type: "remove_nodes", nodeIds: ["a"], edgeIds: [] });
    expect(after.nodes.map(({ id }) => id)).toEqual(["b", "c"]);
    expect(after.edges).toEqual([edgeOf("b>c")]);
  });

  it("removes single edges", () => {
    expect(applyCommand(chain, { type: "remove_nodes", nodeIds: [], edgeIds: ["a.out>b.in"] }).edges).toEqual([edgeOf("b>c")]);
  });

  it("ignores an edge that stands there already, whatever its id, and one without two ends", () => {
    for (const edge of [edgeOf("a>b"), { ...edgeOf("a>b"), id: "other" }, edgeOf("a>ghost"), edgeOf("ghost>a")]) {
      expect(applyCommand(chain, { type: "connect", edge })).toBe(chain);
    }
    expect(applyCommand(chain, { type: "connect", edge: edgeOf("a>c") }).edges).toHaveLength(3);
  });

  it("adds nodes with their edges, those to old nodes too, and leaves out ids that are taken", () => {
    const after = applyCommand(chain, {
      type: "add_nodes",
      nodes: [nodeOf("d"), nodeOf("a", { model: "x" })],
      edges: [edgeOf("c>d"), edgeOf("d>x")],
    });
    expect(after.nodes.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
    expect(after.nodes[0]).toBe(chain.nodes[0]);
    expect(after.edges.at(-1)).toEqual(edgeOf("c>d"));
  });

  it("moves many nodes at once, keeps them on the canvas, and ignores what is no number", () => {
    const moves = [
      { nodeId: "a", to: { x: 1, y: 2 } },
      { nodeId: "b", to: { x: 9e9, y: -9e9 } },
      { nodeId: "c", to: { x: Number.NaN, y: 0 } },
    ];
    const after = applyCommand(chain, { type: "move_nodes", moves });
    expect(after.nodes.map(({ position }) => position)).toEqual([
      { x: 1, y: 2 },
      { x: 1e6, y: -1e6 },
      { x: 0, y: 0 },
    ]);
    expect(after.nodes[2]).toBe(chain.nodes[2]);
  });

  it("sets, replaces in place and removes a field of a config", () => {
    const document = documentOf([nodeOf("a", { model: "m", message: "hi" })]);
    const set = applyCommand(document, { type: "set_config", nodeId: "a", field: "model", value: "n" });
    expect(Object.entries(set.nodes[0]?.config ?? {})).toEqual([
      ["model", "n"],
      ["message", "hi"],
    ]);
    const removed = applyCommand(set, { type: "set_config", nodeId: "a", field: "model", value: undefined });
    expect(removed.nodes[0]?.config).toEqual({ message: "hi" });
    expect(applyCommand(document, { type: "set_config", nodeId: "a", field: "__proto__", value: {} })).toBe(document);
  });

  it("drops the settings with their last field", () => {
    const set = applyCommand(chain, { type: "set_settings", nodeId: "a", field: "maxAttempts", value: 3 });
    expect(set.nodes[0]?.settings).toEqual({ maxAttempts: 3 });
    const unset = applyCommand(set, { type: "set_settings", nodeId: "a", field: "maxAttempts", value: undefined });
    expect(unset).toEqual(chain);
    expect(Object.hasOwn(unset.nodes[0] ?? {}, "settings")).toBe(false);
  });

  it("renames a node in its edges and in every text that names it, at any depth", () => {
    const rules = {
      branches: [{ when: "nodes.a.output.n > 1 && nodes['a'].output" }, { when: "state.nodes.a" }],
      text: "{{ nodes.a }} nodes.a",
    };
    const document = documentOf(["a", nodeOf("b", { rules, message: "{{ nodes.ab.x + nodes.a.y }}" })], ["a>b"]);
    const after = applyCommand(document, { type: "rename_node", nodeId: "a", to: "market" });
    expect(after.nodes[0]?.id).toBe("market");
    expect(after.edges).toEqual([edgeOf("market>b")]);
    expect(after.nodes[1]?.config).toEqual({
      rules: {
        branches: [{ when: "nodes.market.output.n > 1 && nodes['market'].output" }, { when: "state.nodes.a" }],
        text: "{{ nodes.market }} nodes.a",
      },
      message: "{{ nodes.ab.x + nodes.market.y }}",
    });
  });

  it("keeps an edge's own id when it was not made of its ends", () => {
    const document = { ...documentOf(["a", "b"]), edges: [{ ...edgeOf("a>b"), id: "mine" }] };
    expect(applyCommand(document, { type: "rename_node", nodeId: "a", to: "z" }).edges[0]).toMatchObject({ id: "mine", source: "z" });
  });

  it("reaches a program by its own grammar, not as a template", () => {
    const code = { ...nodeOf("sum", { source: "const { a } = nodes; return {{ a }, 'nodes.a': nodes.a };" }), type: "code" };
    const after = applyCommand(documentOf(["a", code]), { type: "rename_node", nodeId: "a", to: "market" });
    expect(after.nodes[1]?.config.source).toBe("const { market: a } = nodes; return {{ a }, 'nodes.a': nodes.market };");
  });

  it("does not rename to an id that is taken or is none", () => {
    for (const to of ["b", "", "Not an id", "__proto__", "a"])
      expect(applyCommand(chain, { type: "rename_node", nodeId: "a", to })).toBe(chain);
  });

  it("gives the very same document when nothing changes", () => {
    const unchanged = [
      { type: "remove_nodes", nodeIds: ["ghost"], edgeIds: ["ghost"] },
      { type: "move_nodes", moves: [{ nodeId: "a", to: { x: 0, y: 0 } }] },
      { type: "set_title", nodeId: "a", title: "A" },
      { type: "set_title", nodeId: "ghost", title: "A" },
      { type: "set_config", nodeId: "a", field: "model", value: undefined },
      { type: "set_settings", nodeId: "a", field: "idleMs", value: undefined },
      { type: "set_document", field: "name", value: "Test" },
      { type: "set_state", variables: [] },
      { type: "set_sample", values: {} },
      { type: "replace_document", document: chain },
    ] as const;
    for (const command of unchanged) expect(applyCommand(chain, command), command.type).toBe(chain);
  });
});
