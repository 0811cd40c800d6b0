/**
 * Libraries and their documents, as far as agents read them.
 */
import type { JsonObject } from "../../shared/json";
import { tokensOf } from "../answer/prompt";
import { bodyOf, type Call, type Handler, param } from "../call";
import type { StoredDocument, StoredLibrary } from "../state/store";
import { invalidBody, invalidField, notFound } from "../wire/api-error";
import { sendJson, sendNothing } from "../wire/http";
import { readForm } from "../wire/multipart";
import { CreateLibrarySchema, UpdateLibrarySchema } from "../wire/requests";
import { readBody } from "../wire/validation";

const mostDocumentText = 200_000;

export const listLibraries: Handler = (call) => {
  const data = call.world.store.libraries.values().map(libraryBody);
  sendJson(call.response, 200, { data, pagination: pagination(data.length) });
};

export const createLibrary: Handler = (call) => {
  const parsed = readBody(CreateLibrarySchema, bodyOf(call));
  if (!parsed.ok) throw invalidBody(parsed.details);
  const now = new Date().toISOString();
  const { store } = call.world;
  const library: StoredLibrary = {
    id: store.ids.next("lib"),
    name: parsed.value.name,
    description: parsed.value.description ?? null,
    createdAt: now,
    updatedAt: now,
    documents: new Map(),
  };
  store.libraries.set(library.id, library);
  sendJson(call.response, 201, libraryBody(library));
};

export const getLibrary: Handler = (call) => sendJson(call.response, 200, libraryBody(libraryOf(call)));

export const updateLibrary: Handler = (call) => {
  const library = libraryOf(call);
  const parsed = readBody(UpdateLibrarySchema, bodyOf(call));
  if (!parsed.ok) throw invalidBody(parsed.details);
  library.name = parsed.value.name ?? library.name;
  library.description = parsed.value.description ?? library.description;
  library.updatedAt = new Date().toISOString();
  sendJson(call.response, 200, libraryBody(library));
};

/** The service answers with the library it deleted. */
export const deleteLibrary: Handler = (call) => {
  const library = libraryOf(call);
  call.world.store.libraries.delete(library.id);
  sendJson(call.response, 200, libraryBody(library));
};

export const listDocuments: Handler = (call) => {
  const data = [...libraryOf(call).documents.values()].map(documentBody);
  sendJson(call.response, 200, { data, pagination: pagination(data.length) });
};

export const uploadDocument: Handler = async (call) => {
  const library = libraryOf(call);
  const file = (await readForm(call.bytes, call.contentType)).get("file");
  if (!(file instanceof File)) throw invalidField("missing", ["file"], "Field required");
  const text = await file.text();
  const document: StoredDocument = {
    id: call.world.store.ids.next("doc"),
    libraryId: library.id,
    name: file.name,
    mime: file.type || "text/plain",
    bytes: file.size,
    text: text.slice(0, mostDocumentText),
    createdAt: new Date().toISOString(),
  };
  library.documents.set(document.id, document);
  sendJson(call.response, 200, documentBody(document));
};

export const getDocument: Handler = (call) => sendJson(call.response, 200, documentBody(documentOf(call)));

export const getDocumentText: Handler = (call) => sendJson(call.response, 200, { text: documentOf(call).text });

export const getDocumentStatus: Handler = (call) => {
  sendJson(call.response, 200, { document_id: documentOf(call).id, process_status: "done", processing_status: "Completed" });
};

export const deleteDocument: Handler = (call) => {
  documentOf(call);
  libraryOf(call).documents.delete(param(call, 1));
  sendNothing(call.response);
};

function libraryOf(call: Call): StoredLibrary {
  const library = call.world.store.libraries.get(param(call, 0));
  if (library === undefined) throw notFound("Library");
  return library;
}

function documentOf(call: Call): StoredDocument {
  const document = libraryOf(call).documents.get(param(call, 1));
  if (document === undefined) throw notFound("Document");
  return document;
}

function pagination(items: number): JsonObject {
  return { total_items: items, total_pages: 1, current_page: 0, page_size: 100, has_more: false };
}

function libraryBody(library: StoredLibrary): JsonObject {
  const documents = [...library.documents.values()];
  return {
    id: library.id,
    name: library.name,
    description: library.description,
    created_at: library.createdAt,
    updated_at: library.updatedAt,
    owner_id: null,
    owner_type: "Workspace",
    total_size: documents.reduce((total, document) => total + document.bytes, 0),
    nb_documents: documents.length,
    chunk_size: null,
  };
}

function documentBody(document: StoredDocument): JsonObject {
  const tokens = tokensOf(document.text);
  return {
    id: document.id,
    library_id: document.libraryId,
    name: document.name,
    hash: null,
    mime_type: document.mime,
    extension: document.name.split(".").at(-1) ?? null,
    size: document.bytes,
    created_at: document.createdAt,
    process_status: "done",
    processing_status: "Completed",
    uploaded_by_id: null,
    uploaded_by_type: "Workspace",
    tokens_processing_main_content: tokens,
    tokens_processing_total: tokens,
    summary: null,
    number_of_pages: 1,
  };
}
