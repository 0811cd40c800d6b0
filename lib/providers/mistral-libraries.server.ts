import "server-only";

/**
 * Document libraries as Mistral keeps them: made, filled with files, read by agents that name them.
 *
 * Read leniently and without the SDK, which refuses a whole list for one odd member. Wire: /v1/libraries of
 * Mistral's API.
 */
import { z } from "zod";
import type { StepError } from "../nodes/contract";
import type { JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import type { LibraryDocument, LibraryInfo, LibraryService } from "./contract";
import { type Addressee, failure, malformedAnswer, statusFailure } from "./failures.server";

type Service = { readonly apiKey: string | undefined; readonly serverUrl: string };

const listMs = 20_000;
/** A document is taken in before the service answers. */
const uploadMs = 120_000;
const mostDocuments = 500;
const pageSize = 100;

const LibrarySchema = z
  .object({
    id: z.string(),
    name: z.string().catch(""),
    description: z.string().nullish().catch(null),
    nb_documents: z.number().catch(0),
    total_size: z.number().catch(0),
    created_at: z.string().catch(""),
  })
  .transform(
    ({ id, name, description, nb_documents: documents, total_size: bytes, created_at: createdAt }): LibraryInfo => ({
      id,
      name: name || id,
      description: description ?? "",
      documents,
      bytes,
      createdAt,
    }),
  );

const DocumentSchema = z
  .object({
    id: z.string(),
    name: z.string().catch(""),
    mime_type: z.string().nullish().catch(null),
    size: z.number().nullish().catch(null),
    process_status: z.string().nullish().catch(null),
    processing_status: z.string().nullish().catch(null),
    created_at: z.string().catch(""),
  })
  .transform(
    ({
      id,
      name,
      mime_type: mime,
      size: bytes,
      process_status: status,
      processing_status: told,
      created_at: createdAt,
    }): LibraryDocument => ({
      id,
      name: name || id,
      mime: mime ?? "",
      bytes: bytes ?? 0,
      state: stateOf(status ?? told ?? ""),
      createdAt,
    }),
  );

function stateOf(status: string): LibraryDocument["state"] {
  if (/^(?:done|completed)$/i.test(status)) return "ready";
  return /error|fail|noop|missing/i.test(status) ? "failed" : "processing";
}

const Page = z.object({ data: z.array(z.json()).catch([]), pagination: z.object({ has_more: z.boolean().catch(false) }).optional() });

export function createMistralLibraries(service: Service, to: Addressee): LibraryService {
  const send = (path: string, init: RequestInit, signal: AbortSignal, ms = listMs) =>
    ask(service, to, path, init, AbortSignal.any([signal, AbortSignal.timeout(ms)]));
  const read = <T>(schema: z.ZodType<T>, answer: Result<JsonValue, StepError>): Result<T, StepError> => {
    if (!answer.ok) return answer;
    const parsed = schema.safeParse(answer.value);
    return parsed.success ? ok(parsed.data) : err(malformedAnswer(to));
  };
  const done = (answer: Result<JsonValue, StepError>): Result<true, StepError> => (answer.ok ? ok(true) : answer);
  return {
    list: async (signal) => {
      const page = read(Page, await send("", {}, signal));
      return page.ok ? ok(readable(LibrarySchema, page.value.data)) : page;
    },
    create: async ({ name, description }, signal) =>
      read(LibrarySchema, await send("", json({ name, ...(description !== "" && { description }) }), signal)),
    remove: async (id, signal) => done(await send(`/${segment(id)}`, { method: "DELETE" }, signal)),
    documents: async (id, signal) => {
      const found: LibraryDocument[] = [];
      for (let number = 0; found.length < mostDocuments; number += 1) {
        const page = read(Page, await send(`/${segment(id)}/documents?page_size=${pageSize}&page=${number}`, {}, signal));
        if (!page.ok) return page;
        found.push(...readable(DocumentSchema, page.value.data));
        if (page.value.pagination?.has_more !== true || page.value.data.length === 0) break;
      }
      return ok(found);
    },
    upload: async (id, { name, mime, bytes }, signal) => {
      const form = new FormData();
      form.set("file", new File([new Uint8Array(bytes)], name, { type: mime }));
      return read(DocumentSchema, await send(`/${segment(id)}/documents`, { method: "POST", body: form }, signal, uploadMs));
    },
    removeDocument: async (id, documentId, signal) =>
      done(await send(`/${segment(id)}/documents/${segment(documentId)}`, { method: "DELETE" }, signal)),
  };
}

const segment = encodeURIComponent;

function json(body: JsonValue): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function readable<T>(schema: z.ZodType<T>, data: readonly JsonValue[]): readonly T[] {
  return data.flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

async function ask(
  { apiKey, serverUrl }: Service,
  to: Addressee,
  path: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Result<JsonValue, StepError>> {
  const headers = new Headers(init.headers);
  headers.set("accept", "application/json");
  if (apiKey !== undefined) headers.set("authorization", `Bearer ${apiKey}`);
  try {
    const response = await fetch(`${serverUrl.replace(/\/+$/, "")}/v1/libraries${path}`, { ...init, headers, signal });
    const text = await response.text();
    if (response.status === 404)
      return err(failure("not_found", "permanent", "There is no such library or document. It may have been deleted."));
    if (!response.ok) return err(statusFailure(response.status, response.headers, text, to));
    return ok(text === "" ? null : JSON.parse(text));
  } catch {
    if (signal.aborted) return err(failure("timeout", "transient", `${to.label} did not answer in time. Try again.`));
    return err(failure("unreachable", "transient", `${to.label} could not be reached. Check the connection and try again.`));
  }
}
