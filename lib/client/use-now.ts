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

/**
 * How long something has taken, in milliseconds; counts while it has a start and no end. Everything that counts
 * does so with the same tick, so that two places never show different seconds of one step.
 *
 * @param startedAt and `finishedAt`: epoch milliseconds, null where it has not come to that.
 */
export function useElapsedMs({ startedAt, finishedAt }: Span): number {
  const now = useNow(startedAt !== null && finishedAt === null);
  return startedAt === null ? 0 : (finishedAt ?? Math.max(now, startedAt)) - startedAt;
}

type Span = { readonly startedAt: number | null; readonly finishedAt: number | null };

/** Whole seconds until `at` (epoch milliseconds), at least 0; null while that can't be said, or with nothing to wait for. */
export function useSecondsUntil(at: number | null): number | null {
  const now = useNow(at !== null);
  return at === null || now === 0 ? null : Math.max(0, Math.ceil((at - now) / 1_000));
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
