import "server-only";

/**
 * What starting a run needs of drafts that were started before in this process, so that an unchanged draft
 * is not read, checked, compiled and hashed again for every run.
 *
 * Only what follows from one saved revision is kept: whoever asks has just read which one is current.
 */
import type { Plan } from "../../compile/plan";
import { processWide } from "../runtime";

/** A save raises the number; the time tells a restored database from the one it replaced. */
export type DraftRevision = { readonly revision: number; readonly updatedAt: Date };

export type PinnedDraft = Pick<Plan, "inputFields"> & {
  readonly versionId: string;
  readonly planHash: string;
  /** Of a run before any frame begins. */
  readonly steps: number;
};

type Known = { readonly draft: DraftRevision; readonly pinned: PinnedDraft };

const mostDrafts = 500;

const drafts = (): Map<string, Known> => processWide("pinned-drafts", () => new Map<string, Known>());

/** With the outputs that are pinned in a draft it is another version. */
const keyOf = (workflowId: string, hasPins: boolean): string => `${workflowId}${hasPins ? "+pins" : ""}`;

/** Null when another revision was started last, or none. */
export function knownDraft(workflowId: string, { revision, updatedAt }: DraftRevision, hasPins: boolean): PinnedDraft | null {
  const known = drafts().get(keyOf(workflowId, hasPins));
  const isCurrent = known?.draft.revision === revision && known.draft.updatedAt.getTime() === updatedAt.getTime();
  return known !== undefined && isCurrent ? known.pinned : null;
}

export function rememberDraft(workflowId: string, { revision, updatedAt }: DraftRevision, hasPins: boolean, pinned: PinnedDraft): void {
  const known = drafts();
  const key = keyOf(workflowId, hasPins);
  known.delete(key);
  known.set(key, { draft: { revision, updatedAt }, pinned });
  const oldest = known.keys().next().value;
  if (known.size > mostDrafts && oldest !== undefined) known.delete(oldest);
}
