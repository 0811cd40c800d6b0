"use client";

/**
 * Walking the cards with Tab, as they are read. Cards out of view are brought into it; after the last
 * one (before the first) Tab leaves the canvas, so nobody is trapped in it.
 */
import { type FocusEvent, type KeyboardEvent, useCallback, useEffect } from "react";
import { flatDocument } from "@/lib/client/containers";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { inReadingOrder } from "@/lib/client/reading-order";
import { useFocusCard } from "./use-focus-card";

export type WalkByKeyboard = {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: FocusEvent) => void;
};

export function useWalkByKeyboard(): WalkByKeyboard {
  const store = useEditorStore();
  const focusCard = useFocusCard();
  const reveal = useEditor((state) => state.reveal);

  useEffect(() => {
    if (reveal !== null) focusCard(reveal.nodeId);
  }, [reveal, focusCard]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.metaKey) return;
      const current = cardIdOf(event.target);
      if (current === null || (!event.shiftKey && hasButtons(event.target))) return;
      const cards = inReadingOrder(flatDocument(store.getState().document).nodes);
      const next = cards[cards.findIndex((node) => node.id === current) + (event.shiftKey ? -1 : 1)];
      if (next === undefined) return;
      event.preventDefault();
      store.getState().select([next.id]);
      focusCard(next.id);
    },
    [store, focusCard],
  );

  const onFocus = useCallback(
    (event: FocusEvent) => {
      const id = cardIdOf(event.target);
      if (id === null || !event.target.matches(":focus-visible")) return;
      const { selection, select } = store.getState();
      if (!selection.nodeIds.has(id)) select([id]);
    },
    [store],
  );

  return { onKeyDown, onFocus };
}

/** The card an event happened on itself, not in a field inside it. */
function cardIdOf(target: EventTarget): string | null {
  if (!(target instanceof Element) || !target.classList.contains("react-flow__node")) return null;
  return target.getAttribute("data-id");
}

/** Tab goes through what can be pressed on a card before it goes on to the next one. */
function hasButtons(card: EventTarget): boolean {
  return card instanceof Element && card.querySelector("button:not([tabindex='-1'])") !== null;
}
