"use client";

/** Puts this browser's preferences in place once the page is live: the server does not know them. */
import { useLayoutEffect } from "react";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { readPreferences } from "@/lib/client/preferences";

export function usePreferencesOfBrowser(): void {
  const store = useEditorStore();
  useLayoutEffect(() => store.setState({ preferences: readPreferences() }), [store]);
}
