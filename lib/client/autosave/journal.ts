/**
 * Where unsaved edits are kept until the server has them: what survives a crash of the tab.
 *
 * The contract and a journal in memory (tests, and browsers that refuse storage). `idb-journal.ts`
 * keeps it in IndexedDB. Each tab writes its own; a tab that is gone leaves an orphan for the next.
 */
import type { DocumentCommand } from "../../document/commands";
import type { SavedRevision } from "./save-state";

export type JournalledEdits = {
  /** Names the tab that wrote it. */
  readonly key: string;
  readonly base: SavedRevision;
  readonly commands: readonly DocumentCommand[];
};

export type EditJournal = {
  /** Keeps `command` as number `index` (from 0) of the edits since `base`. */
  put: (index: number, command: DocumentCommand, base: SavedRevision) => Promise<void>;
  /** Begins anew: the edits since `base` are exactly `commands`. */
  restart: (base: SavedRevision, commands: readonly DocumentCommand[]) => Promise<void>;
  /** Edits of tabs that are no longer open, oldest first. */
  orphans: () => Promise<readonly JournalledEdits[]>;
  /** Forgets an orphan once its edits are in this tab's journal. */
  discard: (key: string) => Promise<void>;
};

export function createMemoryJournal(
  left: readonly JournalledEdits[] = [],
): EditJournal & { readonly kept: () => readonly DocumentCommand[] } {
  let orphans = left;
  let kept: readonly DocumentCommand[] = [];
  return {
    kept: () => kept,
    put: async (index, command) => {
      kept = [...kept.slice(0, index), command];
    },
    restart: async (_base, commands) => {
      kept = commands;
    },
    orphans: async () => orphans,
    discard: async (key) => {
      orphans = orphans.filter((orphan) => orphan.key !== key);
    },
  };
}
