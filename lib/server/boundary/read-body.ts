import "server-only";

/**
 * Reads a request's body as text or JSON without ever holding more than its limit.
 *
 * Counts while it streams, so a missing or lying Content-Length changes nothing. Knows nothing about
 * what the JSON means.
 */
import { type AppError, appError } from "../../shared/app-error";
import { type JsonValue, jsonDepth } from "../../shared/json";
import { limits } from "../../shared/limits";
import { err, ok, type Result } from "../../shared/result";
import { isJson } from "./same-origin";

/** One level more than a document may have: routes wrap it in an object. */
const maxDepth = limits.documentDepth.value + 1;

/**
 * The body as UTF-8 text, a byte order mark removed.
 *
 * Fails with `too_large`, `unsupported_media_type` (compressed) or `invalid_encoding`.
 */
export async function readText(request: Request, maxBytes: number): Promise<Result<string, AppError>> {
  const bytes = await readWhole(request, maxBytes);
  if (!bytes.ok) return bytes;
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value));
  } catch {
    return err(appError("invalid_encoding", "The body is not UTF-8 text. Save the file as UTF-8 and try again."));
  }
}

/** The body as it is. Fails with `too_large` or `unsupported_media_type` (compressed). */
export async function readWhole(request: Request, maxBytes: number): Promise<Result<Uint8Array, AppError>> {
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding !== "identity") {
    return err(appError("unsupported_media_type", `Send the body without compression; "${encoding.slice(0, 40)}" is not accepted.`));
  }
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) return err(tooLarge(announced, maxBytes));

  return readBytes(request.body, maxBytes);
}

/** The body as JSON, with its depth checked and without `__proto__` keys. Adds `invalid_json`, `too_deep` and `forbidden_key`. */
export async function readJson(request: Request, maxBytes: number): Promise<Result<JsonValue, AppError>> {
  if (!isJson(request.headers.get("content-type"))) {
    return err(appError("unsupported_media_type", "Send JSON with the header `Content-Type: application/json`."));
  }
  const text = await readText(request, maxBytes);
  return text.ok ? parseJson(text.value) : text;
}

/** Also used for the arguments of server actions. */
export function parseJson(text: string): Result<JsonValue, AppError> {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch {
    return err(appError("invalid_json", "The body is not valid JSON."));
  }
  // Depth first: the walk for keys then has a bounded stack.
  if (jsonDepth(value, maxDepth) > maxDepth) return err(appError("too_deep", `The JSON is nested more than ${maxDepth} levels deep.`));
  if (hasPrototypeKey(value)) return err(appError("forbidden_key", "The key `__proto__` is not allowed anywhere."));
  return ok(value);
}

export function tooLarge(bytes: number, maxBytes: number): AppError {
  return appError("too_large", `The request has ${count(bytes)} bytes or more; the limit is ${count(maxBytes)} bytes.`);
}

function hasPrototypeKey(value: JsonValue): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasPrototypeKey);
  return Object.hasOwn(value, "__proto__") || Object.values(value).some(hasPrototypeKey);
}

async function readBytes(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Result<Uint8Array, AppError>> {
  if (body === null) return ok(new Uint8Array());
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      // Not awaited: a sender that never stops would hold the answer back.
      void reader.cancel().catch(() => undefined);
      return err(tooLarge(bytes, maxBytes));
    }
    chunks.push(value);
  }
  return ok(Buffer.concat(chunks));
}

const count = (bytes: number): string => bytes.toLocaleString("en-US");
