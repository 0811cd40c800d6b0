/**
 * One open editor: its store, its autosave, its validation, wired to this browser.
 *
 * The only place where the three meet; each of them can be used and tested without the others.
 */
import { validateDocument } from "../compile/validate";
import type { WorkflowDocument } from "../document/schema";
import type { EditorWorkflow } from "../projection/summaries";
import type { AppError } from "../shared/app-error";
import type { Result } from "../shared/result";
import { createAutosave } from "./autosave/autosave";
import { readDraft, saveDraft, saveDraftOnLeave } from "./autosave/draft-requests";
import { openTabJournal, type TabJournal } from "./autosave/idb-journal";
import type { EditJournal } from "./autosave/journal";
import { openTabChannel, type TabChannel } from "./autosave/tab-channel";
import { createEditorStore, type EditorStore } from "./editor-store/store";
import { keepPreferences, type Preferences } from "./preferences";

export type EditorSession = {
  readonly store: EditorStore;
  /** Saves everything now. */
  readonly flush: () => Promise<Result<{ readonly revision: number }, AppError>>;
  readonly retrySaving: () => void;
  readonly resolveConflicts: (choices: ReadonlyMap<string, "mine" | "theirs">) => void;
  /** Begins saving, validating and listening; what it returns ends that. */
  readonly open: () => () => void;
};

const validateAfterMs = 150;

export function createEditorSession(workflow: EditorWorkflow, preferences: Preferences): EditorSession {
  let journal: TabJournal | null = null;
  let channel: TabChannel | null = null;

  const store = createEditorStore({
    workflowId: workflow.id,
    document: workflow.document,
    diagnostics: workflow.diagnostics,
    preferences,
    savedAt: Date.parse(workflow.updatedAt),
    onEdit: (command) => autosave.edited(command),
  });

  const journalOfThisTab: EditJournal = {
    put: async (...edit) => journal?.put(...edit),
    restart: async (...edits) => journal?.restart(...edits),
    orphans: async () => (await journal?.orphans()) ?? [],
    discard: async (key) => journal?.discard(key),
  };

  const autosave = createAutosave(
    { revision: workflow.revision, document: workflow.document },
    {
      document: () => store.getState().document,
      save: (request) => saveDraft(workflow.id, request),
      read: () => readDraft(workflow.id),
      journal: journalOfThisTab,
      clock: { now: Date.now, after: afterMs },
      isOnline: () => navigator.onLine,
      onState: (state) => store.getState().setSaveState(state),
      onDocument: (document) => store.getState().showDocument(document),
      onSaved: (revision) => channel?.tellSaved(revision),
    },
  );

  function open(): () => void {
    journal = openTabJournal(workflow.id, crypto.randomUUID());
    channel = openTabChannel(workflow.id, () => void autosave.pull());
    const stops = [watchDocument(store), watchPreferences(store), watchWindow(), () => autosave.stop(), journal.close, channel.close];
    void autosave.start().then(() => autosave.pull());
    return () => {
      sendBeforeClosing();
      for (const stop of stops) stop();
    };
  }

  /** The page stays, the editor goes: the last edits need not fit what a closing page may send. */
  function sendBeforeClosing(): void {
    const unsaved = autosave.unsaved();
    if (unsaved !== null) void saveDraft(workflow.id, unsaved);
  }

  function watchWindow(): () => void {
    let sentLast: WorkflowDocument | null = null;
    const sendUnsaved = () => {
      const unsaved = autosave.unsaved();
      // A closing page says so twice; a second request for the same document would only be refused as stale.
      if (unsaved === null || unsaved.document === sentLast) return;
      sentLast = unsaved.document;
      saveDraftOnLeave(workflow.id, unsaved);
    };
    const pull = () => void autosave.pull();
    const retry = () => autosave.retry();
    window.addEventListener("beforeunload", sendUnsaved);
    window.addEventListener("pagehide", sendUnsaved);
    window.addEventListener("focus", pull);
    window.addEventListener("online", retry);
    return () => {
      window.removeEventListener("beforeunload", sendUnsaved);
      window.removeEventListener("pagehide", sendUnsaved);
      window.removeEventListener("focus", pull);
      window.removeEventListener("online", retry);
    };
  }

  return { store, flush: autosave.flush, retrySaving: autosave.retry, resolveConflicts: autosave.resolve, open };
}

/** Validates the document a moment after it changed. */
function watchDocument(store: EditorStore): () => void {
  let callOff = () => {};
  const validate = () => store.getState().setDiagnostics(validateDocument(store.getState().document));
  const unsubscribe = store.subscribe((state, before) => {
    if (state.document === before.document) return;
    callOff();
    callOff = afterMs(validateAfterMs, validate);
  });
  validate();
  return () => {
    callOff();
    unsubscribe();
  };
}

function watchPreferences(store: EditorStore): () => void {
  return store.subscribe((state, before) => {
    if (state.preferences !== before.preferences) keepPreferences(state.preferences);
  });
}

function afterMs(delayMs: number, work: () => void): () => void {
  const timer = setTimeout(work, delayMs);
  return () => clearTimeout(timer);
}
