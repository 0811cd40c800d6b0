import "server-only";

/** One line of the log for every call of the API: who called what, and what came of it. Never the key, an input or an output. */
import { log } from "../log";

const maxPathLength = 200;

export type ApiCall = {
  readonly request: Request;
  readonly response: Response;
  /** Beginning of the key; null for a caller who showed none that is good. */
  readonly keyPrefix: string | null;
  readonly ms: number;
};

export function logApiCall({ request, response, keyPrefix, ms }: ApiCall): void {
  const path = new URL(request.url).pathname.slice(0, maxPathLength);
  const run = response.headers.get("location");
  const line = { method: request.method, path, status: response.status, ms: Math.round(ms), keyPrefix, ...(run !== null && { run }) };
  log().info(line, "api call");
}
