import { describe, expect, it } from "vitest";
import { type KeyEvent, printedKeys, shortcutFor, shortcutIds, shortcuts, shortcutText } from "./shortcuts";

const press = (key: string, modifiers: Partial<KeyEvent> = {}): KeyEvent => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

describe("shortcuts", () => {
  it("finds undo and redo apart, by Ctrl and by Cmd", () => {
    expect(shortcutFor(press("z", { ctrlKey: true }), "canvas")).toBe("undo");
    expect(shortcutFor(press("z", { metaKey: true }), "editor")).toBe("undo");
    expect(shortcutFor(press("Z", { ctrlKey: true, shiftKey: true }), "canvas")).toBe("redo");
  });

  it("leaves a text field its own keys: only Run and the command palette reach it", () => {
    expect(shortcutFor(press("z", { ctrlKey: true }), "text")).toBeNull();
    expect(shortcutFor(press("Backspace"), "text")).toBeNull();
    expect(shortcutFor(press("Enter", { ctrlKey: true }), "text")).toBe("run");
  });

  it("leaves buttons the keys they need themselves", () => {
    expect(shortcutFor(press("Enter"), "editor")).toBeNull();
    expect(shortcutFor(press("Tab"), "editor")).toBeNull();
    expect(shortcutFor(press("Enter"), "canvas")).toBe("open_panel");
    expect(shortcutFor(press("?"), "editor")).toBe("help");
  });

  it("takes a sign with or without Shift, as keyboards differ", () => {
    expect(shortcutFor(press("?", { shiftKey: true }), "canvas")).toBe("help");
    expect(shortcutFor(press("+"), "canvas")).toBe("zoom_in");
    expect(shortcutFor(press("/", { shiftKey: true }), "canvas")).toBe("add_node");
  });

  it("prints keys as they stand on the keyboard at hand", () => {
    expect(shortcutText("run", true)).toBe("⌘↵");
    expect(shortcutText("redo", false)).toBe("Ctrl+Shift+Z");
    expect(printedKeys("+", false)).toEqual(["+"]);
  });

  it("gives no press to two shortcuts that can be meant at once", () => {
    const presses = shortcutIds.flatMap((id) => shortcuts[id].keys.map((key) => key.toLowerCase()));
    expect(new Set(presses).size).toBe(presses.length);
  });
});
