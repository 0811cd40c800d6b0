"use client";

/** The time, once a second, the same for everything that is drawn together. */
import { useSyncExternalStore } from "react";

const tickMs = 1_000;

let now = 0;
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

/**
 * Epoch milliseconds, or 0 while the page hydrates and when `isTicking` is false: whoever reads it takes the
 * journal's newest fact when that is later.
 */
export function useNow(isTicking: boolean): number {
  return useSyncExternalStore(isTicking ? listen : listenToNothing, isTicking ? current : zero, zero);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    now = Date.now();
    timer = setInterval(tick, tickMs);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
    now = 0;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function listenToNothing(): () => void {
  return () => {};
}

function current(): number {
  return now;
}

function zero(): number {
  return 0;
}
