"use client";

/** Whether the window is a phone's: there the canvas is for looking at. */
import { useSyncExternalStore } from "react";

const query = "(max-width: 47.99rem)";

export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
}
