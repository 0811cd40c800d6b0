import { describe, expect, it } from "vitest";
import type { DocumentCommand } from "../../document/commands";
import { documentOf } from "../../document/testing";
import { createEditorStore } from "./store";

function open(nodes: readonly string[] = ["a", "b"]) {
  const edits: DocumentCommand[] = [];
  const store = createEditorStore({ workflowId: "w", document: documentOf(nodes, ["a>b"]), onEdit: (command) => edits.push(command) });
  return { store, edits, state: () => store.getState() };
}

describe("the editor's store", () => {
  it("tells of every edit, of undo as the document it put back, and of nothing that changed nothing", () => {
    const { store, edits, state } = open();
    state().dispatch({ type: "set_title", nodeId: "a", title: "New" });
    state().dispatch({ type: "set_title", nodeId: "a", title: "New" });
    state().undo();
    expect(edits.map((edit) => edit.type)).toEqual(["set_title", "replace_document"]);
    expect(store.getState().document.nodes[0]?.title).toBe("A");
  });

  it("undoes several edits that belong together in one step", () => {
    const { state, edits } = open();
    const before = state().document;
    state().dispatchAll(
      [
        { type: "remove_nodes", nodeIds: [], edgeIds: ["a.out>b.in"] },
        { type: "set_title", nodeId: "a", title: "Alone" },
      ],
      "Separate",
    );
    expect(edits).toHaveLength(2);
    expect(state().history.past.at(-1)?.label).toBe("Separate");
    state().undo();
    expect(state().document).toBe(before);
  });

  it("lets the selection follow a node to its new id and let go of what is deleted", () => {
    const { state } = open();
    state().select(["a", "b"]);
    state().dispatch({ type: "rename_node", nodeId: "a", to: "market" });
    expect([...state().selection.nodeIds]).toEqual(["market", "b"]);
    state().dispatch({ type: "remove_nodes", nodeIds: ["market"], edgeIds: [] });
    expect([...state().selection.nodeIds]).toEqual(["b"]);
  });

  it("shows what came from elsewhere without calling it an edit", () => {
    const { state, edits } = open();
    state().select(["b"]);
    state().showDocument(documentOf(["a"]));
    expect(edits).toEqual([]);
    expect(state().selection.nodeIds.size).toBe(0);
    expect(state().history.past).toEqual([]);
  });

  it("keeps the list of a node's problems while they are the same, so that its card is not drawn again", () => {
    const { state } = open();
    const problem = (nodeId: string) => ({ code: "x", severity: "error" as const, message: "Mend it.", nodeId });
    state().setDiagnostics([problem("a"), problem("b")]);
    const before = state().diagnosticsByNode.get("a");
    state().setDiagnostics([problem("a")]);
    expect(state().diagnosticsByNode.get("a")).toBe(before);
    expect(state().diagnosticsByNode.has("b")).toBe(false);
  });
});
