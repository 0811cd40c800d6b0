/**
 * Undo and redo, as data over documents.
 *
 * Pure: no clock of its own. Holds no present: the editor keeps that, and hands it in. When someone
 * else's edits came in since, undoing takes back only what its own entry changed.
 */
import { applyCommand } from "./apply-command";
import type { DocumentCommand } from "./commands";
import { describeCommand } from "./describe-command";
import { mergeDocuments } from "./merge-documents";
import { commandsKeepingMine } from "./rebase";
import type { WorkflowDocument } from "./schema";
import { touchedFields } from "./touched-fields";

export type HistoryEntry = {
  /** What was done, e.g. "Move Research". */
  readonly label: string;
  readonly before: WorkflowDocument;
  readonly after: WorkflowDocument;
  /** Entries with the same key that follow each other closely become one. `null`: never. */
  readonly coalesceKey: string | null;
  /** Of the last edit in it, in milliseconds of the caller's clock. */
  readonly at: number;
};

export type History = { readonly past: readonly HistoryEntry[]; readonly future: readonly HistoryEntry[] };

/** One edit as it happened: `after` is `applyCommand(before, command)`. */
export type Edit = {
  readonly command: DocumentCommand;
  readonly before: WorkflowDocument;
  readonly after: WorkflowDocument;
  readonly at: number;
  /** Instead of the description of the command. */
  readonly label?: string;
};

export type HistoryStep = { readonly history: History; readonly document: WorkflowDocument; readonly label: string };

const coalesceWithinMs = 1_000;
const mostEntries = 200;

export function createHistory(): History {
  return { past: [], future: [] };
}

/**
 * Adds an edit and forgets what could be redone. An edit that changed nothing is not added.
 * Typing in one field, or nudging the same cards, within `windowMs` of the last edit joins its entry.
 */
export function record(history: History, edit: Edit, windowMs = coalesceWithinMs): History {
  if (edit.before === edit.after) return history;
  const { before, after, at } = edit;
  const coalesceKey = coalesceKeyOf(edit);
  const last = history.past.at(-1);
  const continues =
    last !== undefined && coalesceKey !== null && last.coalesceKey === coalesceKey && last.after === before && at - last.at <= windowMs;
  if (continues) return { past: [...history.past.slice(0, -1), { ...last, after, at }], future: [] };

  const entry: HistoryEntry = { label: edit.label ?? describeCommand(edit.command, before), before, after, coalesceKey, at };
  return { past: [...history.past, entry].slice(-mostEntries), future: [] };
}

/** Applies a command and records it. */
export function applyAndRecord(
  history: History,
  document: WorkflowDocument,
  command: DocumentCommand,
  at: number,
): { readonly history: History; readonly document: WorkflowDocument } {
  const after = applyCommand(document, command);
  return { history: record(history, { command, before: document, after, at }), document: after };
}

/** Ends coalescing: the next edit starts an entry of its own, e.g. after a field lost focus. */
export function closeEntry(history: History): History {
  const last = history.past.at(-1);
  if (last === undefined || last.coalesceKey === null) return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, coalesceKey: null }] };
}

/** @returns `null` when there is nothing to undo. */
export function undo(history: History, document: WorkflowDocument): HistoryStep | null {
  const entry = history.past.at(-1);
  if (entry === undefined) return null;
  const before = exchange(document, entry.after, entry.before);
  const undone: HistoryEntry = { ...entry, before, after: document, coalesceKey: null };
  return { history: { past: history.past.slice(0, -1), future: [undone, ...history.future] }, document: before, label: entry.label };
}

/** @returns `null` when there is nothing to redo. */
export function redo(history: History, document: WorkflowDocument): HistoryStep | null {
  const [entry, ...future] = history.future;
  if (entry === undefined) return null;
  const after = exchange(document, entry.before, entry.after);
  const redone: HistoryEntry = { ...entry, before: document, after, coalesceKey: null };
  return { history: { past: [...history.past, redone], future }, document: after, label: entry.label };
}

/** `document` with the step from `from` to `to` taken; exactly `to` when nothing else happened since. */
function exchange(document: WorkflowDocument, from: WorkflowDocument, to: WorkflowDocument): WorkflowDocument {
  if (document === from) return to;
  const merged = mergeDocuments({ base: from, mine: to, theirs: document });
  return merged.conflicts.reduce(
    (current, conflict) => commandsKeepingMine(current, conflict).reduce(applyCommand, current),
    merged.document,
  );
}

function coalesceKeyOf({ command, before }: Edit): string | null {
  switch (command.type) {
    case "set_title":
    case "set_config":
    case "set_settings":
    case "set_document":
    case "move_nodes":
    case "resize_nodes":
    case "set_sample":
    case "set_state":
    case "set_budget":
      return `${command.type} ${touchedFields(command, before).join(" ")}`;
    default:
      return null;
  }
}
