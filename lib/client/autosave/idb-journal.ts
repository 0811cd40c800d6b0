/**
 * The edit journal in IndexedDB.
 *
 * Each open tab holds a lock named after it: a journal whose lock is free was left by a tab that
 * closed or crashed. Where the browser offers no storage, edits are kept in memory only.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { DocumentCommand } from "../../document/commands";
import { parseDocument } from "../../document/parse-document";
import { createMemoryJournal, type EditJournal, type JournalledEdits } from "./journal";
import type { SavedRevision } from "./save-state";

interface JournalDb extends DBSchema {
  bases: {
    key: string;
    value: {
      readonly tab: string;
      readonly workflowId: string;
      readonly revision: number;
      readonly document: unknown;
      readonly at: number;
    };
    indexes: { workflow: string };
  };
  edits: { key: [string, number]; value: DocumentCommand };
}

const databaseName = "windrose-edits";

export type TabJournal = EditJournal & { readonly close: () => void };

/** @param tab unique per open editor. */
export function openTabJournal(workflowId: string, tab: string): TabJournal {
  if (typeof indexedDB === "undefined") return { ...createMemoryJournal(), close: () => undefined };
  const release = holdLock(lockName(tab));
  let database: Promise<IDBPDatabase<JournalDb>> | null = null;
  let keptRevision: number | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  /** Writes happen one after another, in the order they were asked for. A browser that refuses storage loses only crash safety. */
  function inOrder<T>(work: (db: IDBPDatabase<JournalDb>) => Promise<T>, otherwise: T): Promise<T> {
    const done = queue.then(async () => {
      database ??= openJournalDb();
      return work(await database);
    });
    const settled = done.catch(() => otherwise);
    queue = settled;
    return settled;
  }

  return {
    put: (index, command, base) =>
      inOrder(async (db) => {
        const writing = db.transaction(["bases", "edits"], "readwrite");
        if (keptRevision !== base.revision) await writing.objectStore("bases").put(baseRow(workflowId, tab, base));
        await writing.objectStore("edits").put(command, [tab, index]);
        await writing.done;
        keptRevision = base.revision;
      }, undefined),
    restart: (base, commands) =>
      inOrder(async (db) => {
        const writing = db.transaction(["bases", "edits"], "readwrite");
        const edits = writing.objectStore("edits");
        await edits.delete(rowsOf(tab));
        if (commands.length === 0) await writing.objectStore("bases").delete(tab);
        else await writing.objectStore("bases").put(baseRow(workflowId, tab, base));
        for (const [index, command] of commands.entries()) await edits.put(command, [tab, index]);
        await writing.done;
        keptRevision = commands.length === 0 ? null : base.revision;
      }, undefined),
    orphans: () => inOrder((db) => readOrphans(db, workflowId, tab), []),
    discard: (key) =>
      inOrder(async (db) => {
        const writing = db.transaction(["bases", "edits"], "readwrite");
        await writing.objectStore("edits").delete(rowsOf(key));
        await writing.objectStore("bases").delete(key);
        await writing.done;
      }, undefined),
    close: release,
  };
}

function openJournalDb(): Promise<IDBPDatabase<JournalDb>> {
  return openDB<JournalDb>(databaseName, 1, {
    upgrade: (db) => {
      db.createObjectStore("bases", { keyPath: "tab" }).createIndex("workflow", "workflowId");
      db.createObjectStore("edits");
    },
  });
}

function baseRow(workflowId: string, tab: string, base: SavedRevision): JournalDb["bases"]["value"] {
  return { tab, workflowId, revision: base.revision, document: base.document, at: Date.now() };
}

function rowsOf(tab: string): IDBKeyRange {
  return IDBKeyRange.bound([tab, 0], [tab, Number.MAX_SAFE_INTEGER]);
}

async function readOrphans(db: IDBPDatabase<JournalDb>, workflowId: string, ownTab: string): Promise<readonly JournalledEdits[]> {
  const rows = await db.getAllFromIndex("bases", "workflow", workflowId);
  const left: JournalledEdits[] = [];
  for (const row of rows.sort((a, b) => a.at - b.at)) {
    if (row.tab === ownTab || (await isHeld(lockName(row.tab)))) continue;
    const document = parseDocument(row.document);
    if (!document.ok) continue;
    const commands = await db.getAll("edits", rowsOf(row.tab));
    left.push({ key: row.tab, base: { revision: row.revision, document: document.value }, commands });
  }
  return left;
}

function lockName(tab: string): string {
  return `windrose-tab:${tab}`;
}

/** @returns lets the lock go; closing the tab does too. */
function holdLock(name: string): () => void {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks?.request(name, () => until);
  return release;
}

async function isHeld(name: string): Promise<boolean> {
  if (navigator.locks === undefined) return false;
  const { held = [], pending = [] } = await navigator.locks.query();
  return [...held, ...pending].some((lock) => lock.name === name);
}
