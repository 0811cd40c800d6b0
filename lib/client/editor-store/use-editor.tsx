"use client";

/** Reads one value of the editor that the component stands in. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { EditorState, EditorStore } from "./store";

export const EditorStoreContext = createContext<EditorStore | null>(null);

/** Subscribes to one value. Select the smallest thing you render. */
export function useEditor<T>(selector: (state: EditorState) => T): T {
  return useStore(useEditorStore(), selector);
}

/** The store itself, for handlers that read when something happens rather than when they render. */
export function useEditorStore(): EditorStore {
  const store = use(EditorStoreContext);
  if (store === null) throw new Error("useEditor must be called under <EditorProvider>");
  return store;
}
