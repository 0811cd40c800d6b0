import { describe, expect, it } from "vitest";
import { applyCommand } from "./apply-command";
import { copySelection, duplicateSelection, pasteSelection } from "./clipboard";
import { exportDocument } from "./export-document";
import { documentOf, edgeOf, nodeOf } from "./testing";

const source = documentOf(
  [
    { ...nodeOf("a"), position: { x: 100, y: 50 } },
    { ...nodeOf("b", { message: "{{ nodes.a.output }} {{ nodes.c.output }}" }), position: { x: 300, y: 80 } },
    nodeOf("c"),
  ],
  ["a>b", "b>c"],
);

function pasted(document: typeof source, text: string, options = {}) {
  const paste = pasteSelection(document, text, options);
  if (!paste.ok) throw new Error(paste.error.message);
  return { ...paste.value, document: applyCommand(document, paste.value.command) };
}

describe("clipboard", () => {
  it("copies as readable text: the nodes and the edges between them", () => {
    const text = copySelection(source, ["b", "a", "ghost"]);
    expect(JSON.parse(text)).toMatchObject({
      format: "windrose.selection",
      formatVersion: 1,
      nodes: [{ id: "a" }, { id: "b" }],
      edges: [{ source: "a", target: "b" }],
    });
    expect(text).toContain('\n  "nodes": [');
  });

  it("pastes under fresh ids; references among the copies follow, others stay", () => {
    const { document, nodeIds } = pasted(source, copySelection(source, ["a", "b"]), { offset: { x: 10, y: 20 } });
    expect(nodeIds).toEqual(["a_2", "b_2"]);
    expect(document.nodes.at(-1)).toMatchObject({
      id: "b_2",
      position: { x: 310, y: 100 },
      config: { message: "{{ nodes.a_2.output }} {{ nodes.c.output }}" },
    });
    expect(document.edges.at(-1)).toEqual(edgeOf("a_2>b_2"));
    expect(document.nodes.slice(0, 3)).toEqual(source.nodes);
  });

  it("keeps ids that are free, as in an empty workflow", () => {
    expect(pasted(documentOf([]), copySelection(source, ["a", "b", "c"])).document.edges).toEqual(source.edges);
  });

  it("tells apart copies of cards that were numbered by an earlier paste", () => {
    const numbered = documentOf(["a", nodeOf("a_2", { message: "{{ nodes.a.x }} {{ nodes.a_2.x }}" })]);
    const { document, nodeIds } = pasted(numbered, copySelection(numbered, ["a", "a_2"]));
    expect(nodeIds).toEqual(["a_3", "a_4"]);
    expect(document.nodes.at(-1)?.config.message).toBe("{{ nodes.a_3.x }} {{ nodes.a_4.x }}");
  });

  it("keeps edges whose ids were made up", () => {
    const odd = { ...source, edges: [{ ...edgeOf("a>b"), id: "e1" }] };
    expect(pasted(odd, copySelection(odd, ["a", "b"])).document.edges).toEqual([odd.edges[0], edgeOf("a_2>b_2")]);
  });

  it("puts the upper left corner where it is told", () => {
    const { document } = pasted(source, copySelection(source, ["a", "b"]), { at: { x: 0, y: 0 } });
    expect(document.nodes.slice(-2).map(({ position }) => position)).toEqual([
      { x: 0, y: 0 },
      { x: 200, y: 30 },
    ]);
  });

  it("takes ids from the caller, who sees which are taken", () => {
    const newId = (copiedId: string, taken: ReadonlySet<string>) => `${copiedId}${taken.size}`;
    expect(pasted(source, copySelection(source, ["a", "b"]), { newId }).nodeIds).toEqual(["a3", "b4"]);
  });

  it("leaves other clipboard texts alone", () => {
    for (const text of ["", "hello", "[]", "null", '{"format":"other"}', exportDocument(source)]) {
      expect(pasteSelection(source, text)).toMatchObject({ ok: false, error: { code: "not_a_selection" } });
    }
  });

  it("refuses broken or hostile cards with the path and the reason", () => {
    const text = copySelection(source, ["a", "b"]);
    expect(pasteSelection(source, text.replace('"config": {}', '"config": 1'))).toMatchObject({
      error: { code: "invalid_field", path: "nodes[0].config" },
    });
    expect(pasteSelection(source, text.replace('"message"', '"__proto__"'))).toMatchObject({ error: { code: "forbidden_key" } });
    expect(pasteSelection(source, text.replace('"formatVersion": 1', '"formatVersion": 2'))).toMatchObject({
      error: { code: "newer_version" },
    });
    expect(pasteSelection(source, text.replaceAll('"id": "b"', '"id": "a"'))).toMatchObject({ error: { code: "duplicate_node" } });
  });

  it("duplicates without a text in between, the same way", () => {
    const options = { offset: { x: 1, y: 1 } };
    const { command, nodeIds } = pasted(source, copySelection(source, ["a", "b"]), options);
    expect(duplicateSelection(source, ["a", "b"], options)).toEqual({ command, nodeIds });
  });
});
