import { describe, expect, it } from "vitest";
import { programReferences, renameInProgram } from "./program-references";

const renamed = (source: string) => renameInProgram(source, new Map([["a", "zed"]]));
const read = (source: string) => programReferences(source).map(({ path }) => path.join("."));

describe("renaming a node that a program reads", () => {
  it.each([
    ["return nodes.a.output;", "return nodes.zed.output;"],
    ["return nodes?.a?.output ?? nodes?.['a'];", "return nodes?.zed?.output ?? nodes?.['zed'];"],
    ['nodes [ "a" ].output + nodes[`a`]', 'nodes [ "zed" ].output + nodes[`zed`]'],
    ["return [...nodes.a.output];", "return [...nodes.zed.output];"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: programs with template literals of their own
    ["return `${nodes.a.output} of ${`${nodes.a}`} {nodes.a}`;", "return `${nodes.zed.output} of ${`${nodes.zed}`} {nodes.a}`;"],
    ["const { a, b } = nodes; return a;", "const { zed: a, b } = nodes; return a;"],
    ["const { b, a: mine = 1, 'a': also } = nodes;", "const { b, zed: mine = 1, 'zed': also } = nodes;"],
    ["const { a = 1 } = nodes;", "const { zed: a = 1 } = nodes;"],
    ["return [{{ a: nodes.a }}]", "return [{{ a: nodes.zed }}]"],
    ["return received / nodes.a / 2;", "return received / nodes.zed / 2;"],
  ])("%s", (before, after) => expect(renamed(before)).toBe(after));

  it.each([
    ["a text", "return 'nodes.a' + \"nodes['a']\" + `nodes.a`;"],
    ["a comment", "// nodes.a\n/* nodes.a */ return 1;"],
    ["a pattern", "return /nodes.a[/]nodes.a/.test(received);"],
    ["a member of something else", "return state.nodes.a + my?.nodes.a + $nodes.a + nodes$.a;"],
    ["a longer name", "return nodes.ab + nodes.a$ + nodes.a_b;"],
    ["a name made while it runs", "const a = 'a'; return nodes[a] + nodes['a' + 1];"],
    ["members of a node", "const { a } = nodes.b; const { a: c } = nodes['b'];"],
    ["a variable of the program's own", "const nodes = received; return nodes.a;"],
    ["a parameter", "return received.map((nodes) => nodes.a);"],
    ["a parameter of a function", "function f(x, { nodes }) { return nodes.a; } return f();"],
    ["a variable taken out of something", "const { nodes } = received; return nodes.a;"],
  ])("leaves alone %s", (_, source) => expect(renamed(source)).toBe(source));

  it("swaps two names at once", () => {
    const swapped = new Map([
      ["a", "b"],
      ["b", "a"],
    ]);
    expect(renameInProgram("return nodes.a + nodes.b;", swapped)).toBe("return nodes.b + nodes.a;");
  });

  it("is told what is read of a node", () => {
    expect(read("if (ready) { return nodes.a.output.x; } const { b } = nodes; for (const k of nodes.c['output']) f(nodes);")).toEqual([
      "nodes.a.output",
      "nodes.b",
      "nodes.c.output",
    ]);
  });

  it("takes any text, and as long as a field may be", () => {
    for (const odd of ["nodes.", "nodes[", "`${nodes.a", "'nodes.a", "} = nodes", "/nodes.a", "nodes['a"])
      expect(() => read(odd)).not.toThrow();
    const startedAt = performance.now();
    read(`${"(".repeat(50_000)}nodes.a`);
    read("const { a } = nodes;".repeat(10_000));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
