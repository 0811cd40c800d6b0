import { describe, expect, it } from "vitest";
import { renameReference } from "./rename-reference";

describe("renameReference", () => {
  it.each([
    ["{{ nodes.a.output }} and {{nodes.a}}", "{{ nodes.zed.output }} and {{nodes.zed}}"],
    ["{{ nodes['a'].output + nodes[ \"a\" ].x }}", "{{ nodes['zed'].output + nodes[ \"zed\" ].x }}"],
    ["{{ nodes . a }}", "{{ nodes . zed }}"],
    ["nodes.a stays outside of braces {{ 1 }}", "nodes.a stays outside of braces {{ 1 }}"],
    ["{{ state.nodes.a + nodes.ab + nodes.b.a + 'nodes.a' }}", "{{ state.nodes.a + nodes.ab + nodes.b.a + 'nodes.a' }}"],
    ["{{ nodes['a' + x] }}", "{{ nodes['a' + x] }}"],
    ["\\{{ nodes.a }}", "\\{{ nodes.a }}"],
    ["{{ nodes }}{{ nodes.a }}", "{{ nodes }}{{ nodes.zed }}"],
    ["{{ nodes.a ?? }} {{ 'open }} {{ nodes.a }}", "{{ nodes.zed ?? }} {{ 'open }} {{ nodes.zed }}"],
  ])("in a template, %j becomes %j", (before, after) => expect(renameReference(before, "template", "a", "zed")).toBe(after));

  it("reads an expression without braces", () => {
    expect(renameReference("nodes.a.n > nodes.a.m", "expression", "a", "b2")).toBe("nodes.b2.n > nodes.b2.m");
    expect(renameReference("'unclosed nodes.a", "expression", "a", "b")).toBe("'unclosed nodes.a");
  });

  it("keeps what surrounds a name that gets longer or shorter, many times", () => {
    const text = "é {{ nodes.long_name }} ü ".repeat(50);
    expect(renameReference(renameReference(text, "template", "long_name", "s"), "template", "s", "long_name")).toBe(text);
  });
});
