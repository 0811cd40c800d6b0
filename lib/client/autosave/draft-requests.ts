/**
 * Talks to the draft's route: every answer of the network becomes one autosave understands.
 */
import { z } from "zod";
import { parseDocument } from "../../document/parse-document";
import type { ReadAnswer, SaveAnswer, SavedRevision, SaveRequest } from "./save-state";

const Saved = z.object({ revision: z.number().int(), savedAt: z.string() });
const Revision = z.object({ revision: z.number().int(), document: z.unknown() });
const Refusal = z.object({ code: z.string(), message: z.string() });

/** Browsers send at most 64 KB after a page is gone. */
const keepaliveBytes = 60_000;

const noAnswer = {
  kind: "unreachable",
  code: "no_answer",
  message: "Windrose does not answer. Your edits are kept in this browser and saved when it is back.",
} as const;

export async function saveDraft(workflowId: string, request: SaveRequest): Promise<SaveAnswer> {
  const response = await ask(draftUrl(workflowId), put(JSON.stringify(request)));
  if (response === null) return noAnswer;
  if (response.ok) {
    const saved = Saved.safeParse(response.body);
    return saved.success ? { kind: "saved", revision: saved.data.revision, at: Date.parse(saved.data.savedAt) || Date.now() } : noAnswer;
  }
  if (response.status === 409) {
    const theirs = readRevision(response.body);
    if (theirs !== null) return { kind: "stale", theirs };
  }
  return refusalOf(response.status, response.body);
}

export async function readDraft(workflowId: string): Promise<ReadAnswer> {
  const response = await ask(draftUrl(workflowId), { cache: "no-store" });
  if (response === null) return noAnswer;
  const theirs = response.ok ? readRevision(response.body) : null;
  if (theirs !== null) return { kind: "read", theirs };
  const refusal = refusalOf(response.status, response.body);
  return { kind: refusal.kind, message: refusal.message };
}

/** For a page that is closing: sent without waiting; too large a document stays in the journal for the next visit. */
export function saveDraftOnLeave(workflowId: string, request: SaveRequest): void {
  const body = JSON.stringify(request);
  if (body.length > keepaliveBytes) return;
  void fetch(draftUrl(workflowId), { ...put(body), keepalive: true }).catch(() => undefined);
}

function draftUrl(workflowId: string): string {
  return `/api/workflows/${encodeURIComponent(workflowId)}/draft`;
}

function put(body: string): RequestInit {
  return { method: "PUT", headers: { "content-type": "application/json" }, body };
}

type Answered = { readonly ok: boolean; readonly status: number; readonly body: unknown };

/** Null when nothing came back. */
async function ask(url: string, init: RequestInit): Promise<Answered | null> {
  try {
    const response = await fetch(url, init);
    return { ok: response.ok, status: response.status, body: await response.json().catch(() => null) };
  } catch {
    return null;
  }
}

function readRevision(body: unknown): SavedRevision | null {
  const parsed = Revision.safeParse(body);
  if (!parsed.success) return null;
  const document = parseDocument(parsed.data.document);
  return document.ok ? { revision: parsed.data.revision, document: document.value } : null;
}

type Refused = Extract<SaveAnswer, { kind: "refused" | "unreachable" }>;

function refusalOf(status: number, body: unknown): Refused {
  const said = Refusal.safeParse(body);
  const isPassing = status >= 500 || status === 429 || status === 408;
  if (said.success) return { kind: isPassing ? "unreachable" : "refused", ...said.data };
  if (isPassing) return { ...noAnswer, code: `http_${status}` };
  return { kind: "refused", code: `http_${status}`, message: `Windrose refused to save this (status ${status}). Reload the page.` };
}
