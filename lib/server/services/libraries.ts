import "server-only";

/**
 * Document libraries: kept by the provider, so that its agents can read them; shown, filled and emptied here.
 */
import type { StepError } from "../../nodes/contract";
import type { LibraryDocument, LibraryInfo, LibraryService } from "../../providers/contract";
import { defaultProvider } from "../../providers/providers.server";
import { type AppError, appError } from "../../shared/app-error";
import { err, ok, type Result } from "../../shared/result";
import { limitInForce } from "../env";

/** The provider's own time-outs end every call sooner. */
const answerMs = 180_000;

type Asked<T> = Promise<Result<T, AppError>>;

/** Every library of the provider's account, by name. Fails with `no_libraries` or as the provider does. */
export async function listLibraries(): Asked<readonly LibraryInfo[]> {
  const listed = await withLibraries((libraries, signal) => libraries.list(signal));
  return listed.ok ? ok([...listed.value].sort((a, b) => a.name.localeCompare(b.name, "en"))) : listed;
}

export type LibraryContent = { readonly library: LibraryInfo; readonly documents: readonly LibraryDocument[] };

/** Adds `not_found`. */
export async function readLibrary(id: string): Asked<LibraryContent> {
  const [listed, documents] = await Promise.all([listLibraries(), withLibraries((libraries, signal) => libraries.documents(id, signal))]);
  if (!listed.ok) return listed;
  const library = listed.value.find((one) => one.id === id);
  if (library === undefined) return err(appError("not_found", "There is no such library. It may have been deleted."));
  return documents.ok ? ok({ library, documents: documents.value }) : documents;
}

export async function createLibrary(wanted: { readonly name: string; readonly description: string }): Asked<LibraryInfo> {
  return withLibraries((libraries, signal) => libraries.create(wanted, signal));
}

/** With all of its documents. */
export async function deleteLibrary(id: string): Asked<true> {
  return withLibraries((libraries, signal) => libraries.remove(id, signal));
}

export type NewDocument = { readonly name: string; readonly mime: string; readonly bytes: Uint8Array };

/** Adds `empty_file` and `too_large`. */
export async function addDocument(id: string, document: NewDocument): Asked<LibraryDocument> {
  const { name, bytes } = document;
  const limit = limitInForce("libraryDocumentBytes");
  if (bytes.byteLength === 0) return err(appError("empty_file", `${name} is empty, so there is nothing to read in it.`));
  if (bytes.byteLength > limit)
    return err(appError("too_large", `${name} has ${bytes.byteLength} bytes; a document has at most ${limit}.`));
  return withLibraries((libraries, signal) => libraries.upload(id, document, signal));
}

export async function deleteDocument(id: string, documentId: string): Asked<true> {
  return withLibraries((libraries, signal) => libraries.removeDocument(id, documentId, signal));
}

async function withLibraries<T>(work: (libraries: LibraryService, signal: AbortSignal) => Promise<Result<T, StepError>>): Asked<T> {
  const { libraries, label } = defaultProvider();
  if (libraries === null) {
    const message = `${label} keeps no document libraries. Set MISTRAL_API_KEY to use Mistral's.`;
    return err(appError("no_libraries", message));
  }
  const answer = await work(libraries, AbortSignal.timeout(answerMs));
  return answer.ok ? answer : err(appError(answer.error.code, answer.error.message));
}
