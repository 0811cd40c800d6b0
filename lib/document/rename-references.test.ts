import { describe, expect, it } from "vitest";
import { renameReferences } from "./rename-references";

const renamed = (text: string) => renameReferences(text, new Map([["a", "zed"]]));

describe("renameReferences", () => {
  it.each([
    ["{{ nodes.a.output }}", "{{ nodes.zed.output }}"],
    ["{{nodes.a}}{{ nodes [ 'a' ].x }}", "{{nodes.zed}}{{ nodes [ 'zed' ].x }}"],
    ["nodes.a.output.n > nodes . a.m", "nodes.zed.output.n > nodes . zed.m"],
    ["{{ nodes.a }} and nodes.a in prose", "{{ nodes.zed }} and nodes.a in prose"],
    ["{{ {'k': {'l': nodes.a}} }}", "{{ {'k': {'l': nodes.zed}} }}"],
    ["{{ {'k': {'l': 1}} == nodes.a }} nodes.a", "{{ {'k': {'l': 1}} == nodes.zed }} nodes.a"],
    ["{{ nodes.a }} nodes.a }} {{ '}}' + nodes.a }}", "{{ nodes.zed }} nodes.a }} {{ '}}' + nodes.zed }}"],
    ["{{ nodes.a ", "{{ nodes.zed "],
    ["\\{{ nodes.a }} \\\\{{ nodes.a }}", "\\{{ nodes.a }} \\\\{{ nodes.zed }}"],
    [
      "nodes.ab nodes.a_b nodes.aé xnodes.a state.nodes.a other.nodes['a'] nodes.b.a",
      "nodes.ab nodes.a_b nodes.aé xnodes.a state.nodes.a other.nodes['a'] nodes.b.a",
    ],
    ["knots.a", "knots.a"],
  ])("%j becomes %j", (before, after) => expect(renamed(before)).toBe(after));

  it("swaps two names at once", () => {
    const swap = new Map([
      ["a", "b"],
      ["b", "a"],
    ]);
    expect(renameReferences("{{ nodes.a + nodes.b }}", swap)).toBe("{{ nodes.b + nodes.a }}");
  });

  it("gives back the same value, parts included, when nothing was named", () => {
    const value = { list: ["x", { deep: "nodes.b" }], n: 1, nothing: null };
    expect(renameReferences(value, new Map([["a", "zed"]]))).toBe(value);
    const mixed = { same: { kept: true }, other: "nodes.a" };
    expect(renameReferences(mixed, new Map([["a", "zed"]])).same).toBe(mixed.same);
  });
});
