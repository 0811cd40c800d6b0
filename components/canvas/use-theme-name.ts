"use client";

/** The theme in force, for what is drawn on a `<canvas>` and so does not follow CSS by itself. */
import { useSyncExternalStore } from "react";

export function useThemeName(): string {
  return useSyncExternalStore(
    (onChange) => {
      const observer = new MutationObserver(onChange);
      observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
      return () => observer.disconnect();
    },
    () => document.documentElement.dataset.theme ?? "light",
    () => "light",
  );
}
