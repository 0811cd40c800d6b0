/**
 * Keeps the server's draft in step with the document on screen, and loses nothing on the way.
 *
 * Decides when to save, what to do with each answer and what to say; storage, network, clock and
 * document are handed in. Every edit is journalled before it is sent. A newer revision from elsewhere
 * is taken silently unless the same field was changed on both sides.
 */
import { applyCommands } from "../../document/apply-command";
import type { DocumentCommand } from "../../document/commands";
import { diffDocuments } from "../../document/diff-documents";
import type { FieldConflict } from "../../document/merge-documents";
import { commandsKeepingMine, rebase } from "../../document/rebase";
import type { WorkflowDocument } from "../../document/schema";
import { type AppError, appError } from "../../shared/app-error";
import { err, ok, type Result } from "../../shared/result";
import { supersedes } from "./coalesce-edits";
import type { EditJournal } from "./journal";
import type { ReadAnswer, SaveAnswer, SavedRevision, SaveRequest, SaveState } from "./save-state";

export type Clock = {
  readonly now: () => number;
  /** @returns a function that calls it off. */
  readonly after: (delayMs: number, work: () => void) => () => void;
};

export type AutosavePorts = {
  readonly document: () => WorkflowDocument;
  readonly save: (request: SaveRequest) => Promise<SaveAnswer>;
  readonly read: () => Promise<ReadAnswer>;
  readonly journal: EditJournal;
  readonly clock: Clock;
  readonly isOnline: () => boolean;
  readonly onState: (state: SaveState) => void;
  /** A document that others' edits went into: to be shown as it is. */
  readonly onDocument: (document: WorkflowDocument) => void;
  readonly onSaved: (revision: number) => void;
};

export type Autosave = {
  /** Brings back what closed or crashed tabs left unsaved. */
  readonly start: () => Promise<void>;
  /** An edit was made; the document on screen already has it. */
  readonly edited: (command: DocumentCommand) => void;
  /** Saves everything now. Fails with why it could not. */
  readonly flush: () => Promise<Result<{ readonly revision: number }, AppError>>;
  /** Asks for a newer revision, e.g. when the window gets the focus. */
  readonly pull: () => Promise<void>;
  /** Tries again at once, e.g. when the connection is back. */
  readonly retry: () => void;
  /** What a page that is about to close may still send; null when everything is saved. */
  readonly unsaved: () => SaveRequest | null;
  /** Decides conflicts by their field; those not named keep theirs. */
  readonly resolve: (choices: ReadonlyMap<string, "mine" | "theirs">) => void;
  readonly stop: () => void;
};

export const saveAfterMs = 600;
export const saveAtLeastEveryMs = 5_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

export function createAutosave(initial: SavedRevision, ports: AutosavePorts): Autosave {
  const { journal, clock } = ports;
  let base = initial;
  /** Edits the server has not confirmed, oldest first. */
  let pending: readonly DocumentCommand[] = [];
  /** How many of them are on their way. */
  let sentCount = 0;
  let inFlight: Promise<void> | null = null;
  let firstUnsavedAt: number | null = null;
  let callOff: (() => void) | null = null;
  let failures = 0;
  let conflicts: readonly FieldConflict[] = [];
  let orphanKeys: readonly string[] = [];
  let trouble: AppError | null = null;
  let isStopped = false;

  function edited(command: DocumentCommand): void {
    const last = pending.length - 1;
    const previous = pending[last];
    const replacesLast = last >= sentCount && previous !== undefined && supersedes(command, previous);
    const index = replacesLast ? last : pending.length;
    pending = [...pending.slice(0, index), command];
    if (conflicts.length === 0) void journal.put(index, command, base);
    firstUnsavedAt ??= clock.now();
    if (conflicts.length > 0) return;
    announceUnsaved();
    if (failures === 0) schedule(dueInMs());
  }

  function announceUnsaved(): void {
    if (!ports.isOnline()) ports.onState({ is: "offline" });
    else if (failures === 0) ports.onState({ is: "saving" });
  }

  function dueInMs(): number {
    const latest = (firstUnsavedAt ?? clock.now()) + saveAtLeastEveryMs;
    return Math.max(0, Math.min(saveAfterMs, latest - clock.now()));
  }

  function schedule(delayMs: number): void {
    callOff?.();
    callOff = clock.after(delayMs, () => {
      callOff = null;
      void save();
    });
  }

  /** One request at a time; edits made meanwhile go with the next. */
  function save(): Promise<void> {
    if (inFlight !== null) return inFlight;
    if (pending.length === 0 || conflicts.length > 0 || isStopped) return Promise.resolve();
    callOff?.();
    callOff = null;
    inFlight = sendDraft().finally(() => {
      inFlight = null;
      sentCount = 0;
    });
    return inFlight;
  }

  async function sendDraft(): Promise<void> {
    const document = ports.document();
    sentCount = pending.length;
    firstUnsavedAt = null;
    if (ports.isOnline()) ports.onState({ is: "saving" });
    const answer = await ports.save({ baseRevision: base.revision, document });
    if (isStopped) return;
    switch (answer.kind) {
      case "saved":
        return wasSaved({ revision: answer.revision, document }, answer.at);
      case "stale":
        return wasStale(answer.theirs);
      case "refused":
        return wasRefused(answer);
      case "unreachable":
        return wasUnreachable(answer);
    }
  }

  function wasSaved(saved: SavedRevision, at: number): void {
    failures = 0;
    trouble = null;
    base = saved;
    pending = pending.slice(sentCount);
    void journal.restart(base, pending);
    ports.onSaved(base.revision);
    if (pending.length === 0) ports.onState({ is: "saved", at });
    else schedule(dueInMs());
  }

  function wasStale(theirs: SavedRevision): void {
    failures = 0;
    trouble = null;
    const mine = rebase({ base: base.document, theirs: theirs.document, commands: pending });
    base = theirs;
    pending = mine.commands;
    ports.onDocument(mine.document);
    if (mine.conflicts.length > 0) {
      ask(mine.conflicts);
      return;
    }
    void journal.restart(base, pending);
    settle();
  }

  /** The journal keeps the edits as they were made until the person has chosen: a crash now loses neither side. */
  function ask(found: readonly FieldConflict[]): void {
    conflicts = [...conflicts, ...found];
    ports.onState({ is: "conflict", conflicts });
  }

  function settle(): void {
    if (pending.length === 0) ports.onState({ is: "saved", at: clock.now() });
    else schedule(0);
  }

  function wasRefused({ code, message }: { code: string; message: string }): void {
    failures = 0;
    trouble = appError(code, message);
    ports.onState({ is: "not_saved", code, message, retryAt: null });
    if (pending.length > sentCount) schedule(dueInMs());
  }

  function wasUnreachable({ code, message }: { code: string; message: string }): void {
    const delayMs = Math.min(longestRetryMs, firstRetryMs * 2 ** failures);
    failures += 1;
    trouble = appError(code, message);
    if (ports.isOnline()) ports.onState({ is: "not_saved", code, message, retryAt: clock.now() + delayMs });
    else ports.onState({ is: "offline" });
    schedule(delayMs);
  }

  async function flush(): Promise<Result<{ readonly revision: number }, AppError>> {
    while (pending.length > 0 || inFlight !== null) {
      trouble = null;
      await save();
      if (conflicts.length > 0) {
        return err(appError("changed_elsewhere", "The workflow was changed elsewhere. Choose which version of each field to keep first."));
      }
      if (trouble !== null) return err(trouble);
      if (isStopped) return err(appError("editor_closed", "The editor was closed before everything was saved."));
    }
    return ok({ revision: base.revision });
  }

  async function pull(): Promise<void> {
    if (conflicts.length > 0) return;
    if (pending.length > 0 || inFlight !== null) {
      if (trouble === null || failures > 0) retry();
      return;
    }
    const answer = await ports.read();
    if (answer.kind !== "read" || isStopped || answer.theirs.revision <= base.revision) return;
    // What was edited while the answer was on its way is found stale by its own save.
    if (pending.length > 0 || inFlight !== null) return;
    base = answer.theirs;
    ports.onDocument(base.document);
    ports.onState({ is: "saved", at: clock.now() });
  }

  function retry(): void {
    failures = 0;
    if (pending.length > 0) schedule(0);
  }

  function resolve(choices: ReadonlyMap<string, "mine" | "theirs">): void {
    const decided = conflicts;
    conflicts = [];
    const before = ports.document();
    const after = decided
      .filter((conflict) => choices.get(conflict.field) === "mine")
      .reduce((document, conflict) => applyCommands(document, commandsKeepingMine(document, conflict)), before);
    if (after !== before) {
      pending = [...pending, ...diffDocuments(before, after)];
      ports.onDocument(after);
    }
    void journal.restart(base, pending);
    for (const key of orphanKeys) void journal.discard(key);
    orphanKeys = [];
    settle();
  }

  async function start(): Promise<void> {
    isStopped = false;
    for (const orphan of await journal.orphans()) {
      if (isStopped) return;
      const current = ports.document();
      const mine = rebase({ base: orphan.base.document, theirs: current, commands: orphan.commands });
      pending = [...pending, ...mine.commands];
      if (mine.commands.length > 0) ports.onDocument(mine.document);
      await journal.restart(base, pending);
      if (mine.conflicts.length > 0) {
        orphanKeys = [...orphanKeys, orphan.key];
        ask(mine.conflicts);
      } else await journal.discard(orphan.key);
    }
    if (conflicts.length === 0 && pending.length > 0) settle();
  }

  return {
    start,
    edited,
    flush,
    pull,
    retry,
    resolve,
    unsaved: () => (pending.length === 0 ? null : { baseRevision: base.revision, document: ports.document() }),
    stop: () => {
      isStopped = true;
      callOff?.();
    },
  };
}
