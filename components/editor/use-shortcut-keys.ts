"use client";

/** Hears every key of the window and does what the shortcut registry says. */
import { useEffect } from "react";
import { type KeyPlace, shortcutFor } from "@/lib/client/shortcuts";
import { type Act, type EditorParts, pasteText, selectedCards } from "./editor-actions";

/** The browser tells of these itself, with the text, at once, and without asking for a permission. */
const clipboardKeys = new Set(["copy", "cut", "paste"]);

export function useShortcutKeys(act: Act, parts: EditorParts): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const id = shortcutFor(event, placeOf(event.target));
      if (id === null || clipboardKeys.has(id)) return;
      if (isDialogOpen() && id !== "run") return;
      if (act({ id, isLarge: event.shiftKey })) event.preventDefault();
    };
    const isForText = (event: ClipboardEvent) =>
      event.defaultPrevented || event.clipboardData === null || placeOf(event.target) === "text" || isDialogOpen();
    const copy = (event: ClipboardEvent) => {
      // Words that are marked on the page are what the person means.
      if (isForText(event) || window.getSelection()?.isCollapsed === false) return;
      const text = selectedCards(parts);
      if (text === null) return;
      event.preventDefault();
      event.clipboardData?.setData("text/plain", text);
      if (event.type === "cut") act({ id: "remove" });
    };
    const paste = (event: ClipboardEvent) => {
      if (isForText(event)) return;
      event.preventDefault();
      pasteText(parts, event.clipboardData?.getData("text/plain") ?? "");
    };
    window.addEventListener("keydown", press);
    window.addEventListener("copy", copy);
    window.addEventListener("cut", copy);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("keydown", press);
      window.removeEventListener("copy", copy);
      window.removeEventListener("cut", copy);
      window.removeEventListener("paste", paste);
    };
  }, [act, parts]);
}

function placeOf(target: EventTarget | null): KeyPlace {
  if (!(target instanceof HTMLElement)) return "canvas";
  if (target.closest("input, textarea, select, [contenteditable=true], [role=combobox]") !== null) return "text";
  if (target.closest("button, a, [role=menuitem]") !== null) return "editor";
  if (target === document.body || target.closest("[data-testid=canvas]") !== null) return "canvas";
  return "editor";
}

/** A dialog or menu has its own keys. */
function isDialogOpen(): boolean {
  return document.querySelector("[role=dialog][data-state=open], [role=menu][data-state=open], [role=listbox][data-state=open]") !== null;
}
