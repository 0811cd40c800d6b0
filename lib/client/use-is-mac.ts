"use client";

/** Whether keys are to be called by their Mac names. */
import { useSyncExternalStore } from "react";

const subscribe = () => () => undefined;

/** False on the server and in the first render, so that both draw the same. */
export function useIsMac(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => /mac|iphone|ipad/i.test(navigator.platform),
    () => false,
  );
}
