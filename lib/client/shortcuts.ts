/**
 * Every keyboard shortcut of the editor, once: handlers, tooltips and the shortcut sheet are made from this.
 *
 * Pure: knows keys and names, nothing of what they do.
 */

export type ShortcutGroup = "Run" | "Edit" | "Canvas" | "View" | "Help";

/**
 * `always`: in text fields too. `editor`: anywhere else. `canvas`: only while no button or list has the
 * focus, because those need the key themselves.
 */
export type ShortcutScope = "always" | "editor" | "canvas";

/** One press: modifiers and a key joined by `+`. `Mod` is Cmd on a Mac and Ctrl elsewhere. */
export type KeyPress = string;

type ShortcutSpec = {
  readonly label: string;
  readonly group: ShortcutGroup;
  readonly scope: ShortcutScope;
  readonly keys: readonly KeyPress[];
};

export const shortcuts = {
  run: { label: "Run the workflow", group: "Run", scope: "always", keys: ["Mod+Enter"] },
  cancel_run: { label: "Cancel the run", group: "Run", scope: "always", keys: ["Mod+."] },
  undo: { label: "Undo", group: "Edit", scope: "editor", keys: ["Mod+Z"] },
  redo: { label: "Redo", group: "Edit", scope: "editor", keys: ["Mod+Shift+Z", "Mod+Y"] },
  copy: { label: "Copy", group: "Edit", scope: "editor", keys: ["Mod+C"] },
  cut: { label: "Cut", group: "Edit", scope: "editor", keys: ["Mod+X"] },
  paste: { label: "Paste", group: "Edit", scope: "editor", keys: ["Mod+V"] },
  duplicate: { label: "Duplicate", group: "Edit", scope: "editor", keys: ["Mod+D"] },
  select_all: { label: "Select all", group: "Edit", scope: "editor", keys: ["Mod+A"] },
  remove: { label: "Delete", group: "Edit", scope: "canvas", keys: ["Delete", "Backspace"] },
  open_panel: { label: "Open the selected node", group: "Canvas", scope: "canvas", keys: ["Enter"] },
  add_node: { label: "Add a node", group: "Canvas", scope: "editor", keys: ["/"] },
  connect: { label: "Connect to…", group: "Canvas", scope: "editor", keys: ["C"] },
  next_node: { label: "Next node", group: "Canvas", scope: "canvas", keys: ["Tab"] },
  previous_node: { label: "Previous node", group: "Canvas", scope: "canvas", keys: ["Shift+Tab"] },
  nudge_left: { label: "Move left", group: "Canvas", scope: "canvas", keys: ["ArrowLeft", "Shift+ArrowLeft"] },
  nudge_right: { label: "Move right", group: "Canvas", scope: "canvas", keys: ["ArrowRight", "Shift+ArrowRight"] },
  nudge_up: { label: "Move up", group: "Canvas", scope: "canvas", keys: ["ArrowUp", "Shift+ArrowUp"] },
  nudge_down: { label: "Move down", group: "Canvas", scope: "canvas", keys: ["ArrowDown", "Shift+ArrowDown"] },
  escape: { label: "Let go of the selection", group: "Canvas", scope: "canvas", keys: ["Escape"] },
  tidy: { label: "Tidy up", group: "Canvas", scope: "editor", keys: ["Shift+T"] },
  fit: { label: "Fit to view", group: "View", scope: "editor", keys: ["F"] },
  zoom_in: { label: "Zoom in", group: "View", scope: "editor", keys: ["+", "="] },
  zoom_out: { label: "Zoom out", group: "View", scope: "editor", keys: ["-"] },
  minimap: { label: "Show or hide the minimap", group: "View", scope: "editor", keys: ["M"] },
  panel: { label: "Show or hide the panel", group: "View", scope: "editor", keys: ["Mod+\\"] },
  palette: { label: "Open or close the palette", group: "View", scope: "editor", keys: ["P"] },
  commands: { label: "Command palette", group: "Help", scope: "always", keys: ["Mod+K"] },
  help: { label: "Keyboard shortcuts", group: "Help", scope: "editor", keys: ["?"] },
} as const satisfies { readonly [id: string]: ShortcutSpec };

export type ShortcutId = keyof typeof shortcuts;

/** What can be done with the pointer beside them, for the sheet. */
export const gestures: readonly { readonly label: string; readonly gesture: string }[] = [
  { label: "Add a node here", gesture: "Double-click empty canvas" },
  { label: "Add a node and connect it", gesture: "Drag from a port to empty canvas" },
  { label: "Insert into a connection", gesture: "Drop a node on it" },
  { label: "Duplicate", gesture: "Alt-drag a node" },
  { label: "Select several", gesture: "Shift-drag, or Shift-click" },
  { label: "Pan", gesture: "Drag empty canvas, or scroll" },
  { label: "Zoom", gesture: "Ctrl-scroll, or pinch" },
];

/** The part of a keyboard event that decides. */
export type KeyEvent = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
};

/** Where the key was pressed. */
export type KeyPlace = "canvas" | "editor" | "text";

const reach: { readonly [place in KeyPlace]: readonly ShortcutScope[] } = {
  canvas: ["always", "editor", "canvas"],
  editor: ["always", "editor"],
  text: ["always"],
};

/** The shortcut that was pressed, or null. */
export function shortcutFor(event: KeyEvent, place: KeyPlace): ShortcutId | null {
  for (const id of shortcutIds) {
    const { scope, keys } = shortcuts[id];
    if (reach[place].includes(scope) && keys.some((press) => matches(press, event))) return id;
  }
  return null;
}

/** Keys as they are printed on the keyboard: `["⌘", "⏎"]` on a Mac, `["Ctrl", "⏎"]` elsewhere. */
export function printedKeys(press: KeyPress, isMac: boolean): readonly string[] {
  return partsOf(press).map((part) => (isMac ? (macSigns[part] ?? signs[part]) : signs[part]) ?? part);
}

/** The first way to press it, in one text for a tooltip: `⌘⏎` or `Ctrl+⏎`. */
export function shortcutText(id: ShortcutId, isMac: boolean): string {
  return printedKeys(shortcuts[id].keys[0], isMac).join(isMac ? "" : "+");
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(id: ShortcutId, isMac: boolean): string {
  return shortcuts[id].keys.map((press) => press.replace("Mod", isMac ? "Meta" : "Control")).join(" ");
}

export const shortcutIds = Object.keys(shortcuts).filter(isShortcutId);

function isShortcutId(id: string): id is ShortcutId {
  return Object.hasOwn(shortcuts, id);
}

const macSigns: { readonly [part: string]: string } = { Mod: "⌘", Shift: "⇧", Alt: "⌥" };
const signs: { readonly [part: string]: string } = {
  Mod: "Ctrl",
  Enter: "↵",
  Escape: "Esc",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Delete: "Del",
};

/** `Mod++` is Mod and the plus key. */
function partsOf(press: KeyPress): readonly string[] {
  if (press === "+") return ["+"];
  return press.endsWith("++") ? [...press.slice(0, -2).split("+"), "+"] : press.split("+");
}

function matches(press: KeyPress, event: KeyEvent): boolean {
  const parts = partsOf(press);
  const key = parts.at(-1) ?? "";
  const isSign = key.length === 1 && key.toUpperCase() === key.toLowerCase();
  if (event.key.toLowerCase() !== key.toLowerCase()) return false;
  if (parts.includes("Mod") !== (event.ctrlKey || event.metaKey)) return false;
  if (parts.includes("Alt") !== event.altKey) return false;
  // A sign such as `?` or `+` needs Shift on some keyboards and not on others.
  return isSign || parts.includes("Shift") === event.shiftKey;
}
