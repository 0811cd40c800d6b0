import { describe, expect, it } from "vitest";
import { applyCommand, applyCommands } from "./apply-command";
import { copySelection, duplicateSelection, pasteSelection } from "./clipboard";
import type { DocumentCommand } from "./commands";
import { diffDocuments } from "./diff-documents";
import { exportDocument } from "./export-document";
import { parseDocument } from "./parse-document";
import { rebase, resolveConflict } from "./rebase";
import type { WorkflowDocument } from "./schema";
import { documentOf, nodeOf, standingIn } from "./testing";

const at = (x: number, y: number, id: string) => ({ ...nodeOf(id), position: { x, y } });

/** `loop` holds `team`, which holds `writer` in its lane `left`; `editor` stands on the canvas. */
const nested = documentOf(
  [
    { ...at(100, 100, "loop"), size: { width: 500, height: 300 } },
    standingIn("loop", at(20, 30, "team")),
    standingIn("team", at(3, 4, "writer"), "left"),
    standingIn("team", at(60, 4, "critic"), "left"),
    at(900, 0, "editor"),
  ],
  ["writer>critic", "loop>editor"],
);

function place(nodeId: string, parent: string | undefined, lane?: string, to = { x: 1, y: 2 }): DocumentCommand {
  return { type: "place_nodes", places: [{ nodeId, parent, lane, to }] };
}

function standing(document: WorkflowDocument): Readonly<Record<string, string>> {
  return Object.fromEntries(document.nodes.map(({ id, parent, lane }) => [id, [parent ?? "", lane ?? ""].join("/")]));
}

describe("a node is placed", () => {
  it("in a container and its lane, out of it again, and with its position", () => {
    const inside = applyCommand(nested, place("editor", "team", "right"));
    expect(inside.nodes[4]).toMatchObject({ parent: "team", lane: "right", position: { x: 1, y: 2 } });
    const outside = applyCommand(inside, place("editor", undefined, "right", { x: 900, y: 0 }));
    expect(outside).toEqual(nested);
    expect(outside.nodes[4]).not.toHaveProperty("lane");
  });

  it("never in itself, nor in what stands in it, nor where there is nothing", () => {
    for (const [nodeId, parent] of [
      ["loop", "loop"],
      ["loop", "team"],
      ["team", "writer"],
      ["editor", "ghost"],
    ] as const) {
      expect(applyCommand(nested, place(nodeId, parent))).toBe(nested);
    }
    expect(applyCommand(nested, place("editor", "team", undefined, { x: Number.NaN, y: 0 }))).toBe(nested);
  });

  it("together with others, so that two containers can change places", () => {
    const swapped = applyCommand(nested, {
      type: "place_nodes",
      places: [
        { nodeId: "loop", parent: "team", lane: undefined, to: { x: 0, y: 0 } },
        { nodeId: "team", parent: undefined, lane: undefined, to: { x: 0, y: 0 } },
      ],
    });
    expect(standing(swapped)).toEqual({ loop: "team/", team: "/", writer: "team/left", critic: "team/left", editor: "/" });
  });
});

describe("a container", () => {
  it("is resized within limits, and keeps its size when that is no number", () => {
    const resize = (width: number, height: number) =>
      applyCommand(nested, { type: "resize_nodes", sizes: [{ nodeId: "loop", size: { width, height } }] });
    expect(resize(600, 400).nodes[0]?.size).toEqual({ width: 600, height: 400 });
    expect(resize(1, 1e9).nodes[0]?.size).toEqual({ width: 80, height: 20_000 });
    expect(resize(500, 300)).toBe(nested);
    expect(resize(Number.NaN, 1)).toBe(nested);
  });

  it("takes everything that stands in it along when it is removed, with the edges", () => {
    const after = applyCommand(nested, { type: "remove_nodes", nodeIds: ["loop"], edgeIds: [] });
    expect(after.nodes.map(({ id }) => id)).toEqual(["editor"]);
    expect(after.edges).toEqual([]);
  });

  it("can be renamed: what stands in it follows", () => {
    const after = applyCommand(nested, { type: "rename_node", nodeId: "team", to: "crew" });
    expect(standing(after)).toMatchObject({ crew: "loop/", writer: "crew/left" });
  });

  it("is added with its content in any order; what names a container that is not there comes to stand on the canvas", () => {
    const nodes = [standingIn("box", nodeOf("a"), "left"), nodeOf("box"), standingIn("ghost", nodeOf("b"), "left")];
    const after = applyCommand(documentOf([]), { type: "add_nodes", nodes, edges: [] });
    expect(standing(after)).toEqual({ a: "box/left", box: "/", b: "/" });
  });
});

describe("the difference of two documents", () => {
  const commandsTo = (after: WorkflowDocument) => {
    const commands = diffDocuments(nested, after);
    expect(applyCommands(nested, commands)).toEqual(after);
    return commands.map(({ type }) => type);
  };

  it("says what was placed and resized", () => {
    expect(commandsTo(applyCommand(nested, place("editor", "loop")))).toEqual(["place_nodes"]);
    const size = { width: 700, height: 300 };
    expect(commandsTo(applyCommand(nested, { type: "resize_nodes", sizes: [{ nodeId: "loop", size }] }))).toEqual(["resize_nodes"]);
  });

  it("takes what stays out of a container before that is removed", () => {
    const freed = applyCommand(nested, place("writer", undefined));
    const after = applyCommand(freed, { type: "remove_nodes", nodeIds: ["team"], edgeIds: [] });
    expect(commandsTo(after)).toEqual(["place_nodes", "remove_nodes"]);
  });
});

describe("a copy", () => {
  it("of a container holds what stands in it, under new ids and where it stood", () => {
    const paste = pasteSelection(nested, copySelection(nested, ["loop"]), { offset: { x: 10, y: 10 } });
    if (!paste.ok) throw new Error(paste.error.message);
    expect(paste.value.nodeIds).toEqual(["loop_2"]);
    const after = applyCommand(nested, paste.value.command);
    expect(standing(after)).toMatchObject({ loop_2: "/", team_2: "loop_2/", writer_2: "team_2/left", critic_2: "team_2/left" });
    expect(after.nodes.slice(5).map(({ position }) => position)).toEqual([
      { x: 110, y: 110 },
      { x: 20, y: 30 },
      { x: 3, y: 4 },
      { x: 60, y: 4 },
    ]);
    expect(after.edges.at(-1)).toMatchObject({ source: "writer_2", target: "critic_2" });
  });

  it("of a card without its container stands on the canvas, where it was seen", () => {
    const paste = pasteSelection(nested, copySelection(nested, ["writer"]));
    expect(paste.ok && paste.value.command.nodes).toEqual([{ ...nodeOf("writer"), id: "writer_2", position: { x: 123, y: 134 } }]);
  });

  it("that is made in place stays in the container", () => {
    const { command } = duplicateSelection(nested, ["writer"], { offset: { x: 8, y: 8 } });
    expect(command.nodes).toMatchObject([{ id: "writer_2", parent: "team", lane: "left", position: { x: 11, y: 12 } }]);
  });
});

describe("as a file", () => {
  it("a document keeps containers, lanes, sizes and settings, in a readable order", () => {
    const [writer] = nested.nodes.filter(({ id }) => id === "writer");
    if (writer === undefined) throw new Error("There is a writer.");
    const settings = { errorPort: true, fallbackModel: "mistral-small-latest" };
    const document = { ...nested, nodes: nested.nodes.map((node) => (node === writer ? { ...node, settings } : node)) };
    const text = exportDocument(document);
    expect(parseDocument(text)).toEqual({ ok: true, value: document });
    const exported = /\{\s+"id": "writer",[\s\S]*?"config"/.exec(text)?.[0] ?? "";
    expect(exported.match(/^ {6}"\w+"/gm)?.map((key) => key.trim())).toEqual(
      ["id", "type", "typeVersion", "title", "parent", "lane", "position", "config"].map((key) => `"${key}"`),
    );
  });

  it("a container that is not there, or that stands in itself, is refused", () => {
    const codesOf = (document: WorkflowDocument) => {
      const parsed = parseDocument(document);
      return parsed.ok ? [] : parsed.error.map(({ code, path }) => `${code} ${path}`);
    };
    expect(codesOf(documentOf([standingIn("ghost", nodeOf("a"))]))).toEqual(["unknown_container nodes[0].parent"]);
    expect(codesOf(documentOf([standingIn("b", nodeOf("a")), standingIn("a", nodeOf("b")), standingIn("b", nodeOf("c"))]))).toEqual([
      "container_cycle nodes[0].parent",
      "container_cycle nodes[1].parent",
    ]);
  });
});

describe("edits on both sides", () => {
  const removeLoop: DocumentCommand = { type: "remove_nodes", nodeIds: ["loop"], edgeIds: [] };
  const moveWriter: DocumentCommand = { type: "move_nodes", moves: [{ nodeId: "writer", to: { x: 50, y: 50 } }] };
  const editWriter: DocumentCommand = { type: "set_config", nodeId: "writer", field: "message", value: "hi" };
  const addInside: DocumentCommand = { type: "add_nodes", nodes: [standingIn("team", nodeOf("new"), "left")], edges: [] };
  const rebased = (theirs: DocumentCommand, mine: DocumentCommand) =>
    rebase({ base: nested, theirs: applyCommand(nested, theirs), commands: [mine] });
  const ids = (document: WorkflowDocument) => document.nodes.map(({ id }) => id);

  it("one moves a card, the other puts it elsewhere: it stands elsewhere", () => {
    for (const [theirs, mine] of [
      [place("writer", undefined), moveWriter],
      [moveWriter, place("writer", undefined)],
    ] as const) {
      const { document, conflicts } = rebased(theirs, mine);
      expect(conflicts).toEqual([]);
      expect(document.nodes[2]).toEqual({ ...nodeOf("writer"), position: { x: 1, y: 2 } });
    }
  });

  it("both put it elsewhere: a person is asked about its place as a whole", () => {
    const { document, conflicts } = rebased(place("writer", "loop"), place("writer", undefined));
    expect(conflicts).toMatchObject([
      { kind: "changed", field: "node:writer.place", mine: { position: { x: 1 } }, theirs: { parent: "loop" } },
    ]);
    const [conflict] = conflicts;
    if (conflict === undefined) return;
    expect(standing(document).writer).toBe("loop/");
    expect(standing(resolveConflict(document, conflict, "mine")).writer).toBe("/");
  });

  it("each puts one container into the other: one of them stays where it was", () => {
    const base = documentOf(["a", "b"]);
    const { document } = rebase({ base, theirs: applyCommand(base, place("a", "b")), commands: [place("b", "a")] });
    expect(standing(document)).toEqual({ a: "b/", b: "/" });
  });

  it.each([
    ["edits a card in it", editWriter],
    ["adds a card to it", addInside],
    ["puts a card into it", place("editor", "loop")],
  ])("one removes a container, the other %s: a person is asked once, and nothing is lost", (_what, edit) => {
    const withTheirs = rebased(edit, removeLoop);
    expect(withTheirs.conflicts).toMatchObject([{ kind: "deleted", nodeId: "loop", deletedBy: "mine" }]);
    expect(standing(withTheirs.document)).toEqual(standing(applyCommand(nested, edit)));
    const withMine = rebased(removeLoop, edit);
    expect(withMine.conflicts).toMatchObject([{ kind: "deleted", nodeId: "loop", deletedBy: "theirs" }]);
    expect(ids(withMine.document)).toEqual(["editor"]);
    const [conflict] = withMine.conflicts;
    if (conflict === undefined) return;
    const restored = resolveConflict(withMine.document, conflict, "mine");
    expect(standing(restored)).toEqual(standing(applyCommand(nested, edit)));
    expect(restored.edges).toHaveLength(nested.edges.length);
  });

  it("one removes a container, the other only moved what is in it: it is gone, and nobody is asked", () => {
    const { document, conflicts } = rebased(moveWriter, removeLoop);
    expect(conflicts).toEqual([]);
    expect(ids(document)).toEqual(["editor"]);
  });

  it("one takes a card out and removes the container, the other edits the card: it is there, edited", () => {
    const theirs = applyCommands(nested, [place("writer", undefined), removeLoop]);
    const { document, conflicts } = rebase({ base: nested, theirs, commands: [editWriter] });
    expect(conflicts).toEqual([]);
    expect(document.nodes[0]).toMatchObject({ id: "writer", config: { message: "hi" } });
    expect(document.nodes[0]).not.toHaveProperty("parent");
  });
});
