"use client";

/** What every part of the editor may reach: its store, its saving, its canvas. */
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { type DraftInEditor, DraftInEditorContext } from "@/components/run/draft-in-editor";
import { CanvasContext, type CanvasRef } from "@/lib/client/canvas-controls";
import type { EditorSession } from "@/lib/client/editor-session";
import { EditorStoreContext } from "@/lib/client/editor-store/use-editor";
import { pinRefusal } from "@/lib/client/pin-refusal";

const SessionContext = createContext<EditorSession | null>(null);

export function useEditorSession(): EditorSession {
  const session = use(SessionContext);
  if (session === null) throw new Error("useEditorSession must be called under <EditorProvider>");
  return session;
}

/** Opens the session while it is on screen. */
export function EditorProvider({ session, children }: { readonly session: EditorSession; readonly children: ReactNode }) {
  const [canvas] = useState<CanvasRef>(() => ({ current: null }));
  const [draft] = useState<DraftInEditor>(() => ({
    flush: session.flush,
    openRun: (runId) => session.store.getState().openRun(runId),
    pin: (nodeId, output) => {
      const { dispatch, closeEdit, announce } = session.store.getState();
      dispatch({ type: "set_settings", nodeId, field: "pinned", value: { output } });
      closeEdit();
      announce("Output pinned");
    },
    whyNotPinned: (nodeId) => pinRefusal(session.store.getState().document, nodeId),
  }));
  useEffect(() => session.open(), [session]);
  return (
    <SessionContext value={session}>
      <EditorStoreContext value={session.store}>
        <DraftInEditorContext value={draft}>
          <CanvasContext value={canvas}>{children}</CanvasContext>
        </DraftInEditorContext>
      </EditorStoreContext>
    </SessionContext>
  );
}
