import "server-only";

/**
 * Workflows as a person manages them: list, open, create, save, import, export, delete.
 *
 * What an actor can't see answers like what does not exist.
 */
import { randomUUID } from "node:crypto";
import { placeInWords } from "../../compile/place-in-words";
import { validateDocument } from "../../compile/validate";
import { exportDocument } from "../../document/export-document";
import { parseDocument } from "../../document/parse-document";
import { emptyDocument, type WorkflowDocument } from "../../document/schema";
import { drawnKindOf } from "../../nodes/catalog";
import { miniature } from "../../projection/miniature";
import type { EditorWorkflow, WorkflowSummary } from "../../projection/summaries";
import { type AppError, appError } from "../../shared/app-error";
import { err, ok, type Result } from "../../shared/result";
import { findTemplate } from "../../templates/gallery";
import type { Actor } from "../access";
import { contentHash } from "../content-hash";
import {
  countWorkflow,
  findWorkflow,
  hideWorkflow,
  insertWorkflow,
  selectDraftsByName,
  selectWorkflowNames,
  selectWorkflows,
  updateDraft,
  type WorkflowListRow,
} from "../repositories/workflows";
import { storableJson } from "../stored-json";
import { runSummariesById } from "./run-summaries";
import { searchPattern } from "./search-pattern";
import { storedDocument } from "./stored-document";

export type WorkflowSort = "lastRun" | "edited" | "name";

export type SaveError = AppError & {
  /** With `stale_revision`: what stands there now, for rebasing. */
  readonly revision?: number;
  readonly document?: WorkflowDocument;
  /** With `invalid_document`: every problem, with its path. */
  readonly problems?: readonly AppError[];
};

/** A document that can't be read carries every problem, with its path. */
export type ImportError = AppError & { readonly problems?: readonly AppError[] };

const maxNameLength = 120;
const defaultName = "Untitled workflow";

export async function listWorkflows(
  actor: Actor,
  { search, sort = "lastRun" }: { readonly search?: string; readonly sort?: WorkflowSort } = {},
): Promise<WorkflowSummary[]> {
  const rows = await selectWorkflows(actor, searchPattern(search));
  const lastRuns = await runSummariesById(
    actor,
    rows.flatMap((row) => row.last_run_id ?? []),
  );
  return [...rows].sort(orderBy[sort]).map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    updatedAt: row.updated_at.toISOString(),
    runCount: row.run_count,
    publishedAs: row.published_as,
    lastRun: lastRuns.get(row.last_run_id ?? "") ?? null,
    graph: miniature(row.graph.nodes, row.graph.edges, drawnKindOf),
  }));
}

/** What a person may choose among, by name. */
export async function listWorkflowNames(actor: Actor): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return selectWorkflowNames(actor);
}

/** Null when there is no such workflow. */
export async function getEditorWorkflow(actor: Actor, id: string): Promise<EditorWorkflow | null> {
  const row = await findWorkflow(actor, id);
  if (row === null) return null;
  const document = storedDocument(row.draft);
  return { id, revision: row.draftRevision, document, diagnostics: validateDocument(document), updatedAt: row.updatedAt.toISOString() };
}

/** Without reading its document. */
export async function workflowExists(actor: Actor, id: string): Promise<boolean> {
  return (await countWorkflow(actor, id)) > 0;
}

/** The draft alone, for an editor that rebases on it. */
export async function getDraft(actor: Actor, id: string): Promise<Result<{ revision: number; document: WorkflowDocument }, AppError>> {
  const row = await findWorkflow(actor, id);
  return row === null ? err(noSuchWorkflow()) : ok({ revision: row.draftRevision, document: storedDocument(row.draft) });
}

export async function createWorkflow(
  actor: Actor,
  { name, document }: { readonly name?: string; readonly document?: WorkflowDocument },
): Promise<Result<{ workflowId: string }, AppError>> {
  const workflowId = randomUUID();
  const made = document ?? emptyDocument(name?.trim() || defaultName);
  await insertWorkflow(actor, workflowId, storableJson(name === undefined ? made : { ...made, name: name.trim() || made.name }));
  return ok({ workflowId });
}

export async function createFromTemplate(actor: Actor, templateId: string): Promise<Result<{ workflowId: string }, AppError>> {
  const template = findTemplate(templateId);
  if (template === undefined) return err(appError("not_found", "There is no template with this id. The gallery lists them all."));
  return createWorkflow(actor, { document: template.document });
}

export async function duplicateWorkflow(actor: Actor, id: string): Promise<Result<{ workflowId: string }, AppError>> {
  const row = await findWorkflow(actor, id);
  if (row === null) return err(noSuchWorkflow());
  const document = storedDocument(row.draft);
  return createWorkflow(actor, { document: { ...document, name: copyName(document.name) } });
}

/** Its runs stay readable, and those under way go on. */
export async function deleteWorkflow(actor: Actor, id: string): Promise<Result<Record<string, never>, AppError>> {
  return (await hideWorkflow(actor, id)) ? ok({}) : err(noSuchWorkflow());
}

/** Renames the draft as a save of its own revision: an editor that is open elsewhere rebases on it. */
export async function renameWorkflow(
  actor: Actor,
  { workflowId, name }: { readonly workflowId: string; readonly name: string },
): Promise<Result<{ revision: number; savedAt: string }, SaveError>> {
  const row = await findWorkflow(actor, workflowId);
  if (row === null) return err(noSuchWorkflow());
  return saveDraft(actor, { workflowId, baseRevision: row.draftRevision, document: { ...storedDocument(row.draft), name } });
}

/**
 * Saves a draft on top of the revision it was made from.
 *
 * Fails with `stale_revision` (and what stands there now) when somebody saved meanwhile, `too_large`,
 * `invalid_document` or `not_found`. A draft need not be runnable.
 */
export async function saveDraft(
  actor: Actor,
  { workflowId, baseRevision, document }: { readonly workflowId: string; readonly baseRevision: number; readonly document: unknown },
): Promise<Result<{ revision: number; savedAt: string }, SaveError>> {
  const parsed = readDocument(document);
  if (!parsed.ok) return parsed;
  const saved = await updateDraft(actor, { workflowId, baseRevision, document: parsed.value });
  if (saved !== null) return ok({ revision: saved.revision, savedAt: saved.savedAt.toISOString() });

  const row = await findWorkflow(actor, workflowId);
  if (row === null) return err(noSuchWorkflow());
  return err({
    ...appError(
      "stale_revision",
      `The workflow was changed elsewhere: it is at revision ${row.draftRevision}, this edit began at ${baseRevision}.`,
    ),
    revision: row.draftRevision,
    document: storedDocument(row.draft),
  });
}

/** A new workflow from the text of an exported file. */
export async function importWorkflow(actor: Actor, text: string): Promise<Result<{ workflowId: string }, ImportError>> {
  const parsed = readDocument(text);
  return parsed.ok ? createWorkflow(actor, { document: parsed.value }) : parsed;
}

/** The newest workflow whose draft is exactly this document, or null. */
export async function findSameWorkflow(actor: Actor, document: WorkflowDocument): Promise<string | null> {
  const wanted = contentHash(document);
  const named = await selectDraftsByName(actor, document.name);
  return named.find((row) => contentHash(storedDocument(row.draft)) === wanted)?.id ?? null;
}

/** The draft as a readable file, and a name for it. */
export async function exportWorkflow(actor: Actor, id: string): Promise<Result<{ fileName: string; text: string }, AppError>> {
  const row = await findWorkflow(actor, id);
  if (row === null) return err(noSuchWorkflow());
  const document = storedDocument(row.draft);
  return ok({ fileName: `${fileStem(document.name)}.windrose.json`, text: exportDocument(document) });
}

/** A document from a text or from parsed JSON, fit to be stored. Fails with `too_large` or `invalid_document` and every problem. */
export function readDocument(document: unknown): Result<WorkflowDocument, ImportError> {
  const parsed = parseDocument(document);
  if (parsed.ok) return parsed;
  const [first] = parsed.error;
  if (first?.code === "document_too_large") return err(appError("too_large", first.message));
  const message = first === undefined ? "The document can't be read." : located(first, document);
  return err({ ...appError("invalid_document", message, first?.path), problems: parsed.error });
}

/** A text is a file, whose author knows the places in it; a value is a draft, whose author sees cards. */
function located({ path, message }: AppError, document: unknown): string {
  if (path === undefined || path === "") return message;
  const place = typeof document === "string" ? null : placeInWords(path, document);
  return `${place ?? path}: ${message}`;
}

function noSuchWorkflow(): AppError {
  return appError("not_found", "There is no such workflow. It may have been deleted.");
}

const orderBy: { readonly [Sort in WorkflowSort]: (a: WorkflowListRow, b: WorkflowListRow) => number } = {
  // Workflows that never ran stand where they were edited, so that a new one is not the last of the list.
  lastRun: (a, b) => touchedAt(b) - touchedAt(a),
  edited: (a, b) => b.updated_at.getTime() - a.updated_at.getTime(),
  name: (a, b) => a.name.localeCompare(b.name, "en", { sensitivity: "base", numeric: true }),
};

function touchedAt(row: WorkflowListRow): number {
  return (row.last_run_at ?? row.updated_at).getTime();
}

function copyName(name: string): string {
  const suffix = " (copy)";
  return `${name.slice(0, maxNameLength - suffix.length).trimEnd()}${suffix}`;
}

function fileStem(name: string): string {
  const stem = name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase();
  return stem.slice(0, 80) || "workflow";
}
