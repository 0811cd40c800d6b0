/**
 * The state of one open editor: document, selection, view, saving, problems.
 *
 * Knows no React and no network. `editor-session.ts` wires it to autosave and validation.
 */
import { createStore } from "zustand/vanilla";
import type { Diagnostic } from "../../compile/diagnostic";
import type { WorkflowDocument } from "../../document/schema";
import { defaultPreferences, type Preferences } from "../preferences";
import { createDiagnosticsSlice, type DiagnosticsSlice } from "./diagnostics-slice";
import { createDocumentSlice, type DocumentSlice, type EditListener } from "./document-slice";
import { createSavingSlice, type SavingSlice } from "./saving-slice";
import { createSelectionSlice, type SelectionSlice } from "./selection-slice";
import { createViewSlice, type ViewSlice } from "./view-slice";

export type EditorState = DocumentSlice & SelectionSlice & ViewSlice & SavingSlice & DiagnosticsSlice;
export type EditorStore = ReturnType<typeof createEditorStore>;

export type NewEditor = {
  readonly workflowId: string;
  readonly document: WorkflowDocument;
  readonly diagnostics?: readonly Diagnostic[];
  readonly preferences?: Preferences;
  /** Epoch milliseconds. */
  readonly savedAt?: number;
  readonly onEdit?: EditListener;
  readonly now?: () => number;
};

/** One store per open editor, never a module-level singleton: two requests must not share a document. */
export function createEditorStore({ workflowId, document, diagnostics, preferences, savedAt, onEdit, now }: NewEditor) {
  return createStore<EditorState>()((...args) => ({
    ...createDocumentSlice({ workflowId, document, onEdit: onEdit ?? (() => undefined), now: now ?? Date.now })(...args),
    ...createSelectionSlice(...args),
    ...createViewSlice(preferences ?? defaultPreferences)(...args),
    ...createSavingSlice(savedAt ?? 0)(...args),
    ...createDiagnosticsSlice(diagnostics ?? [])(...args),
  }));
}
