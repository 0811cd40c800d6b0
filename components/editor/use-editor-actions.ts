"use client";

/** The editor's actions, bound to the editor around the component. */
import { createContext, use, useMemo } from "react";
import { useCanvas } from "@/lib/client/canvas-controls";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { type Act, createEditorActions, type EditorParts } from "./editor-actions";
import { useRunControl } from "./run-control";

export function useEditorParts(): EditorParts {
  const store = useEditorStore();
  const canvas = useCanvas();
  const run = useRunControl();
  return useMemo(() => ({ store, canvas, run }), [store, canvas, run]);
}

export const ActContext = createContext<Act>(() => false);

export function useAct(): Act {
  return use(ActContext);
}

export function useNewActs(parts: EditorParts): Act {
  return useMemo(() => createEditorActions(parts), [parts]);
}
