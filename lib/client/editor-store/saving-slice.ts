/** How the draft stands with the server, for the top bar and the conflict dialog. Moved by autosave only. */
import type { StateCreator } from "zustand";
import type { SaveState } from "../autosave/save-state";
import type { EditorState } from "./store";

export type SavingSlice = {
  readonly saveState: SaveState;
  setSaveState: (state: SaveState) => void;
};

export const createSavingSlice =
  (savedAt: number): StateCreator<EditorState, [], [], SavingSlice> =>
  (set) => ({
    saveState: { is: "saved", at: savedAt },
    setSaveState: (saveState) => set({ saveState }),
  });
