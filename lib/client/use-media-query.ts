"use client";

/** Whether the window has room for something, for what CSS alone can't arrange. */
import { useCallback, useSyncExternalStore } from "react";

/** The widths at which a page is arranged anew; Tailwind's `md` and `lg` begin where these end. */
export const breakpoints = {
  /** A phone: one thing at a time. */
  phone: "(width < 48rem)",
  /** Room for one column only. */
  oneColumn: "(width < 64rem)",
} as const;

/** The server, which does not know the window, says no. */
export function useMediaQuery(query: (typeof breakpoints)[keyof typeof breakpoints]): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}
