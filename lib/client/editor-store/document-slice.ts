/**
 * The document being edited. Every change goes through `dispatch`, so undo, autosave and tests see one path.
 */
import type { StateCreator } from "zustand";
import { applyCommand, applyCommands } from "../../document/apply-command";
import type { DocumentCommand } from "../../document/commands";
import { closeEntry, createHistory, type History, type HistoryStep, record, redo, undo } from "../../document/history";
import type { WorkflowDocument } from "../../document/schema";
import { type Selection, selectionWithin } from "./selection-slice";
import type { EditorState } from "./store";

export type DocumentSlice = {
  readonly workflowId: string;
  readonly document: WorkflowDocument;
  readonly history: History;
  /** Applies an edit. A command that changes nothing leaves no trace. `label` is what Undo will call it. */
  dispatch: (command: DocumentCommand, label?: string) => void;
  /** Several edits as one step of undo. */
  dispatchAll: (commands: readonly DocumentCommand[], label: string) => void;
  undo: () => void;
  redo: () => void;
  /** Ends an undo step, e.g. when a field loses the focus. */
  closeEdit: () => void;
  /** Shows a document that others' edits went into: it is not an edit of ours. */
  showDocument: (document: WorkflowDocument) => void;
};

/** Hears of every edit after it was applied; undo and redo come as the document they put in place. */
export type EditListener = (command: DocumentCommand) => void;

type Initial = {
  readonly workflowId: string;
  readonly document: WorkflowDocument;
  readonly onEdit: EditListener;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

export const createDocumentSlice =
  ({ workflowId, document: initial, onEdit, now }: Initial): StateCreator<EditorState, [], [], DocumentSlice> =>
  (set, get) => {
    function take(step: HistoryStep | null, verb: string): void {
      if (step === null) return;
      const { document, history, label } = step;
      set(({ selection }) => ({ document, history, selection: selectionWithin(selection, document), announcement: `${verb}: ${label}` }));
      onEdit({ type: "replace_document", document });
    }

    return {
      workflowId,
      document: initial,
      history: createHistory(),
      dispatch: (command, label) => {
        const { document: before, history, selection } = get();
        const after = applyCommand(before, command);
        if (after === before) return;
        const edit = { command, before, after, at: now(), ...(label === undefined ? {} : { label }) };
        set({ document: after, history: record(history, edit), selection: selectionAfter(command, selection, after) });
        onEdit(command);
      },
      dispatchAll: (commands, label) => {
        const { document: before, history, selection } = get();
        const after = applyCommands(before, commands);
        if (after === before) return;
        const edit = { command: { type: "replace_document", document: after } as const, before, after, at: now(), label };
        const selected = commands.reduce((held, command) => selectionAfter(command, held, after), selection);
        set({ document: after, history: record(history, edit), selection: selected });
        for (const command of commands) onEdit(command);
      },
      undo: () => take(undo(get().history, get().document), "Undid"),
      redo: () => take(redo(get().history, get().document), "Redid"),
      closeEdit: () => set(({ history }) => ({ history: closeEntry(history) })),
      showDocument: (document) => set(({ selection }) => ({ document, selection: selectionWithin(selection, document) })),
    };
  };

/** The selection follows a node to its new id and lets go of what is no longer there. */
function selectionAfter(command: DocumentCommand, selection: Selection, document: WorkflowDocument): Selection {
  if (command.type === "rename_node" && selection.nodeIds.has(command.nodeId)) {
    const nodeIds = new Set([...selection.nodeIds].map((id) => (id === command.nodeId ? command.to : id)));
    return selectionWithin({ ...selection, nodeIds }, document);
  }
  return command.type === "remove_nodes" || command.type === "rename_node" ? selectionWithin(selection, document) : selection;
}
