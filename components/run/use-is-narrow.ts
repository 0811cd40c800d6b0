"use client";

/** Whether the window has room for one column only. The server, which does not know, says no. */
import { useSyncExternalStore } from "react";

const narrow = "(max-width: 1023px)";

export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, isNarrow, () => false);
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(narrow);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

function isNarrow(): boolean {
  return window.matchMedia(narrow).matches;
}
