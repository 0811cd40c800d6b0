import { describe, expect, it } from "vitest";
import { applyCommand } from "./apply-command";
import type { DocumentCommand } from "./commands";
import { applyAndRecord, closeEntry, createHistory, type History, record, redo, undo } from "./history";
import type { WorkflowDocument } from "./schema";
import { documentOf, nodeOf } from "./testing";

const start = documentOf([nodeOf("a", { message: "" }), "b"], ["a>b"]);
const type = (value: string, nodeId = "a"): DocumentCommand => ({ type: "set_config", nodeId, field: "message", value });
const move = (x: number, ...nodeIds: readonly string[]): DocumentCommand => ({
  type: "move_nodes",
  moves: nodeIds.map((nodeId) => ({ nodeId, to: { x, y: 0 } })),
});

/** Plays commands at given times, in milliseconds. */
function played(...edits: readonly (readonly [command: DocumentCommand, at: number])[]): { history: History; document: WorkflowDocument } {
  return edits.reduce(({ history, document }, [command, at]) => applyAndRecord(history, document, command, at), {
    history: createHistory(),
    document: start,
  });
}

const labels = ({ history }: { readonly history: History }) => history.past.map(({ label }) => label);

describe("history", () => {
  it("joins typing in one field while the pauses are short", () => {
    const state = played([type("h"), 0], [type("he"), 900], [type("hel"), 1_900], [type("help"), 3_000]);
    expect(labels(state)).toEqual(["Edit message of A", "Edit message of A"]);
    expect(undo(state.history, state.document)?.document.nodes[0]?.config.message).toBe("hel");
  });

  it("takes the window from the caller", () => {
    const edit = { command: type("h"), before: start, after: applyCommand(start, type("h")), at: 0 };
    const next = { command: type("he"), before: edit.after, after: applyCommand(edit.after, type("he")), at: 50 };
    expect(record(record(createHistory(), edit), next, 49).past).toHaveLength(2);
    expect(record(record(createHistory(), edit), next, 50).past).toHaveLength(1);
  });

  it("joins nudges of the same cards, not of others", () => {
    expect(labels(played([move(1, "a"), 0], [move(2, "a"), 10], [move(2, "b"), 20], [move(3, "a", "b"), 30]))).toEqual([
      "Move A",
      "Move B",
      "Move 2 cards",
    ]);
  });

  it("never joins what adds or removes, nor across another edit, an undo or a closed entry", () => {
    const remove: DocumentCommand = { type: "remove_nodes", nodeIds: ["b"], edgeIds: [] };
    expect(labels(played([type("h"), 0], [remove, 1], [type("he"), 2]))).toEqual(["Edit message of A", "Delete B", "Edit message of A"]);

    const typed = played([type("h"), 0]);
    const closed = applyAndRecord(closeEntry(typed.history), typed.document, type("he"), 1);
    expect(labels(closed)).toHaveLength(2);

    const twice = played([type("h"), 0], [type("x", "b"), 1]);
    const undone = undo(twice.history, twice.document);
    if (undone === null) throw new Error("there is something to undo");
    expect(labels(applyAndRecord(undone.history, undone.document, type("he"), 2))).toHaveLength(1);
  });

  it("does not record what changed nothing, and keeps what can be redone", () => {
    const typed = played([type("h"), 0]);
    const undone = undo(typed.history, typed.document);
    if (undone === null) throw new Error("there is something to undo");
    expect(applyAndRecord(undone.history, undone.document, type(""), 1).history).toBe(undone.history);
    expect(applyAndRecord(undone.history, undone.document, type("x"), 1).history.future).toEqual([]);
  });

  it("says what it undoes and redoes, and when there is nothing", () => {
    const moved = played([move(1, "a"), 0]);
    const undone = undo(moved.history, moved.document);
    expect(undone).toMatchObject({ label: "Move A" });
    expect(undone === null ? null : redo(undone.history, undone.document)).toMatchObject({ label: "Move A", document: moved.document });
    expect(undo(createHistory(), start)).toBeNull();
    expect(redo(moved.history, moved.document)).toBeNull();
  });

  it("takes back only its own edit when someone else's came in since", () => {
    const typed = played([type("mine"), 0]);
    const foreign = applyCommand(applyCommand(typed.document, type("theirs", "b")), {
      type: "set_document",
      field: "name",
      value: "Renamed",
    });
    const undone = undo(typed.history, foreign);
    expect(undone?.document.nodes.map(({ config }) => config.message)).toEqual(["", "theirs"]);
    expect(undone?.document.name).toBe("Renamed");
    const redone = undone === null ? null : redo(undone.history, undone.document);
    expect(redone?.document).toEqual(foreign);
  });

  it("brings a deleted card back among another's new ones", () => {
    const removed = played([{ type: "remove_nodes", nodeIds: ["a"], edgeIds: [] }, 0]);
    const foreign = applyCommand(removed.document, { type: "add_nodes", nodes: [nodeOf("c")], edges: [] });
    const undone = undo(removed.history, foreign);
    expect(undone?.document.nodes.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(undone?.document.edges).toEqual(start.edges);
  });

  it("keeps the last 200 entries", () => {
    const state = played(...Array.from({ length: 250 }, (_, index) => [move(index + 1, "a"), index * 10_000] as const));
    expect(state.history.past).toHaveLength(200);
  });
});
