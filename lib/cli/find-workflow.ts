/**
 * What a word on the command line names: a file, a template, or a workflow by id or name.
 *
 * In this order: a path that ends in .json or exists; a template's id or name; a workflow's id; a
 * workflow's name, when only one has it.
 */
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { WorkflowDocument } from "../document/schema";
import type { Actor } from "../server/access";
import { createWorkflow, findSameWorkflow, getDraft, type ImportError, listWorkflows, readDocument } from "../server/services/workflows";
import { appError } from "../shared/app-error";
import { limits } from "../shared/limits";
import { err, ok, type Result } from "../shared/result";
import { findTemplate, templates } from "../templates/gallery";

export type Found = {
  readonly kind: "file" | "template" | "workflow";
  readonly document: WorkflowDocument;
  /** Only of what is a workflow already. */
  readonly workflowId: string | null;
};

export async function findTarget(actor: () => Promise<Actor>, word: string): Promise<Result<Found, ImportError>> {
  if (isFile(word)) return readFileTarget(word);
  const template = findTemplate(word) ?? templates.find((known) => sameName(known.name, word));
  if (template !== undefined) return ok({ kind: "template", document: template.document, workflowId: null });
  return findWorkflowTarget(await actor(), word);
}

/**
 * The workflow a target runs as. Files and templates become workflows of their own, once: the one
 * that has the same content already is used again.
 */
export async function workflowOf(actor: Actor, found: Found): Promise<Result<string, ImportError>> {
  if (found.workflowId !== null) return ok(found.workflowId);
  const same = await findSameWorkflow(actor, found.document);
  if (same !== null) return ok(same);
  const created = await createWorkflow(actor, { document: found.document });
  return created.ok ? ok(created.value.workflowId) : created;
}

export function isFile(word: string): boolean {
  return word.endsWith(".json") || (/[\\/]/.test(word) && existsSync(word));
}

export async function readFileTarget(path: string): Promise<Result<Found, ImportError>> {
  const { value: maxBytes } = limits.documentBytes;
  let text: string;
  try {
    const { size } = await stat(path);
    // Said before reading: the file may be anything.
    if (size > maxBytes) return err(appError("too_large", `${path} has ${size} bytes; the limit is ${maxBytes} bytes.`));
    text = await readFile(path, "utf8");
  } catch {
    return err(appError("no_such_file", `The file ${path} can't be read.`));
  }
  const document = readDocument(text);
  return document.ok ? ok({ kind: "file", document: document.value, workflowId: null }) : document;
}

async function findWorkflowTarget(actor: Actor, word: string): Promise<Result<Found, ImportError>> {
  const named = (await listWorkflows(actor)).filter(({ id, name }) => id === word || sameName(name, word));
  const [workflow, another] = named;
  if (workflow === undefined) {
    return err(appError("not_found", `There is no template, workflow or file "${word}". \`npm run flow -- list\` shows what there is.`));
  }
  if (another !== undefined && workflow.id !== word) {
    return err(
      appError("ambiguous", `${named.length} workflows are named "${word}". Name one by its id: ${named.map(({ id }) => id).join(", ")}`),
    );
  }
  const draft = await getDraft(actor, workflow.id);
  return draft.ok ? ok({ kind: "workflow", document: draft.value.document, workflowId: workflow.id }) : draft;
}

function sameName(name: string, word: string): boolean {
  return name.localeCompare(word, "en", { sensitivity: "accent" }) === 0;
}
