import "server-only";

/** Reads a document back from the database, brought up to this release's format. */
import { parseDocument } from "../../document/parse-document";
import type { WorkflowDocument } from "../../document/schema";

/** Throws: only parsed documents were ever stored, so one that can't be read is a bug, not an input. */
export function storedDocument(stored: unknown): WorkflowDocument {
  const parsed = parseDocument(stored);
  if (parsed.ok) return parsed.value;
  const [problem] = parsed.error;
  throw new Error(`A stored document can't be read: ${problem?.path ?? ""} ${problem?.message ?? ""}`);
}
