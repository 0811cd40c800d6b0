/**
 * What autosave says of itself, and what a save can come to.
 *
 * Pure data: the top bar words it, the state machine moves it.
 */
import type { FieldConflict } from "../../document/merge-documents";
import type { WorkflowDocument } from "../../document/schema";

export type SaveState =
  /** `at` in epoch milliseconds. */
  | { readonly is: "saved"; readonly at: number }
  | { readonly is: "saving" }
  /** The edits are journalled in this browser and go out once there is a connection. */
  | { readonly is: "offline" }
  /** `retryAt` in epoch milliseconds; null when only another edit (or the person) can help. */
  | { readonly is: "not_saved"; readonly code: string; readonly message: string; readonly retryAt: number | null }
  /** Someone changed the same fields elsewhere: a person has to choose. */
  | { readonly is: "conflict"; readonly conflicts: readonly FieldConflict[] };

/** A revision the server holds, with its document. */
export type SavedRevision = { readonly revision: number; readonly document: WorkflowDocument };

export type SaveRequest = { readonly baseRevision: number; readonly document: WorkflowDocument };

export type SaveAnswer =
  | { readonly kind: "saved"; readonly revision: number; readonly at: number }
  /** The base is no longer the newest: here is what is. */
  | { readonly kind: "stale"; readonly theirs: SavedRevision }
  /** The server read it and said no; the same document will be refused again. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /** Nothing came back, or the server is in trouble: worth another try. */
  | { readonly kind: "unreachable"; readonly code: string; readonly message: string };

export type ReadAnswer =
  | { readonly kind: "read"; readonly theirs: SavedRevision }
  | { readonly kind: "refused" | "unreachable"; readonly message: string };
