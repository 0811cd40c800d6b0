/**
 * What each shortcut does. Menus, buttons, the command palette and the keyboard all come here, so a
 * thing is done the same way however it was asked for.
 */
import type { CanvasRef } from "@/lib/client/canvas-controls";
import type { EditorStore } from "@/lib/client/editor-store/store";
import { tidyUp } from "@/lib/client/layout/tidy-up";
import type { ShortcutId } from "@/lib/client/shortcuts";
import { copySelection, duplicateSelection, pasteSelection } from "@/lib/document/clipboard";
import { readClipboard, writeClipboard } from "./system-clipboard";

type Point = { readonly x: number; readonly y: number };

export type EditorAction = {
  readonly id: ShortcutId;
  /** Where it was asked for, in pixels of the window. */
  readonly at?: Point;
  /** A larger step. */
  readonly isLarge?: boolean;
};

export type EditorParts = {
  readonly store: EditorStore;
  readonly canvas: CanvasRef;
  readonly run: { readonly isRunning: boolean; readonly askOrStart: () => void; readonly cancel: () => Promise<void> };
};

/** @returns false when there was nothing to do, so that the browser may have the key. */
export type Act = (action: EditorAction) => boolean;

/** What returns nothing was done. */
type Doing = (parts: EditorParts, action: EditorAction) => boolean | undefined;

export function createEditorActions(parts: EditorParts): Act {
  return (action) => doings[action.id](parts, action) ?? true;
}

const doings: { readonly [Id in ShortcutId]: Doing } = {
  run: ({ run }) => done(run.askOrStart()),
  cancel_run: ({ run }) => {
    if (run.isRunning) void run.cancel();
    return run.isRunning;
  },
  undo: ({ store }) => done(store.getState().undo()),
  redo: ({ store }) => done(store.getState().redo()),
  copy,
  cut: (parts) => copy(parts) && remove(parts),
  paste: (parts, { at }) => done(void readClipboard().then((text) => pasteText(parts, text, at))),
  duplicate,
  select_all: ({ store }) => done(store.getState().selectAll()),
  remove,
  open_panel: openPanel,
  add_node: addNode,
  connect: ({ store }) => {
    if (store.getState().selection.nodeIds.size !== 1) return false;
    store.getState().openDialog("connect");
    return true;
  },
  // The canvas walks by itself, where it has the focus.
  next_node: () => false,
  previous_node: () => false,
  nudge_left: nudge({ x: -1, y: 0 }),
  nudge_right: nudge({ x: 1, y: 0 }),
  nudge_up: nudge({ x: 0, y: -1 }),
  nudge_down: nudge({ x: 0, y: 1 }),
  escape: ({ store }) => {
    const { selection, clearSelection } = store.getState();
    if (selection.nodeIds.size + selection.edgeIds.size === 0) return false;
    clearSelection();
    return true;
  },
  tidy: (parts) => done(void tidy(parts)),
  fit: ({ canvas }) => done(canvas.current?.fit()),
  zoom_in: ({ canvas }) => done(canvas.current?.zoomIn()),
  zoom_out: ({ canvas }) => done(canvas.current?.zoomOut()),
  minimap: ({ store }) => done(toggle(store, "isMinimapOpen")),
  palette: ({ store }) => done(toggle(store, "isPaletteOpen")),
  panel: ({ store }) => done(store.getState().setPanelOpen(!store.getState().isPanelOpen)),
  commands: ({ store }) => done(store.getState().openDialog("commands")),
  help: ({ store }) => done(store.getState().openDialog("shortcuts")),
};

function done(_outcome: unknown): true {
  return true;
}

function toggle(store: EditorStore, name: "isMinimapOpen" | "isPaletteOpen"): void {
  const { preferences, setPreference } = store.getState();
  setPreference(name, !preferences[name]);
}

function copy(parts: EditorParts): boolean {
  const text = selectedCards(parts);
  if (text !== null) void writeClipboard(text);
  return text !== null;
}

/** The selected cards as text for the clipboard; null when none is selected. */
export function selectedCards({ store }: EditorParts): string | null {
  const { document, selection, announce } = store.getState();
  if (selection.nodeIds.size === 0) return null;
  announce(`Copied ${cards(selection.nodeIds.size)}`);
  return copySelection(document, selection.nodeIds);
}

function remove({ store, canvas }: EditorParts): boolean {
  const { selection, dispatch } = store.getState();
  if (selection.nodeIds.size + selection.edgeIds.size === 0) return false;
  dispatch({ type: "remove_nodes", nodeIds: [...selection.nodeIds], edgeIds: [...selection.edgeIds] });
  canvas.current?.focus();
  return true;
}

const asideBy = { x: 32, y: 32 };

function duplicate({ store }: EditorParts): boolean {
  const { document, selection, dispatch, select } = store.getState();
  if (selection.nodeIds.size === 0) return true;
  const copied = duplicateSelection(document, selection.nodeIds, { offset: asideBy });
  dispatch(copied.command, `Duplicate ${cards(copied.nodeIds.length)}`);
  select(copied.nodeIds);
  return true;
}

/** @param at in pixels of the window; else where the pointer is, else the middle of what is in view. */
export function pasteText({ store, canvas }: EditorParts, text: string, at?: Point): void {
  const { document, dispatch, select, announce } = store.getState();
  const place = at === undefined ? (canvas.current?.pointer() ?? canvas.current?.centre()) : canvas.current?.toCanvas(at);
  const pasted = pasteSelection(document, text, place === undefined ? { offset: asideBy } : { at: rounded(place) });
  if (!pasted.ok) {
    announce(pasted.error.message);
    return;
  }
  dispatch(pasted.value.command, `Paste ${cards(pasted.value.nodeIds.length)}`);
  select(pasted.value.nodeIds);
}

function openPanel({ store }: EditorParts): boolean {
  if (store.getState().selection.nodeIds.size === 0) return false;
  store.getState().setPanelOpen(true);
  // The panel draws first, then takes the focus.
  requestAnimationFrame(() => {
    const first = window.document.querySelector("[data-panel] :is(input, textarea, [contenteditable=true], button)");
    if (first instanceof HTMLElement) first.focus();
  });
  return true;
}

function addNode({ store, canvas }: EditorParts, { at }: EditorAction): boolean {
  const view = canvas.current;
  if (view === null) return false;
  const place = at === undefined ? (view.pointer() ?? view.centre()) : view.toCanvas(at);
  store.getState().openQuickPick({ at: place, anchor: at ?? view.toWindow(place), from: null });
  return true;
}

const nudgeBy = 8;
const nudgeFarBy = 40;

function nudge(direction: Point): Doing {
  return ({ store }, { isLarge = false }) => {
    const { document, selection, dispatch } = store.getState();
    if (selection.nodeIds.size === 0) return false;
    const by = isLarge ? nudgeFarBy : nudgeBy;
    const moving = document.nodes.filter((node) => selection.nodeIds.has(node.id));
    const moves = moving.map(({ id, position }) => ({
      nodeId: id,
      to: { x: position.x + direction.x * by, y: position.y + direction.y * by },
    }));
    dispatch({ type: "move_nodes", moves });
    return true;
  };
}

/** Cards glide to their places first; what was edited meanwhile wins over the layout of what was. */
async function tidy({ store, canvas }: EditorParts): Promise<void> {
  const { document, isTidying, setTidying } = store.getState();
  if (isTidying) return;
  setTidying(true);
  const tidied = await tidyUp(document).catch(() => null);
  setTidying(false);
  if (tidied === null) {
    store.getState().announce("The layout could not be worked out. Check the connection and try again.");
    return;
  }
  if (store.getState().document !== document) return;
  await canvas.current?.glide(tidied.moves);
  const [first, ...others] = tidied.commands;
  if (first !== undefined) store.getState().dispatchAll([first, ...others], "Tidy up");
  canvas.current?.fit();
}

function cards(count: number): string {
  return count === 1 ? "1 node" : `${count} nodes`;
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
