"use client";

/**
 * Draws its children only in a live page, and something else until then. What a server drew could be typed
 * into and pressed before anyone listens, and that would be lost.
 */
import { type ReactNode, useSyncExternalStore } from "react";

export type OnceLiveProps = {
  /** Nothing in it takes the focus. */
  readonly until: ReactNode;
  readonly children: ReactNode;
};

export function OnceLive({ until, children }: OnceLiveProps) {
  const isLive = useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
  return isLive ? children : until;
}

const subscribe = () => () => undefined;
