"use client";

/** How high the drawer is: dragged at its edge, moved with the keyboard, remembered in this browser. */
import { type KeyboardEvent, type PointerEvent, useCallback, useSyncExternalStore } from "react";

export const leastHeight = 140;

/** Where a drawer stands: under the editor's canvas, or under the run page's. */
export type DrawerPlace = "editor" | "page";

const initialHeights: { readonly [P in DrawerPlace]: number } = { editor: 388, page: 276 };
/** What stays of the canvas above it. */
const spareAbove = 160;
const stepPx = 24;

export type DrawerHeight = {
  readonly height: number;
  /** For the handle: a separator that can be dragged and moved. */
  readonly handle: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
};

export function useDrawerHeight(place: DrawerPlace): DrawerHeight {
  const current = useCallback(() => heightAt(place), [place]);
  const initial = useCallback(() => initialHeights[place], [place]);
  const height = useSyncExternalStore(subscribe, current, initial);

  const onPointerDown = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      const handle = event.currentTarget;
      const from = { y: event.clientY, height: heightAt(place) };
      handle.setPointerCapture(event.pointerId);
      const move = (moved: globalThis.PointerEvent) => change(place, from.height + from.y - moved.clientY);
      const end = () => {
        handle.removeEventListener("pointermove", move);
        handle.removeEventListener("pointerup", end);
        handle.removeEventListener("pointercancel", end);
      };
      handle.addEventListener("pointermove", move);
      handle.addEventListener("pointerup", end);
      handle.addEventListener("pointercancel", end);
    },
    [place],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const now = heightAt(place);
      const next = { ArrowUp: now + stepPx, ArrowDown: now - stepPx, Home: leastHeight, End: tallest() }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      change(place, next);
    },
    [place],
  );

  return { height, handle: { onPointerDown, onKeyDown } };
}

const heights = new Map<DrawerPlace, number>();
const listeners = new Set<() => void>();

function change(place: DrawerPlace, wanted: number): void {
  const height = Math.round(Math.min(tallest(), Math.max(leastHeight, wanted)));
  heights.set(place, height);
  try {
    localStorage.setItem(storageKey(place), String(height));
  } catch {
    // A browser that keeps nothing still resizes.
  }
  for (const listener of listeners) listener();
}

function heightAt(place: DrawerPlace): number {
  const height = heights.get(place) ?? remembered(place);
  heights.set(place, height);
  return height;
}

function remembered(place: DrawerPlace): number {
  try {
    const kept = Number(localStorage.getItem(storageKey(place)));
    return kept >= leastHeight ? Math.min(kept, tallest()) : initialHeights[place];
  } catch {
    return initialHeights[place];
  }
}

function storageKey(place: DrawerPlace): string {
  return `windrose.run-drawer-height.${place}`;
}

function tallest(): number {
  return Math.max(leastHeight, window.innerHeight - spareAbove);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
