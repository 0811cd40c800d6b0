/**
 * Reading requests and writing whole responses on node:http.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { JsonValue } from "../../shared/json";
import { ApiError } from "./api-error";

const mostBodyBytes = 25_000_000;

/** The bytes of a request; refuses with 413 past 25 MB. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > mostBodyBytes) throw new ApiError(413, { message: "Request size limit exceeded" });
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/** Text → JSON; refuses with 422 as the service does. */
export function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(422, {
      object: "Error",
      detail: [{ type: "json_invalid", loc: ["body", 0], msg: "JSON decode error", input: {} }],
    });
  }
}

export function sendJson(response: ServerResponse, status: number, body: JsonValue, headers: Readonly<Record<string, string>> = {}): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length, ...headers });
  response.end(bytes);
}

export function sendNothing(response: ServerResponse): void {
  response.writeHead(204);
  response.end();
}
