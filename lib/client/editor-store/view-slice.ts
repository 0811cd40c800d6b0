/**
 * What is open on screen: panel, minimap, palette, quick picker, dialogs, the run drawer. Never saved
 * with the workflow; `preferences.ts` remembers the few a person would expect to find again.
 */
import type { StateCreator } from "zustand";
import type { WorkflowDocument } from "../../document/schema";
import type { Preferences } from "../preferences";
import type { EditorState } from "./store";

export type Point = { readonly x: number; readonly y: number };

/** The quick picker, in the middle of doing something. */
export type QuickPick = {
  /** Where the new node goes, in canvas units. */
  readonly at: Point;
  /** Where the picker opens, in pixels of the window. */
  readonly anchor: Point;
  /** The port a connection was dragged from: what is picked gets connected to it. */
  readonly from: { readonly nodeId: string; readonly portId: string; readonly side: "source" | "target" } | null;
};

export type EditorDialog = "run" | "publish" | "shortcuts" | "connect" | "commands";

export type ViewSlice = {
  readonly preferences: Preferences;
  readonly isPanelOpen: boolean;
  readonly quickPick: QuickPick | null;
  readonly dialog: EditorDialog | null;
  /** The run that is shown, with the draft it was started from. */
  readonly run: { readonly runId: string; readonly document: WorkflowDocument } | null;
  /** What the panel of a node shows while a run is shown. */
  readonly nodeView: "setup" | "run";
  /** Of the canvas, in percent. */
  readonly zoomPercent: number;
  /** A layout is being worked out. */
  readonly isTidying: boolean;
  /** Said to screen readers. */
  readonly announcement: string;
  /** Asks the canvas to bring a node into view and give it the focus; `count` makes a repeated wish a new one. */
  readonly reveal: { readonly nodeId: string; readonly count: number } | null;
  setPreference: <Name extends keyof Preferences>(name: Name, value: Preferences[Name]) => void;
  setPanelOpen: (isOpen: boolean) => void;
  openQuickPick: (pick: QuickPick) => void;
  closeQuickPick: () => void;
  openDialog: (dialog: EditorDialog) => void;
  closeDialog: () => void;
  /** The document that runs: the one on the canvas, or the version of a run that is opened again. */
  openRun: (runId: string, document?: WorkflowDocument) => void;
  closeRun: () => void;
  announce: (sentence: string) => void;
  setTidying: (isTidying: boolean) => void;
  setNodeView: (view: ViewSlice["nodeView"]) => void;
  setZoomPercent: (percent: number) => void;
  /** Selects a node, opens its panel and brings it into view. */
  revealNode: (nodeId: string) => void;
};

export const createViewSlice =
  (preferences: Preferences): StateCreator<EditorState, [], [], ViewSlice> =>
  (set) => ({
    preferences,
    isPanelOpen: true,
    quickPick: null,
    dialog: null,
    run: null,
    nodeView: "setup",
    zoomPercent: 100,
    isTidying: false,
    announcement: "",
    reveal: null,
    setPreference: (name, value) => set(({ preferences: before }) => ({ preferences: { ...before, [name]: value } })),
    setPanelOpen: (isPanelOpen) => set({ isPanelOpen }),
    openQuickPick: (quickPick) => set({ quickPick }),
    closeQuickPick: () => set({ quickPick: null }),
    openDialog: (dialog) => set({ dialog, quickPick: null }),
    closeDialog: () => set({ dialog: null }),
    openRun: (runId, ran) => set(({ document }) => ({ run: { runId, document: ran ?? document }, nodeView: "run", dialog: null })),
    closeRun: () => set({ run: null, nodeView: "setup" }),
    announce: (announcement) => set({ announcement }),
    setTidying: (isTidying) => set({ isTidying }),
    setNodeView: (nodeView) => set({ nodeView }),
    setZoomPercent: (zoomPercent) => set({ zoomPercent }),
    revealNode: (nodeId) =>
      set(({ reveal }) => ({
        selection: { nodeIds: new Set([nodeId]), edgeIds: new Set() },
        isPanelOpen: true,
        reveal: { nodeId, count: (reveal?.count ?? 0) + 1 },
      })),
  });
